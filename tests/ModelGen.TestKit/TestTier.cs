namespace ModelGen.TestKit;

/// <summary>
/// How much the tests do: what <c>docs/guide/testing.md</c> calls the fast tier, or with <c>MODELGEN_TESTS=all</c> everything.
/// </summary>
public static class TestTier
{
    private const string Variable = "MODELGEN_TESTS";

    /// <summary>Whether everything runs.</summary>
    /// <exception cref="FormatException">The variable is set to something else than <c>all</c>.</exception>
    public static bool IsExhaustive { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => false,
        "all" => true,
        string other => throw new FormatException($"{Variable} is {other}; all is the only value it has."),
    };

    /// <summary>How many random cases are tried.</summary>
    /// <param name="fast">In an ordinary run.</param>
    /// <param name="exhaustive">Where everything runs.</param>
    public static int Count(int fast, int exhaustive) => IsExhaustive ? exhaustive : fast;
}
