using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[AdaptiveAvgPool2D]</c>: means over a fixed number of bins. Bins of one size are windows; of others, slices.</summary>
internal sealed class AdaptiveAvgPool2DLayer : LayerDefinition<AdaptiveAvgPool2DAttribute>
{
    public override bool IsForImages => true;

    protected override IEnumerable<ArgumentProblem?> Validate(AdaptiveAvgPool2DAttribute attribute) =>
        attribute.Size.Length is 1 or 2 ? PerAxis.Of("size", attribute.Size).AtLeast(1) : [PerAxis.OneOrTwo("size", attribute.Size)];

    protected override Value? Build(AdaptiveAvgPool2DAttribute attribute, LayerContext context)
    {
        if (!Image.Arrives(context)) return null;
        var size = PerAxis.Of("size", attribute.Size);
        if (!context.Fits(Limits.Product([context.Current.Shape[1], .. size.Values]), string.Join(" × ", size.Values))) return null;
        var x = context.Current;
        var even = Enumerable.Range(0, 2).Where(axis => x.Shape[axis + 2] % size[axis] == 0).ToArray();
        var windows = even.Select(axis => new Window(axis + 2, x.Shape[axis + 2] / size[axis], x.Shape[axis + 2] / size[axis])).Where(w => w.Size > 1).ToArray();
        if (windows.Length > 0) x = x.Reduce(ReduceKind.Sum, windows) * (1.0 / windows.Aggregate(1, (n, w) => n * w.Size));
        foreach (var axis in Enumerable.Range(0, 2).Except(even)) x = Uneven(x, axis + 2, size[axis]);
        return x;
    }

    /// <summary>PyTorch's bins: from ⌊i · length / count⌋ to before ⌈(i + 1) · length / count⌉.</summary>
    private static Value Uneven(Value x, int axis, int count)
    {
        long length = x.Shape[axis];
        return x.Builder.Concat(axis, Enumerable.Range(0, count).Select(i =>
        {
            var (start, end) = ((int)(i * length / count), (int)((((i + 1) * length) + count - 1) / count));
            return x.Slice(axis, start, end - start).Mean(axis);
        }).ToArray());
    }
}
