using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Concat]</c>: the current value and named ones concatenated along the first axis of a sample.</summary>
internal sealed class ConcatWiring : LayerDefinition<ConcatAttribute>
{
    // The activation behind it applies to each part.
    public override InitRole InitRole => InitRole.Transparent;

    /// <summary>Whether two shapes agree in all axes but the first of a sample.</summary>
    public static bool Joins(Shape a, Shape b) => a.Rank == b.Rank && a.Dimensions.Skip(2).SequenceEqual(b.Dimensions.Skip(2));

    protected override IEnumerable<ArgumentProblem?> Validate(ConcatAttribute attribute) =>
        NamedOperands.Validate(attribute.Names, "Concat", "skip");

    protected override IEnumerable<ValueReference> Reads(ConcatAttribute attribute) => NamedOperands.References(attribute.Names);

    protected override Value? Build(ConcatAttribute attribute, LayerContext context)
    {
        var parts = new List<Value> { context.Current };
        for (var i = 0; i < attribute.Names.Length; i++)
        {
            var name = attribute.Names[i];
            if (context.Find(name, "names", i) is not { } other) return null;
            if (!Joins(context.Current.Shape, other.Value.Shape))
            {
                return context.FailAt(
                    DiagnosticCatalogue.CannotConcat,
                    "names",
                    i,
                    ShapeFixes.Before(context.Location, ShapeFixes.ToJoin(context.Current.Shape, other.Value.Shape)),
                    context.CurrentShape,
                    context.CurrentOrigin,
                    name,
                    other.Value.Shape.Display,
                    other.Origin,
                    ShapeFixes.Joining(context.Current.Shape, other.Value.Shape));
            }

            parts.Add(other.Value);
        }

        var elements = parts.Sum(part => Limits.ElementsOf(part.Shape));
        return context.Fits(elements, $"{parts.Count} values joined") ? context.Builder.Concat(1, parts.ToArray()) : null;
    }
}
