using System.Globalization;

namespace ModelGen.TestKit;

/// <summary>
/// The one seed of all random tests: always the same, unless the environment variable <c>MODELGEN_SEED</c> gives another.
/// </summary>
/// <remarks>
/// A test that draws anything takes its seed from here, prints <see cref="Text"/> and puts it into the messages of its failures.
/// Nothing depends on the date: what fails today fails tomorrow.
/// </remarks>
public static class TestSeed
{
    private const string Variable = "MODELGEN_SEED";

    /// <summary>The seed.</summary>
    /// <exception cref="FormatException">The variable is set to something else than a whole number.</exception>
    public static int Value { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
        : 1;

    /// <summary>How to repeat a run with this seed: what to put before the command.</summary>
    public static string Text => TextOf(Value);

    /// <summary>How to repeat a run with a seed that follows from <see cref="Value"/>.</summary>
    public static string TextOf(int seed) => string.Create(CultureInfo.InvariantCulture, $"{Variable}={seed}");
}
