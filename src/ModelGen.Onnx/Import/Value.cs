using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import;

/// <summary>What a name of the graph stands for.</summary>
internal abstract record Value;

/// <summary>A value that depends on the sample: the result of a step, or an input. The shape leaves the batch out.</summary>
/// <param name="Id">The number of the value.</param>
/// <param name="Shape">The shape of one sample. Without axes it is a number, which the language has as [1].</param>
/// <param name="BatchAxis">Which axis is the batch in ONNX: mostly the first one, 0; −1 if there is none.</param>
internal sealed record Sample(int Id, int[] Shape, int BatchAxis) : Value
{
    /// <summary>How many of the sample's axes are part of the batch's axis in ONNX, in front of it: 1 in [steps · N, features].</summary>
    public int Before { get; init; }

    /// <summary>The same behind it: 1 in [N · heads, steps, features].</summary>
    public int After { get; init; }

    /// <summary>Whether the batch's axis has others in it.</summary>
    public bool IsMerged => Before + After > 0;

    /// <summary>The number of axes in ONNX.</summary>
    public int OnnxRank => BatchAxis < 0 ? Shape.Length : Shape.Length - Before - After + 1;

    /// <summary>The axis of the batch counted from the last one, which is 1: operands are aligned there.</summary>
    public int BatchFromEnd => BatchAxis < 0 ? 0 : OnnxRank - BatchAxis;

    public int Count => Shape.Aggregate(1, (a, b) => a * b);
}

/// <summary>An input of ids, which only an embedding reads.</summary>
/// <param name="Id">The number of the value.</param>
/// <param name="Length">How many ids a sample has.</param>
internal sealed record Ids(int Id, int Length) : Value;

/// <summary>An input with the length of each sample, which only recurrent layers read.</summary>
/// <param name="Input">Its name.</param>
internal sealed record Lengths(string Input) : Value;

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
