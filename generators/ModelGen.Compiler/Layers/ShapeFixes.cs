using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>Fixes: layers that give a value the shape it needs.</summary>
internal static class ShapeFixes
{
    /// <summary>The sizes of a sample as the arguments of an attribute: <c>16, 5, 5</c>.</summary>
    public static string Sizes(Shape shape) => string.Join(", ", shape.Sample.Select(Limits.Plain));

    /// <summary>Whether a dense layer can change the first shape to the second.</summary>
    public static bool OnlyLastDiffers(Shape a, Shape b) =>
        a.Rank == b.Rank && a.Dimensions.Take(a.Rank - 1).SequenceEqual(b.Dimensions.Take(b.Rank - 1));

    /// <summary>Layers that change the first shape to the second; null if there is no obvious choice.</summary>
    public static string[]? Between(Shape from, Shape to)
    {
        if (OnlyLastDiffers(from, to)) return [Dense(Last(to))];
        if (Limits.ElementsOf(from) == Limits.ElementsOf(to)) return [Reshape(to)];
        return to.Rank == 2 ? ["Flatten", Dense(Last(to))] : null;
    }

    /// <summary>Layers after which a value can be concatenated with one of the other shape; null if there is no obvious choice.</summary>
    public static string[]? ToJoin(Shape value, Shape other)
    {
        if (AreImages(value, other)) return Resized(value, other) is { } layer ? [layer] : null;
        if (value.Rank > 2 && OnlyLastDiffers(value, other with { Dimensions = WithFirst(other, value[1]) })) return [Dense(Last(other))];
        var channel = Limits.Product(other.Sample.Skip(1));
        var elements = Limits.ElementsOf(value);
        return elements % channel == 0 ? [Reshape(new Shape(WithFirst(other, (int)(elements / channel))))] : null;
    }

    /// <summary>For messages: what can make two shapes equal apart from their channels.</summary>
    public static string Joining(Shape a, Shape b) =>
        AreImages(a, b)
            ? "padding or a stride in the layers, or a [ZeroPad2D], [Crop2D] or [Upsample2D]"
            : "a [Dense], [Flatten] or [Reshape]";

    /// <summary>The attribute that gives a value of equally many elements the shape.</summary>
    public static string Reshape(Shape shape) => shape.Rank == 2 ? "Flatten" : $"Reshape({Sizes(shape)})";

    /// <summary>A fix that puts layers in front of an attribute, if there are any to put.</summary>
    public static Fix[] Before(SpecLocation location, string[]? layers) => layers is null ? [] : [Fix.InsertBefore(location, layers)];

    private static bool AreImages(Shape a, Shape b) => a.Rank == 4 && b.Rank == 4;

    /// <summary>
    /// Gives an image the height and width of another one: by an integer factor, padding or cropping; null if it would take several of
    /// them.
    /// </summary>
    private static string? Resized(Shape image, Shape other)
    {
        var (height, width) = (other[2] - image[2], other[3] - image[3]);
        if (other[2] % image[2] == 0 && other[3] % image[3] == 0 && height > 0 && width > 0)
        {
            var (down, across) = (other[2] / image[2], other[3] / image[3]);
            return down == across ? $"Upsample2D({Limits.Plain(down)})" : $"Upsample2D([{Limits.Plain(down)}, {Limits.Plain(across)}])";
        }

        if (height >= 0 && width >= 0) return $"ZeroPad2D({Around(height, width)})";
        return height <= 0 && width <= 0 ? $"Crop2D({Around(-height, -width)})" : null;

        static string Around(int height, int width)
        {
            if (height == width && height % 2 == 0)
                return Limits.Plain(height / 2);
            var sides = new[]
            {
                ("Top", height / 2),
                ("Bottom", height - (height / 2)),
                ("Left", width / 2),
                ("Right", width - (width / 2)),
            };
            return string.Join(", ", sides.Where(side => side.Item2 > 0).Select(side => $"{side.Item1} = {Limits.Plain(side.Item2)}"));
        }
    }

    private static string Dense(int units) => $"Dense({Limits.Plain(units)})";

    private static int Last(Shape shape) => shape[shape.Rank - 1];

    private static Spec.EquatableArray<int> WithFirst(Shape shape, int first) =>
        new([shape[0], first, .. shape.Dimensions.Skip(2)]);
}
