using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[AdaptiveAvgPool2D]</c>: means over a fixed number of bins. Bins of equal size are windows, others slices.</summary>
internal sealed class AdaptiveAvgPool2DLayer : LayerDefinition<AdaptiveAvgPool2DAttribute>
{
    public override bool IsForImages => true;

    protected override IEnumerable<ArgumentProblem?> Validate(AdaptiveAvgPool2DAttribute attribute) =>
        attribute.Size.Length is 1 or 2 ? PerAxis.Of("size", attribute.Size).AtLeast(1) : [PerAxis.OneOrAll("size", attribute.Size)];

    protected override Value? Build(AdaptiveAvgPool2DAttribute attribute, LayerContext context)
    {
        if (!Image.Arrives(context)) return null;
        var size = PerAxis.Of("size", attribute.Size);
        if (!context.Fits(Limits.Product([context.Current.Shape[1], .. size.Values]), string.Join(" × ", size.Values))) return null;
        var x = context.Current;
        var even = Enumerable.Range(0, 2).Where(axis => x.Shape[axis + 2] % size[axis] == 0).ToArray();
        var windows = even.Select(axis => new Window(axis + 2, x.Shape[axis + 2] / size[axis], x.Shape[axis + 2] / size[axis]))
            .Where(w => w.Size > 1)
            .ToArray();
        if (windows.Length > 0)
            x = x.Reduce(ReduceKind.Sum, windows) * (1.0 / windows.Aggregate(1, (n, w) => n * w.Size));
        foreach (var axis in Enumerable.Range(0, 2).Except(even))
        {
            var (bins, places) = Pattern(x.Shape[axis + 2], size[axis]);
            var name = PaddedWindow.AxisNames(2)[axis];
            var advice = $"Choose a size that divides the {name}, or has a large divisor in common with it.";
            if (
                places > 1
                && !context.FitsPieces(
                    bins,
                    $"bins of different places along the {name} of {Limits.Plain(x.Shape[axis + 2])}",
                    "size",
                    advice))
                return null;
            x = Uneven(x, axis + 2, size[axis]);
        }

        return x;
    }

    /// <summary>
    /// PyTorch's bins: from ⌊i · length / count⌋ to before ⌈(i + 1) · length / count⌉. The pattern repeats: its period has both numbers
    /// divided by their greatest common divisor.
    /// </summary>
    private static Value Uneven(Value x, int axis, int count)
    {
        var (bins, places) = Pattern(x.Shape[axis], count);
        if (places == 1)
        {
            var repeated = new Window(axis, bins, bins);
            return x.Spread(Windows.With(x.Shape, [repeated], _ => count), repeated);
        }

        var parts = Parted(x, axis, places);
        var means = x.Builder.Concat(axis + 1, Enumerable.Range(0, bins).Select(i =>
        {
            var (start, end) = ((int)((long)i * places / bins), (int)((((i + 1L) * places) + bins - 1) / bins));
            return parts.Slice(axis + 1, start, end - start).Mean(axis + 1);
        }).ToArray());
        return means.Reshape(Shape.Of(x.Shape.Dimensions.Select((size, i) => i == axis ? count : size).ToArray()));
    }

    /// <summary>One axis as two: periods, and positions within a period.</summary>
    private static Value Parted(Value x, int axis, int places) => x.Reshape(Shape.Of(
        x.Shape.Dimensions.SelectMany((size, i) => i == axis ? new[] { size / places, places } : [size]).ToArray()));

    /// <summary>The number of bins in a period, and its length.</summary>
    private static (int Bins, int Places) Pattern(int length, int count)
    {
        var (divisor, rest) = (length, count);
        while (rest != 0) (divisor, rest) = (rest, divisor % rest);
        return (count / divisor, length / divisor);
    }
}
