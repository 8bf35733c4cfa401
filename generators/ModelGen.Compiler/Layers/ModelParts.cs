using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>The initialization of a parameter, as in the runtime's <c>Initialization</c>.</summary>
/// <param name="Kind">Zeros, Constant, Normal, XavierUniform, KaimingUniform, UnitNormal or LengthsOfPrevious.</param>
/// <param name="Scale">The constant, the standard deviation, or the gain.</param>
public sealed record ParameterInit(string Kind, double Scale, int FanIn, int FanOut)
{
    /// <summary>The position along the first axis at which it starts at zero; less than 0 if there is none.</summary>
    public int ZeroRow { get; init; } = -1;

    public static readonly ParameterInit Zeros = new("Zeros", 0, 0, 0);

    /// <summary>Normal, scaled to the length 1.</summary>
    public static readonly ParameterInit UnitNormal = new("UnitNormal", 1, 0, 0);

    /// <summary>For each position along the first axis, the length of the previous parameter's slice there.</summary>
    public static readonly ParameterInit LengthsOfPrevious = new("LengthsOfPrevious", 1, 0, 0);

    public static ParameterInit Constant(double value) => new("Constant", value, 0, 0);
}

/// <summary>
/// A named tensor of a layer that is kept from call to call: a parameter, which is learned, or a buffer, such as a running mean.
/// </summary>
/// <param name="Name">Its name in files, such as <c>dense1.weight</c>.</param>
/// <param name="StandardShape">Its shape in files: PyTorch's.</param>
/// <param name="Order">Axis i in memory is axis <c>Order[i]</c> of the standard shape.</param>
public sealed record ParameterInfo(string Name, EquatableArray<int> StandardShape, EquatableArray<int> Order, ParameterInit Init)
{
    /// <summary>Whether it is a buffer: it has no gradient, and training programs compute its next value.</summary>
    public bool IsBuffer { get; init; }

    /// <summary>Whether it stays as it is.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Whether it is learned.</summary>
    public bool IsTrainable => !IsBuffer && !IsFrozen;

    /// <summary>Whether training programs compute its next value.</summary>
    public bool IsUpdated => IsBuffer && !IsFrozen;

    /// <summary>How it is updated.</summary>
    public UpdateSettings Update { get; init; } = UpdateSettings.None;

    /// <summary>Whether it counts something, so that files hold it as a 64-bit integer.</summary>
    public bool IsCount { get; init; }

    /// <summary>The type of its elements in the files that the model saves, if it is no count.</summary>
    public Element Saved { get; init; }

    /// <summary>The type of its elements in the memory of the model.</summary>
    public Element Element { get; init; }

    /// <summary>Whether it holds the largest magnitude of what a product reads, which a trained model measures.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>The standard axis along which two whole numbers are one element in memory; -1 if none are.</summary>
    public int PairedAxis { get; init; } = -1;

    /// <summary>Whether files hold whole numbers and their factors, which it is read from as they are.</summary>
    public bool IsWhole => Element == Element.I8 || PairedAxis >= 0;

    /// <summary>For factors of whole numbers: the parameter with these.</summary>
    public string? ScaleOf { get; init; }

    /// <summary>The factors of a parameter whose elements are whole numbers: one for each position along the first axis.</summary>
    public ParameterInfo ToScale() =>
        new(Name + Graph.Elements.ScaleSuffix, EquatableArray.Of(StandardShape[0]), EquatableArray.Of(0), ParameterInit.Zeros)
        {
            IsFrozen = true,
            ScaleOf = Name,
        };

    /// <summary>The name of the range of what is multiplied with a weight: <c>input_range</c> beside <c>weight</c>.</summary>
    public static string RangeName(string weight) =>
        weight.Substring(0, weight.LastIndexOf("weight", StringComparison.Ordinal)) + "input_range";

    public Shape MemoryShape
    {
        get
        {
            var (standard, paired) = (StandardShape, PairedAxis);
            return new Shape(Order.Select(axis => axis == paired ? WholeProduct.Pairs(standard[axis]) : standard[axis]).ToEquatableArray());
        }
    }

    public int Elements
    {
        get
        {
            var elements = 1;
            for (var axis = 0; axis < StandardShape.Count; axis++) elements = checked(elements * StandardShape[axis]);
            return elements;
        }
    }
}

/// <summary>A row of the summary: one layer as the user declared it.</summary>
/// <param name="Name">The path of the layer, such as <c>residual1.dense2</c>.</param>
/// <param name="Kind">The layer's kind as written, such as <c>Dense</c>.</param>
/// <param name="Depth">The number of blocks around it.</param>
/// <param name="Parameters">Its parameters and buffers.</param>
public sealed record LayerInfo(
    string Name,
    string Kind,
    int Depth,
    Shape InputShape,
    Shape OutputShape,
    EquatableArray<ParameterInfo> Parameters,
    long MultiplyAdds,
    SpecLocation Location)
{
    /// <summary>What computes its result.</summary>
    public required Node Result { get; init; }

    /// <summary>The value that arrives.</summary>
    public Node? Input { get; init; }

    /// <summary>Its attribute, read; null if it has none of its own, or is made of others.</summary>
    internal Step? Step { get; init; }

    /// <summary>Whether the declaration gives it its name.</summary>
    public required bool IsNamed { get; init; }

    /// <summary>Its parameters, frozen or not, without buffers.</summary>
    public int ParameterCount => Parameters.Where(p => !p.IsBuffer).Sum(p => p.Elements);

    /// <summary>The bytes of those in a file.</summary>
    public long ParameterBytes => Parameters.Where(p => !p.IsBuffer).Sum(p => (long)p.Saved.Bytes() * p.Elements);
}

/// <summary>A value that a layer takes along from batch to batch, [N, size].</summary>
/// <param name="Start">A leaf: where it starts.</param>
/// <param name="Final">What it is behind the last step.</param>
public sealed record CarriedState(Value Start, Value Final);

/// <summary>A named value at the border of the model.</summary>
public sealed record NamedValue(string Name, Value Value);
