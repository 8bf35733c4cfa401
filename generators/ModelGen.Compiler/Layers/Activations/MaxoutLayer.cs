using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Maxout]</c>: the maximum of each group of consecutive features.</summary>
internal sealed class MaxoutLayer : LayerDefinition<MaxoutAttribute>
{
    /// <summary>Up to this many pieces are compared one by one, with the features in the lanes. More of them are a window.</summary>
    private const int FewPieces = 16;

    protected override IEnumerable<ArgumentProblem?> Validate(MaxoutAttribute attribute) =>
        [Require.AtLeast("pieces", attribute.Pieces, 2)];

    protected override Value? Build(MaxoutAttribute attribute, LayerContext context)
    {
        var (x, pieces) = (context.Current, attribute.Pieces);
        var leading = x.Shape.Sample.Take(x.Shape.Rank - 2).ToArray();
        var features = x.Shape[x.LastAxis];
        if (features % pieces != 0)
        {
            return context.Fail(
                DiagnosticCatalogue.CannotGroup,
                "pieces",
                Fitting(features, pieces).SelectMany(size => context.Change("pieces", Limits.Plain(size))).ToArray(),
                context.CurrentShape,
                context.CurrentOrigin,
                features == 1 ? "1 feature" : Limits.Plain(features) + " features",
                Limits.Plain(pieces),
                Advice(features, pieces));
        }

        var grouped = x.Reshape(Shape.Batched(leading.Concat([features / pieces, pieces])));
        if (pieces > FewPieces)
            return grouped
                .Reduce(ReduceKind.Max, new Window(grouped.LastAxis, pieces, pieces))
                .Reshape(Shape.Batched(leading.Append(features / pieces)));
        var largest = Enumerable.Range(0, pieces).Select(piece => grouped.Slice(grouped.LastAxis, piece, 1)).Aggregate(Larger);
        return largest.Reshape(Shape.Batched(leading.Append(features / pieces)));
    }

    /// <summary>The sizes of groups that are possible, the nearest first.</summary>
    private static IEnumerable<int> Fitting(int features, int pieces) =>
        Divisors.Of(features).Where(size => size > 1).OrderBy(size => Math.Abs((long)size - pieces)).Take(2);

    private static string Advice(int features, int pieces)
    {
        if (features == 1) return "Give the layer before it more features.";
        var divisor = Divisors.Of(features).First(candidate => candidate > 1);
        var near =
            pieces <= features
                ? $", or give the layer before it {features / pieces * pieces} or {((features / pieces) + 1) * (long)pieces} features"
                : "";
        return $"Choose a size that divides {features}, such as {divisor}{near}.";
    }

    /// <summary>The larger of two; of equal numbers the first, so that only one gets the gradient; NaN if either is.</summary>
    private static Value Larger(Value a, Value b) => a.IfLess(b, b, b.IfEqual(b, a, b));
}
