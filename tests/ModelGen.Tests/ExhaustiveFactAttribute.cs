using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Tests;

/// <summary>A test that takes minutes: it runs where the variable MODELGEN_TESTS is <c>all</c>.</summary>
internal sealed class ExhaustiveFactAttribute : FactAttribute
{
    public ExhaustiveFactAttribute() => Skip = Reason;

    /// <summary>Why such tests do not run here, or null.</summary>
    public static string? Reason { get; } = TestTier.IsExhaustive ? null : "It takes minutes: MODELGEN_TESTS=all runs it.";
}

/// <summary>A theory that takes minutes.</summary>
internal sealed class ExhaustiveTheoryAttribute : TheoryAttribute
{
    public ExhaustiveTheoryAttribute() => Skip = ExhaustiveFactAttribute.Reason;
}
