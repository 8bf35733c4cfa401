using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>How a layer makes its weight of what it learns.</summary>
internal enum WeightForm
{
    /// <summary>It learns the weight itself.</summary>
    Plain,

    /// <summary>Length and direction of each output's weights: w = g · v / ‖v‖. Salimans and Kingma 2016; PyTorch's <c>weight_norm</c>.</summary>
    LengthAndDirection,

    /// <summary>The weight divided by its largest singular value. Miyato et al. 2018; PyTorch's <c>spectral_norm</c>.</summary>
    Spectral,
}

/// <summary>The weight of a layer, perhaps normalized. The first of its standard axes runs over outputs.</summary>
internal sealed class NormalizedWeight(LayerContext context, int[] standardShape, int[] order, ParameterInit init)
{
    /// <summary>All names that parameters and buffers can have.</summary>
    public static readonly IReadOnlyList<string> Names = ["weight", "weight_g", "weight_v", "weight_orig", "weight_u"];

    // As in torch.nn.functional.normalize.
    private const double SmallestNorm = 1e-12;

    /// <summary>The axis of outputs in memory, and the others.</summary>
    private int Output => Array.IndexOf(order, 0);

    private int[] Rest => Enumerable.Range(0, order.Length).Where(axis => axis != Output).ToArray();

    /// <summary>The form that two options ask for.</summary>
    public static WeightForm FormOf(bool weightNorm, bool spectralNorm) =>
        weightNorm ? WeightForm.LengthAndDirection : spectralNorm ? WeightForm.Spectral : WeightForm.Plain;

    /// <summary>Only one of the two can shape the weight.</summary>
    public static ArgumentProblem? Validate(bool weightNorm, bool spectralNorm) => weightNorm && spectralNorm
        ? Require.OutOfRange("SpectralNorm", "true", "false where WeightNorm is true: only one of them can make the weight").Or("false")
        : null;

    /// <summary>The weight in memory order; null, reported, if the model would become too large.</summary>
    public Value? Make(WeightForm form) => form switch
    {
        WeightForm.LengthAndDirection => LengthAndDirection(),
        WeightForm.Spectral => Spectral(),
        _ => context.Parameter("weight", standardShape, order, init),
    };

    private Value? LengthAndDirection()
    {
        int[] lengths = [standardShape[0], .. standardShape.Skip(1).Select(_ => 1)];
        if (context.Parameter("weight_v", standardShape, order, init) is not { } direction) return null;
        if (context.Parameter("weight_g", lengths, order, ParameterInit.LengthsOfPrevious) is not { } length) return null;
        return direction * (length / Length(direction, Rest));
    }

    private Value? Spectral()
    {
        int[] outputs = [standardShape[0]], inputs = [standardShape.Skip(1).Aggregate(1, (a, b) => a * b)];
        if (context.Parameter("weight_orig", standardShape, order, init) is not { } weight) return null;
        if (context.Buffer("weight_u", outputs, ParameterInit.UnitNormal) is not { } left) return null;
        if (context.Buffer("weight_v", inputs, ParameterInit.UnitNormal) is not { } right) return null;
        var (u, v) = (OfOutputs(left), OfInputs(right));
        if (context.Mode == Mode.Training)
        {
            var matrix = weight.Detach();
            v = Unit((matrix * u).Sum(Output), Rest);
            u = Unit((matrix * v).Sum(Rest), [Output]);
            context.SetBuffer("weight_u", u.Reshape(left.Shape));
            context.SetBuffer("weight_v", ToInputs(v));
            (u, v) = (u.Detach(), v.Detach());
        }

        var largest = ((weight * v).Sum(Rest) * u).Sum(Output);
        return weight / largest;
    }

    private static Value Length(Value vector, int[] axes) => (vector * vector).Sum(axes).Sqrt();

    private static Value Unit(Value vector, int[] axes) => vector / Length(vector, axes).Max(vector.Builder.Constant(SmallestNorm));

    private Value OfOutputs(Value vector) => vector.Reshape(Shape.Of(order.Select(axis => axis == 0 ? standardShape[0] : 1).ToArray()));

    /// <summary>A vector over all inputs of an output, in standard order, as it lies beside the weight in memory.</summary>
    private Value OfInputs(Value vector) => vector.Reshape(Shape.Of([1, .. standardShape.Skip(1)])).Permute(order);

    private Value ToInputs(Value value) => value.Permute(Enumerable.Range(0, order.Length).Select(axis => Array.IndexOf(order, axis)).ToArray())
        .Reshape(Shape.Of(standardShape.Skip(1).Aggregate(1, (a, b) => a * b)));
}
