using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Reshape]</c>: the same elements in another shape, one axis of which may be -1.</summary>
internal sealed class ReshapeLayer : LayerDefinition<ReshapeAttribute>
{
    private const int Open = -1;

    public override InitRole InitRole => InitRole.Transparent;

    protected override IEnumerable<ArgumentProblem?> Validate(ReshapeAttribute attribute)
    {
        if (attribute.Shape.Length == 0)
            yield return new ArgumentProblem(DiagnosticCatalogue.NothingGiven, "shape", -1, "size", "[Reshape(1, 8, 8)]").Or("-1");
        var open = 0;
        for (var axis = 0; axis < attribute.Shape.Length; axis++)
        {
            var size = attribute.Shape[axis];
            if (size == Open && ++open > 1)
                yield return Require
                    .OutOfRange("shape", "-1 a second time", "at least 1: only one axis can stand for what is left", axis)
                    .Or("1");
            else if (size < 1 && size != Open)
                yield return Require.OutOfRange("shape", Limits.Plain(size), "at least 1, or -1 for what is left", axis)
                    .Or(attribute.Shape.Contains(Open) ? "1" : Limits.Plain(Open));
        }
    }

    protected override Value? Build(ReshapeAttribute attribute, LayerContext context)
    {
        var elements = Limits.ElementsOf(context.Current.Shape);
        var known = Limits.Product(attribute.Shape.Where(size => size != Open));
        var hasOpen = attribute.Shape.Contains(Open);
        if (hasOpen ? elements % known != 0 : elements != known)
        {
            var wanted = string.Join(" × ", attribute.Shape.Select(size => size == Open ? "?" : Limits.Plain(size)));
            var advice = hasOpen ? "Change the sizes that are given." : Advice(attribute.Shape, elements);
            return context.Fail(
                DiagnosticCatalogue.CannotReshape,
                "shape",
                Fitting(attribute.Shape, elements).SelectMany(sizes => context.Change("shape", sizes)).ToArray(),
                context.CurrentShape,
                context.CurrentOrigin,
                Elements(elements),
                hasOpen ? $"{wanted} needs a multiple of {Limits.Text(known)}" : $"{wanted} is {Elements(known)}",
                advice);
        }

        return context.Current.Reshape(Shape.Batched(attribute.Shape.Select(size => size == Open ? (int)(elements / known) : size)));
    }

    /// <summary>Shapes near the written one: with one size changed, or else with several, the last one being the quotient.</summary>
    private static IEnumerable<string> Fitting(int[] shape, long elements)
    {
        var fitting = new List<string>();
        for (var axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] == Open) continue;
            var rest = Limits.Product(shape.Where((size, other) => other != axis && size != Open));
            if (elements % rest != 0) continue;
            var most = (int)(elements / rest);
            var size = shape.Contains(Open) ? Divisors.Of(most).Last(candidate => candidate <= shape[axis]) : most;
            fitting.Add(string.Join(", ", shape.Select((written, other) => Limits.Plain(other == axis ? size : written))));
        }

        return fitting.Count == 0 ? [Divided(shape, (int)elements)] : fitting.Distinct().Take(2);
    }

    private static string Divided(int[] shape, int elements)
    {
        var sizes = new List<int>();
        foreach (var written in shape.Take(shape.Length - 1))
        {
            sizes.Add(written == Open ? 1 : Divisors.Of(elements).OrderBy(size => Math.Abs((long)size - written)).First());
            elements /= sizes[sizes.Count - 1];
        }

        return string.Join(", ", sizes.Append(elements).Select(Limits.Plain));
    }

    /// <summary>A shape near the one written: its first size changed, if that works.</summary>
    private static string Advice(int[] shape, long elements)
    {
        var rest = Limits.Product(shape.Skip(1));
        if (elements % rest != 0) return $"[Reshape({Limits.Plain((int)elements)})] would keep all of them.";
        var fitting = new[] { (int)(elements / rest) }.Concat(shape.Skip(1)).Select(Limits.Plain);
        return $"Write -1 for the first size to have it computed, which gives [Reshape({string.Join(", ", fitting)})].";
    }

    private static string Elements(long count) => count == 1 ? "1 element" : Limits.Text(count) + " elements";
}
