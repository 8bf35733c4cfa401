using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>The rules for the inputs of layers of images, sequences and volumes.</summary>
internal static class Image
{
    /// <summary>
    /// Whether it has channels, height and width (or length, for one spatial axis, and depth in front, for three); reported if not.
    /// </summary>
    public static bool Arrives(LayerContext context, int axes = 2)
    {
        var shape = context.Current.Shape;
        if (shape.Rank == axes + 2) return true;
        var needed = axes switch
        {
            1 => "a sequence, [channels, length]",
            2 => "an image, [channels, height, width]",
            _ => "a volume, [channels, depth, height, width]",
        };
        var (advice, fixes) = Mend(context, shape, axes);
        context.Fail(DiagnosticCatalogue.NotAnImage, null, fixes, needed, context.CurrentShape, context.CurrentOrigin, advice);
        return false;
    }

    /// <summary>Fixes: a channel axis if there is none, or height and width for a vector whose length is a square.</summary>
    private static (string Advice, Fix[] Fixes) Mend(LayerContext context, Shape shape, int axes)
    {
        var sample = shape.Sample;
        if (sample.Length == axes) return Insert($"Reshape(1, {ShapeFixes.Sizes(shape)})", "gives it one channel");
        if (sample.Length > axes + 1)
            return ($"It has {Limits.Plain(sample.Length)} axes: [Reshape] or [GlobalAvgPool2D] can give it fewer.", []);

        foreach (var channels in axes == 2 ? new[] { 1, 3 } : [])
        {
            var side = (int)Math.Round(Math.Sqrt(sample[0] / (double)channels));
            if (side > 1 && (long)channels * side * side == sample[0])
                return Insert($"Reshape({channels}, {Limits.Plain(side)}, {Limits.Plain(side)})", "makes an image of it again");
        }

        return ("Place it before [Flatten] and [Dense], or give the value a shape with [Reshape].", []);

        (string, Fix[]) Insert(string layer, string effect) =>
            ($"A [{layer}] before it {effect}.", [Fix.InsertBefore(context.Location, layer)]);
    }
}
