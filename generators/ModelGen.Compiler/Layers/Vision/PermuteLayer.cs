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
        var needed =
            order.Length == 1 ? "0, the only axis" : $"each of 0 to {Limits.Plain(order.Length - 1)} once, counted without the batch";
        var places = Enumerable.Range(0, order.Length).ToArray();
        // If axes are counted from 1, with the batch as 0, each is one too large.
        if (order.OrderBy(axis => axis).SequenceEqual(places.Select(place => place + 1)))
            return
            [
                Require
                    .OutOfRange("order", Limits.Plain(order.Length), needed)
                    .Or(string.Join(", ", order.Select(axis => Limits.Plain(axis - 1)))),
            ];

        // There are as many wrong elements as missing axes.
        var missing = new Queue<int>(places.Except(order));
        return places.Where(place => !IsAxis(place) || IsRepeated(place)).Select(place =>
        {
            var given = Limits.Plain(order[place]) + (IsAxis(place) ? " a second time" : "");
            return Require.OutOfRange("order", given, needed, place).Or(Limits.Plain(missing.Dequeue()));
        });

        bool IsAxis(int place) => order[place] >= 0 && order[place] < order.Length;

        bool IsRepeated(int place) => Array.IndexOf(order, order[place]) < place;
    }

    protected override Value? Build(PermuteAttribute attribute, LayerContext context)
    {
        var (order, shape) = (attribute.Order, context.Current.Shape);
        var axes = shape.Rank - 1;
        if (order.Length == axes) return context.Current.Permute([0, .. order.Select(axis => axis + 1)]);
        // The order without invalid axes, with the missing ones appended.
        var fitting = string.Join(
            ", ",
            order.Where(axis => axis < axes).Concat(Enumerable.Range(0, axes).Except(order)).Select(Limits.Plain));
        return context.Fail(
            DiagnosticCatalogue.WrongAxes,
            "order",
            context.Change("order", fitting),
            Count(order.Length),
            Limits.Plain(axes),
            context.CurrentShape,
            context.CurrentOrigin,
            fitting);

        static string Count(int count) => count == 1 ? "1 axis" : $"{Limits.Plain(count)} axes";
    }
}
