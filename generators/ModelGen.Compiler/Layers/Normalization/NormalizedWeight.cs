using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>How the weight of a layer is computed from its parameters.</summary>
internal enum WeightForm
{
    /// <summary>It learns the weight itself.</summary>
    Plain,

    /// <summary>
    /// Length and direction of each output's weights: w = g · v / ‖v‖. Salimans and Kingma 2016; PyTorch's <c>weight_norm</c>.
    /// </summary>
    LengthAndDirection,

    /// <summary>The weight divided by its largest singular value. Miyato et al. 2018; PyTorch's <c>spectral_norm</c>.</summary>
    Spectral,
}

/// <summary>The weight of a layer, perhaps normalized.</summary>
/// <param name="context">The layer.</param>
/// <param name="name">Its name, with which the names of its parameters begin.</param>
/// <param name="standardShape">Its shape in files.</param>
/// <param name="order">Axis i in memory is axis <c>order[i]</c> of the standard shape.</param>
/// <param name="init">Its initialization.</param>
internal sealed class NormalizedWeight(LayerContext context, string name, int[] standardShape, int[] order, ParameterInit init)
{
    // As in torch.nn.functional.normalize.
    private const double SmallestNorm = 1e-12;

    /// <summary>The standard axis of the outputs, which are the rows of the matrix whose largest singular value is computed.</summary>
    public int Rows { get; init; }

    /// <summary>All names that its parameters and buffers can have.</summary>
    public static IReadOnlyList<string> Names(string name) => [name, .. new[] { "_g", "_v", "_orig", "_u" }.Select(part => name + part)];

    /// <summary>The form that a layer's options ask for.</summary>
    public static WeightForm FormOf(WeightedLayerAttribute layer) =>
        layer.WeightNorm ? WeightForm.LengthAndDirection : layer.SpectralNorm ? WeightForm.Spectral : WeightForm.Plain;

    /// <summary>The rules for a weight's options. Only one form is possible.</summary>
    public static IEnumerable<ArgumentProblem?> Validate(WeightedLayerAttribute layer) =>
    [
        Require.Defined("Init", layer.Init),
        Require.Positive("InitScale", (float)layer.InitScale, 0.01f),
        layer is { WeightNorm: true, SpectralNorm: true }
            ? Require.OutOfRange("SpectralNorm", "true", "false where WeightNorm is true: only one of them can make the weight").Or("false")
            : null,
    ];

    /// <summary>The weight in memory order; null, reported, if the model would become too large.</summary>
    public Value? Make(WeightForm form) => form switch
    {
        WeightForm.LengthAndDirection => LengthAndDirection(),
        WeightForm.Spectral => Spectral(),
        _ => context.Parameter(name, standardShape, order, init),
    };

    private Value? LengthAndDirection()
    {
        int[] lengths = [standardShape[0], .. standardShape.Skip(1).Select(_ => 1)];
        if (context.Parameter(name + "_v", standardShape, order, init) is not { } direction) return null;
        if (context.Parameter(name + "_g", lengths, order, ParameterInit.LengthsOfPrevious) is not { } length) return null;
        return direction * (length / Length(direction, Others(0)));
    }

    private Value? Spectral()
    {
        var (rows, columns) = (InMemory(Rows), Others(Rows));
        if (context.Parameter(name + "_orig", standardShape, order, init) is not { } weight)
            return null;
        if (context.Buffer(name + "_u", [standardShape[Rows]], ParameterInit.UnitNormal) is not { } left)
            return null;
        if (context.Buffer(name + "_v", [ColumnSizes.Aggregate(1, (a, b) => a * b)], ParameterInit.UnitNormal) is not { } right)
            return null;
        var (u, v) = (BesideRows(left), BesideColumns(right));
        if (context.UpdatesBuffers)
        {
            var matrix = weight.Detach();
            v = Unit((matrix * u).Sum(rows), columns);
            u = Unit((matrix * v).Sum(columns), [rows]);
            context.SetBuffer(name + "_u", u.Reshape(left.Shape));
            context.SetBuffer(name + "_v", FromColumns(v).Reshape(right.Shape));
            (u, v) = (u.Detach(), v.Detach());
        }

        var largest = ((weight * v).Sum(columns) * u).Sum(rows);
        return weight / largest;
    }

    private static Value Length(Value vector, int[] axes) => (vector * vector).Sum(axes).Sqrt();

    private static Value Unit(Value vector, int[] axes) => vector / Length(vector, axes).Max(vector.Builder.Constant(SmallestNorm));

    /// <summary>A number for each row, in the axis order that the weight has in memory.</summary>
    private Value BesideRows(Value vector) =>
        vector.Reshape(Shape.Of(order.Select(axis => axis == Rows ? standardShape[axis] : 1).ToArray()));

    /// <summary>A number for each column, in the axis order that the weight has in memory.</summary>
    private Value BesideColumns(Value vector) =>
        vector.Reshape(Shape.Of(standardShape.Select((size, axis) => axis == Rows ? 1 : size).ToArray())).Permute(order);

    private Value FromColumns(Value value) => value.Permute(Enumerable.Range(0, order.Length).Select(InMemory).ToArray());

    private IEnumerable<int> ColumnSizes => standardShape.Where((_, axis) => axis != Rows);

    /// <summary>Where a standard axis lies in memory.</summary>
    private int InMemory(int axis) => Array.IndexOf(order, axis);

    /// <summary>The axes in memory but one standard axis.</summary>
    private int[] Others(int axis) => Enumerable.Range(0, order.Length).Where(other => order[other] != axis).ToArray();
}
