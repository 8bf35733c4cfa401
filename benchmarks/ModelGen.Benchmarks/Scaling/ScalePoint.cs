using System.Globalization;
using ModelGen.Benchmarks.Architectures;

namespace ModelGen.Benchmarks.Scaling;

/// <summary>A network of equal dense layers with Relu between them, and the number of samples in a call.</summary>
/// <param name="Width">Inputs and units of each layer.</param>
/// <param name="Depth">How many layers.</param>
/// <param name="Batch">Samples in a call.</param>
internal sealed record ScalePoint(int Width, int Depth, int Batch)
{
    /// <summary>The point that all series go through: one of its numbers varies, the other two stay.</summary>
    public static readonly ScalePoint Middle = new(256, 4, 64);

    /// <summary>The series by the name of what varies.</summary>
    public static readonly IReadOnlyList<(string Name, IReadOnlyList<ScalePoint> Points)> Series =
    [
        ("width", [.. ((int[])[64, 128, 256, 512, 1024, 2048, 4096]).Select(width => Middle with { Width = width })]),
        ("depth", [.. ((int[])[1, 2, 4, 8, 16, 32, 64]).Select(depth => Middle with { Depth = depth })]),
        ("batch", [.. ((int[])[1, 4, 16, 64, 256, 1024, 4096]).Select(batch => Middle with { Batch = batch })]),
    ];

    /// <summary>The name of the class; points that differ in the batch only share it.</summary>
    public string ClassName => string.Create(CultureInfo.InvariantCulture, $"Width{Width}Depth{Depth}");

    /// <summary>The declaration of the class.</summary>
    public string Declaration => string.Create(CultureInfo.InvariantCulture, $"""
        [ModelGen.Model, ModelGen.Input({Width})]
        [{string.Join(", ModelGen.Relu, ", Enumerable.Repeat($"ModelGen.Dense({Width})", Depth))}]
        [ModelGen.MeanSquaredError, ModelGen.Adam(1e-3f)]
        public sealed partial class {ClassName};

        """);

    /// <summary>The same network, to count its operations.</summary>
    public Architecture Architecture => new Chain([.. Enumerable.Repeat(new Linear(Width, Width), Depth)]);
}
