using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Permute]</c>: the axes of each sample in another order.</summary>
internal sealed class PermuteLayer : LayerDefinition<PermuteAttribute>
{
    public override InitRole InitRole => InitRole.Transparent;

    protected override IEnumerable<ArgumentProblem?> Validate(PermuteAttribute attribute)
    {
        var order = attribute.Order;
        if (order.Length == 0)
            return [new ArgumentProblem(DiagnosticCatalogue.NothingGiven, "order", -1, "axis", "[Permute(1, 0)]").Or("1, 0")];
        var wrong = Array.FindIndex(order, axis => axis < 0 || axis >= order.Length || Array.IndexOf(order, axis) != Array.LastIndexOf(order, axis));
        if (wrong < 0) return [];
        if (order[wrong] >= 0 && order[wrong] < order.Length) wrong = Array.LastIndexOf(order, order[wrong]);
        var given = order.Take(wrong).Contains(order[wrong]) ? $"{Limits.Plain(order[wrong])} a second time" : Limits.Plain(order[wrong]);
        var needed = order.Length == 1 ? "0, the only axis" : $"each of 0 to {Limits.Plain(order.Length - 1)} once, counted without the batch";
        // Who counts from 1, as with the batch in front, meant one less.
        var fromOne = order.OrderBy(axis => axis).SequenceEqual(Enumerable.Range(1, order.Length));
        var problem = Require.OutOfRange("order", given, needed, fromOne ? -1 : wrong);
        return
        [
            fromOne ? problem.Or(string.Join(", ", order.Select(axis => Limits.Plain(axis - 1))))
                : problem.Or(Limits.Plain(Enumerable.Range(0, order.Length).First(axis => !order.Where((_, i) => i != wrong).Contains(axis)))),
        ];
    }

    protected override Value? Build(PermuteAttribute attribute, LayerContext context)
    {
        var (order, shape) = (attribute.Order, context.Current.Shape);
        var axes = shape.Rank - 1;
        if (order.Length == axes) return context.Current.Permute([0, .. order.Select(axis => axis + 1)]);
        // The rest of the order, with axes that are not there left out and missing ones behind.
        var fitting = string.Join(", ", order.Where(axis => axis < axes).Concat(Enumerable.Range(0, axes).Except(order)).Select(Limits.Plain));
        return context.Fail(
            DiagnosticCatalogue.WrongAxes, "order", context.Change("order", fitting), Count(order.Length), Limits.Plain(axes), context.CurrentShape, context.CurrentOrigin, fitting);

        static string Count(int count) => count == 1 ? "1 axis" : $"{Limits.Plain(count)} axes";
    }
}
