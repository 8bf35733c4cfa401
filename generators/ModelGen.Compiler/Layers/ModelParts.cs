using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>How a parameter starts. The numbers are those of the runtime's <c>Initialization</c>.</summary>
/// <param name="Kind">Zeros, Constant, Normal, XavierUniform or KaimingUniform.</param>
/// <param name="Scale">The constant, the standard deviation, or the gain.</param>
public sealed record ParameterInit(string Kind, double Scale, int FanIn, int FanOut)
{
    public static readonly ParameterInit Zeros = new("Zeros", 0, 0, 0);

    public static ParameterInit Constant(double value) => new("Constant", value, 0, 0);
}

/// <summary>A learned tensor.</summary>
/// <param name="Name">Its name in files, such as <c>dense1.weight</c>.</param>
/// <param name="StandardShape">Its shape in files: PyTorch's.</param>
/// <param name="Order">Axis i in memory is axis <c>Order[i]</c> of the standard shape.</param>
public sealed record ParameterInfo(string Name, EquatableArray<int> StandardShape, EquatableArray<int> Order, ParameterInit Init)
{
    public Shape MemoryShape
    {
        get
        {
            var standard = StandardShape;
            return new Shape(Order.Select(axis => standard[axis]).ToEquatableArray());
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
/// <param name="Depth">How many blocks it lies inside.</param>
public sealed record LayerInfo(
    string Name, string Kind, int Depth, Shape InputShape, Shape OutputShape, EquatableArray<ParameterInfo> Parameters, long MultiplyAdds, SpecLocation Location)
{
    /// <summary>What computes its result.</summary>
    public required Node Result { get; init; }

    /// <summary>Whether the declaration gives it its name.</summary>
    public required bool IsNamed { get; init; }

    public int ParameterCount => Parameters.Sum(p => p.Elements);
}

/// <summary>A named value at the border of the model.</summary>
public sealed record NamedValue(string Name, Value Value);
