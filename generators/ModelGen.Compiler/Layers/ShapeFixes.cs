using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>Layers that give a value the shape that is needed of it.</summary>
internal static class ShapeFixes
{
    /// <summary>The sizes of a sample as the arguments of an attribute: <c>16, 5, 5</c>.</summary>
    public static string Sizes(Shape shape) => string.Join(", ", shape.Sample.Select(Limits.Plain));

    /// <summary>Whether a dense layer could give the first shape the other's.</summary>
    public static bool OnlyLastDiffers(Shape a, Shape b) =>
        a.Rank == b.Rank && a.Dimensions.Take(a.Rank - 1).SequenceEqual(b.Dimensions.Take(b.Rank - 1));

    /// <summary>Layers that give one shape the other; null if none suggest themselves.</summary>
    public static string[]? Between(Shape from, Shape to)
    {
        if (OnlyLastDiffers(from, to)) return [Dense(Last(to))];
        if (Limits.ElementsOf(from) == Limits.ElementsOf(to)) return [Reshape(to)];
        return to.Rank == 2 ? ["Flatten", Dense(Last(to))] : null;
    }

    /// <summary>Layers after which the value can be joined with one of the other shape, channels apart; null if none suggest themselves.</summary>
    public static string[]? ToJoin(Shape value, Shape other)
    {
        if (value.Rank > 2 && OnlyLastDiffers(value, other with { Dimensions = WithFirst(other, value[1]) })) return [Dense(Last(other))];
        var channel = Limits.Product(other.Sample.Skip(1));
        var elements = Limits.ElementsOf(value);
        return elements % channel == 0 ? [Reshape(new Shape(WithFirst(other, (int)(elements / channel))))] : null;
    }

    /// <summary>The attribute that gives a value of equally many elements the shape.</summary>
    public static string Reshape(Shape shape) => shape.Rank == 2 ? "Flatten" : $"Reshape({Sizes(shape)})";

    /// <summary>A fix that puts layers in front of an attribute, if there are any to put.</summary>
    public static Fix[] Before(SpecLocation location, string[]? layers) => layers is null ? [] : [Fix.InsertBefore(location, layers)];

    private static string Dense(int units) => $"Dense({Limits.Plain(units)})";

    private static int Last(Shape shape) => shape[shape.Rank - 1];

    private static Spec.EquatableArray<int> WithFirst(Shape shape, int first) =>
        new([shape[0], first, .. shape.Dimensions.Skip(2)]);
}
