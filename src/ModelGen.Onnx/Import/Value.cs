using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import;

/// <summary>What a name of the graph stands for.</summary>
internal abstract record Value;

/// <summary>A value that depends on the sample: the result of a step, or an input. The shape leaves the batch out.</summary>
/// <param name="Id">The number of the value.</param>
/// <param name="Shape">The shape of one sample. Without axes it is a number, which the language has as [1].</param>
/// <param name="BatchAxes">1 if the batch is the first axis in ONNX; 0 if there is none.</param>
internal sealed record Sample(int Id, int[] Shape, int BatchAxes) : Value
{
    /// <summary>The number of axes in ONNX.</summary>
    public int OnnxRank => Shape.Length + BatchAxes;

    public int Count => Shape.Aggregate(1, (a, b) => a * b);
}

/// <summary>An input of ids, which only an embedding reads.</summary>
/// <param name="Id">The number of the value.</param>
/// <param name="Length">How many ids a sample has.</param>
internal sealed record Ids(int Id, int Length) : Value;

/// <summary>The result of a node that cannot be expressed.</summary>
internal sealed record Unknown : Value;

/// <summary>Numbers that are known now.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Shape">Their shape, the first axis too.</param>
internal sealed record Constant(OnnxElementType Type, int[] Shape) : Value
{
    private OnnxTensor? _tensor;
    private double[]? _values;

    /// <summary>The name of the initializer, or "".</summary>
    public string Name { get; init; } = "";

    public int Count => Shape.Aggregate(1, (a, b) => a * b);

    public bool IsInteger => Type is not (OnnxElementType.Float or OnnxElementType.Double or OnnxElementType.Float16
        or OnnxElementType.BFloat16);

    /// <summary>The numbers. The array is not to be changed.</summary>
    public double[] Values => _values ??= _tensor!.ToDoubles();

    public static Constant Of(OnnxTensor tensor) =>
        new(tensor.Type, [.. tensor.Shape.Select(size => checked((int)size))]) { Name = tensor.Name, _tensor = tensor };

    public static Constant Of(OnnxElementType type, int[] shape, double[] values) => new(type, shape) { _values = values };

    public static Constant Integers(params long[] values) =>
        Of(OnnxElementType.Int64, [values.Length], [.. values.Select(value => (double)value)]);

    /// <summary>The numbers as floats, with all their bits.</summary>
    public float[] ToFloats() => _values is null ? _tensor!.ToFloats() : [.. _values.Select(value => (float)value)];

    public long[] ToIntegers() => [.. Values.Select(value => (long)value)];

    /// <summary>The same numbers in another shape.</summary>
    public Constant As(int[] shape) => this with { Shape = shape };
}
