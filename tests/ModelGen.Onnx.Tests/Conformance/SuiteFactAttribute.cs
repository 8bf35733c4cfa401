namespace ModelGen.Onnx.Tests.Conformance;

/// <summary>A test that needs the conformance suite.</summary>
internal sealed class SuiteFactAttribute : FactAttribute
{
    public SuiteFactAttribute() => Skip = Missing;

    /// <summary>Whether the test runs only where everything runs.</summary>
    public bool IsExhaustive
    {
        get => false;
        set => Skip = value && !TestTier.IsExhaustive ? ExhaustiveFactAttribute.Reason : Missing;
    }

    private static string? Missing => SuiteModel.IsInstalled ? null : "Debian's package libonnx-testdata is not installed.";
}
