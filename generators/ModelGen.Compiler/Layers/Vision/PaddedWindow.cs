using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary>How a layer's window slides along one axis of the value that arrives.</summary>
/// <param name="Window">The window, in the padded value.</param>
/// <param name="Before">How many elements of padding come first.</param>
/// <param name="After">How many come last.</param>
/// <param name="Positions">How many elements the result has.</param>
internal sealed record Sliding(Window Window, int Before, int After, int Positions)
{
    /// <summary>The names of the spatial axes, for messages: of sequences and of images.</summary>
    public static string[] AxisNames(int axes) => axes == 1 ? ["length"] : ["height", "width"];

    /// <summary>A value with its padding.</summary>
    public static Value Padded(Value value, IReadOnlyList<Sliding> axes, double number = 0) =>
        axes.Aggregate(value, (x, axis) => x.Pad(axis.Window.Axis, axis.Before, axis.After, number));

    /// <summary>The shape of a sample with other channels, and as large as the windows have positions.</summary>
    public static int[] Result(int channels, IReadOnlyList<Sliding> axes) => [channels, .. axes.Select(axis => axis.Positions)];
}

/// <summary>The arguments that say how a window slides, and what they make of the value that arrives.</summary>
/// <param name="Kernel">Its size.</param>
/// <param name="Stride">Its steps.</param>
/// <param name="Dilation">How far apart the elements are that it reads.</param>
/// <param name="Padding">The padding on each side, or <see cref="ModelGen.Padding.Same"/>.</param>
/// <param name="CeilMode">Whether a last window may reach over the edge.</param>
internal sealed record SlidingArguments(PerAxis Kernel, PerAxis Stride, PerAxis Dilation, PerAxis Padding, bool CeilMode = false)
{
    /// <summary>The windows along all spatial axes, which are the last ones; null, reported, if one does not fit.</summary>
    public Sliding[]? Over(LayerContext context)
    {
        var shape = context.Current.Shape;
        var axes = new List<Sliding>();
        for (var axis = 0; axis < Kernel.Values.Count; axis++)
        {
            if (Along(context, axis, shape[axis + 2]) is not { } sliding) return null;
            axes.Add(sliding);
        }

        var padded = Limits.Product([shape[1], .. axes.Select(a => shape[a.Window.Axis] + a.Before + a.After)]);
        return context.Fits(padded, "with padding") ? axes.ToArray() : null;
    }

    /// <summary>
    /// The last places along an axis that no window reads though they are of the value itself; none behind steps that leave gaps.
    /// </summary>
    public int Unread(int axis, int length, int padding)
    {
        var extent = Extent(axis);
        if (CeilMode || Padding[axis] == ModelGen.Padding.Same || Stride[axis] > extent) return 0;
        return (int)Math.Max(0, ((length + (2L * padding) - extent) % Stride[axis]) - padding);
    }

    /// <summary>The most padding along an axis that is of any use.</summary>
    public int LargestPadding(int axis) => (int)Math.Min(int.MaxValue - 1, PadsFreely ? Extent(axis) - 1 : Kernel[axis] / 2);

    private long Extent(int axis) => ((long)Dilation[axis] * (Kernel[axis] - 1)) + 1;

    private Sliding? Along(LayerContext context, int axis, int length)
    {
        var (extent, stride) = (Extent(axis), Stride[axis]);
        var same = Padding[axis] == ModelGen.Padding.Same;
        var around = same ? Math.Max(0, (((length - 1L) / stride) * stride) + extent - length) : 2L * Padding[axis];
        var before = around / 2;
        var room = length + around - extent;
        if (CeilMode ? room <= -stride : room < 0)
        {
            TooLarge(context, axis, length, extent);
            return null;
        }

        var positions = room < 0 ? 0 : (room / stride) + 1;
        // As PyTorch: a last window that begins beyond the value itself would see nothing of it.
        if (CeilMode && room % stride != 0 && positions * stride < length + before) positions++;
        var after = Math.Max(around - before, ((positions - 1) * stride) + extent - length - before);
        if (!context.Fits(before + length + after, "with padding"))
            return null;
        return new Sliding(
            new Window(axis + 2, Kernel[axis], stride, Kernel[axis] == 1 ? 1 : Dilation[axis]),
            (int)before,
            (int)after,
            (int)positions);
    }

    private void TooLarge(LayerContext context, int axis, int length, long extent)
    {
        var padded = length + (2L * Padding[axis]);
        var largest = ((padded - 1) / Dilation[axis]) + 1;
        var needed = (extent - length + 1) / 2;
        var axes = Kernel.Values.Count;
        // One number for both axes has to fit the shorter one too.
        if (!Kernel.IsArray)
            largest = Enumerable.Range(0, axes).Min(i => ((context.Current.Shape[i + 2] + (2L * Padding[i]) - 1) / Dilation[i]) + 1);
        if (!Padding.IsArray)
            needed = Enumerable.Range(0, axes).Max(i => (Extent(i) - context.Current.Shape[i + 2] + 1) / 2);
        var spread =
            Dilation[axis] > 1 && Kernel[axis] > 1 ? $" ({Limits.Plain(Kernel[axis])} elements, {Limits.Plain(Dilation[axis])} apart)" : "";
        var fixes = context.Change(Kernel.Argument, Limits.Plain((int)largest), Kernel.ElementOf(axis)).ToList();
        if (MayPad(needed, largest))
            fixes.AddRange(
                context
                    .Change(Padding.Argument, Limits.Plain((int)needed), Padding.ElementOf(axis))
                    .Select(fix => Padding.IsArray ? fix : fix with { Title = $"Set {Padding.Argument} = {Limits.Plain((int)needed)}" }));
        context.FailAt(
            DiagnosticCatalogue.WindowTooLarge,
            Kernel.Argument,
            Kernel.ElementOf(axis),
            fixes.ToArray(),
            $"{Sliding.AxisNames(axes)[axis]} {Limits.Text(extent)}{spread}",
            Limits.Text(padded),
            context.CurrentShape,
            context.CurrentOrigin);

        // A pooling's padding is at most half of its window, and there is no use in padding far beyond the value.
        bool MayPad(long padding, long kernel) => PadsFreely && padding < Kernel[axis] && kernel > 0;
    }

    /// <summary>Whether any padding will do, as in convolutions.</summary>
    public bool PadsFreely { get; init; } = true;
}
