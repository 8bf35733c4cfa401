using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>Values of one vector for each step: [N, time, features].</summary>
internal static class Sequence
{
    public const int TimeAxis = 1, FeatureAxis = 2;

    /// <summary>Whether the value that arrives is one; reported if not.</summary>
    public static bool Is(LayerContext context)
    {
        var shape = context.Current.Shape;
        if (shape.Rank == 3) return true;
        var advice = shape.Rank == 2
            ? "Give it a time axis with [Reshape(time, features)], or begin with [Input(time, features)]."
            : "Give it two axes with [Reshape(time, features)].";
        context.Fail(DiagnosticCatalogue.NotASequence, null, context.CurrentShape, context.CurrentOrigin, advice);
        return false;
    }

    /// <summary>The steps that count, and a number for all others.</summary>
    /// <param name="x">The sequence.</param>
    /// <param name="lengths">The steps of each sample that count, [N, 1].</param>
    /// <param name="otherwise">The number.</param>
    public static Value Within(Value x, Value lengths, double otherwise) =>
        x.Builder.Position(x.Shape, TimeAxis).IfLess(lengths.Reshape(Shape.Batched([1, 1])), x, x.Builder.Constant(otherwise));
}
