using System.Globalization;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>The limits of a model's size. Larger models would overflow the numbers in which sizes are kept.</summary>
internal static class Limits
{
    /// <summary>Elements of one value, for one sample: random numbers count them with 24 bits.</summary>
    public const long SampleElements = 1 << 24;

    /// <summary>Parameters in all: with optimizer state, byte offsets stay within 32 bits.</summary>
    public const long Parameters = 1 << 28;

    /// <summary>Ids of an input: floats hold integers up to this one exactly.</summary>
    public const int Vocabulary = 1 << 24;

    /// <summary>Axes of one value, the batch not counted.</summary>
    public const int Axes = 8;

    /// <summary>Numbers in all constant tables, such as the weights of interpolations. They are written into the generated code.</summary>
    public const int TableNumbers = 1 << 18;

    /// <summary>Pieces of a value for which a layer makes operations one by one.</summary>
    public const int Pieces = 128;

    /// <summary>Contractions in the gradient of a window: a stride of s along both axes makes s · s.</summary>
    public const int Phases = 1024;

    /// <summary>Operations of the model's graph, before gradients: the time and memory that generating code takes grow with them.</summary>
    public const int Operations = 6_000;

    /// <summary>Lines of code that the model's operations become, as <see cref="Budgets.EmissionSize"/> counts them.</summary>
    public const int Lines = 300_000;

    /// <summary>Steps of the pipeline, blocks unrolled.</summary>
    public const int Steps = 10_000;

    /// <summary>Blocks inside each other.</summary>
    public const int Nesting = 100;

    /// <summary>Layers that draw random numbers: the counter has 8 bits for them.</summary>
    public const int RandomStreams = 256;

    /// <summary>The most losses of a model.</summary>
    public const int Losses = 8;

    private const long Huge = 1_000_000_000_000_000;

    /// <summary>The product of sizes that are at least 1; no more than 10¹⁵, which is over every limit.</summary>
    public static long Product(IEnumerable<int> sizes)
    {
        var product = 1L;
        foreach (var size in sizes)
        {
            if (product > Huge / size) return Huge;
            product *= size;
        }

        return product;
    }

    /// <summary>The floats a parameter takes in memory, its rows padded to whole vectors.</summary>
    public static long Padded(ParameterInfo parameter) => Padded(parameter.MemoryShape);

    /// <summary>The floats a tensor without a batch takes in memory, its rows padded to whole vectors.</summary>
    public static long Padded(Shape tensor)
    {
        var shape = tensor.Dimensions;
        var row = shape.LastOrDefault(d => d != 1) is > 0 and var last ? last : 1;
        return Product(shape) / row * ((row + (VirtualVector.Lanes - 1L)) / VirtualVector.Lanes * VirtualVector.Lanes);
    }

    public static long ElementsOf(Shape shape) => Product(shape.Sample);

    /// <summary>A count for messages, such as <c>16,777,216</c>.</summary>
    public static string Text(long count) =>
        count >= Huge ? "more than 10^15" : count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number without separators, as it would be written in C#.</summary>
    public static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
