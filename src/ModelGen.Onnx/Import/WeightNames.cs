namespace ModelGen.Onnx.Import;

/// <summary>What a tensor's name says of the layer that it belongs to.</summary>
internal static class WeightNames
{
    private static readonly string[] Endings =
        [".weight", "_weight", "/weight", ".kernel", "/kernel", "_kernel", ".W", "_W", ".weights", "/weights"];

    /// <summary>The layer of a weight such as <c>layer1.0.conv1.weight</c>; null for names that a program made up.</summary>
    public static string? Layer(string tensor)
    {
        string? ending = Endings.FirstOrDefault(ending => tensor.EndsWith(ending, StringComparison.Ordinal));
        return ending is null || tensor.StartsWith("onnx::", StringComparison.Ordinal) ? null : tensor[..^ending.Length];
    }
}
