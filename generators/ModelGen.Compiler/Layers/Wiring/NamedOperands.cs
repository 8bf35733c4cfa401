using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>What <c>[Add]</c>, <c>[Multiply]</c> and <c>[Concat]</c> have in common: names of other values.</summary>
internal static class NamedOperands
{
    public static IEnumerable<ArgumentProblem?> Validate(string[] names, string kind, string example) =>
        names.Length == 0
            ?
            [
                new ArgumentProblem(DiagnosticCatalogue.NothingGiven, "names", -1, "name", $"[{kind}(\"{example}\")]")
                {
                    LacksValueName = true,
                }.Or(argument => Fix.Remove(argument.At(null), kind)),
            ]
            : [];

    public static IEnumerable<ValueReference> References(string[] names) => names.Select((name, i) => new ValueReference("names", i, name));

    /// <summary>Combines values of the current one's shape; axes of size one are broadcast.</summary>
    public static Value? Combine(string[] names, LayerContext context, Func<Value, Value, Value> combine) =>
        Combine("names", names, context, combine);

    /// <summary>Combines values of the current one's shape; axes of size one are broadcast.</summary>
    /// <param name="argument">The argument that names them: <c>names</c>, or one that is a single name.</param>
    /// <param name="names">Their names.</param>
    /// <param name="context">The layer.</param>
    /// <param name="combine">What is made of the result so far and the next value.</param>
    public static Value? Combine(string argument, string[] names, LayerContext context, Func<Value, Value, Value> combine)
    {
        var result = context.Current;
        for (var i = 0; i < names.Length; i++)
        {
            var (name, element) = (names[i], argument == "names" ? i : -1);
            if (context.Find(name, argument, element) is not { } other) return null;
            var (shape, needed) = (other.Value.Shape, context.Current.Shape);
            if (shape.Rank != needed.Rank || Shape.Broadcast(shape, needed) != needed)
            {
                return context.FailAt(
                    DiagnosticCatalogue.ShapesDiffer,
                    argument,
                    element,
                    ShapeFixes.Before(context.Location, ShapeFixes.Between(needed, shape)),
                    context.CurrentShape,
                    context.CurrentOrigin,
                    name,
                    shape.Display,
                    other.Origin,
                    Advice(needed, shape, name));
            }

            result = combine(result, other.Value);
        }

        return result;
    }

    private static string Advice(Shape current, Shape other, string name)
    {
        if (current.Rank != other.Rank) return "Add [Flatten] or [Reshape] to one of them.";
        return ShapeFixes.OnlyLastDiffers(current, other)
            ? $"A [Dense({other[other.Rank - 1]})] before it would give the current value the shape of '{name}'."
            : "Change the layers before one of them.";
    }
}
