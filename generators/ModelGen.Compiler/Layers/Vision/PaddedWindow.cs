using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary>The window of a layer along one axis of its input, with padding.</summary>
/// <param name="Window">The window, in the padded value.</param>
/// <param name="Before">The elements of padding before.</param>
/// <param name="After">The elements of padding behind.</param>
/// <param name="Positions">The elements of the result.</param>
internal sealed record PaddedWindow(Window Window, int Before, int After, int Positions)
{
    /// <summary>The names of the spatial axes, for messages: of sequences, of images and of volumes.</summary>
    public static string[] AxisNames(int axes) => axes switch
    {
        1 => ["length"],
        2 => ["height", "width"],
        _ => ["depth", "height", "width"],
    };

    /// <summary>A value with its padding.</summary>
    public static Value Padded(Value value, IReadOnlyList<PaddedWindow> axes, double number = 0) =>
        axes.Aggregate(value, (x, axis) => x.Pad(axis.Window.Axis, axis.Before, axis.After, number));

    /// <summary>The shape of the result of a sample: channels, and the positions of the windows.</summary>
    public static int[] Result(int channels, IReadOnlyList<PaddedWindow> axes) => [channels, .. axes.Select(axis => axis.Positions)];
}

/// <summary>The arguments of a layer with windows.</summary>
/// <param name="Kernel">Its size.</param>
/// <param name="Stride">The stride.</param>
/// <param name="Dilation">The distance of its taps.</param>
/// <param name="Padding">The padding on each side, or <see cref="ModelGen.Padding.Same"/>.</param>
/// <param name="CeilMode">Whether a last window may be partly outside.</param>
internal sealed record WindowArguments(PerAxis Kernel, PerAxis Stride, PerAxis Dilation, PerAxis Padding, bool CeilMode = false)
{
    /// <summary>Whether all padding stands before, so that a window ends at its position.</summary>
    public bool IsCausal { get; init; }

    /// <summary>The windows along all spatial axes, which are the last ones; null, reported, if one does not fit.</summary>
    public PaddedWindow[]? Over(LayerContext context)
    {
        var shape = context.Current.Shape;
        var axes = new List<PaddedWindow>();
        for (var axis = 0; axis < Kernel.Values.Count; axis++)
        {
            if (Along(context, axis, shape[axis + 2]) is not { } window) return null;
            axes.Add(window);
        }

        var padded = Limits.Product([shape[1], .. axes.Select(a => shape[a.Window.Axis] + a.Before + a.After)]);
        return context.Fits(padded, "with padding") ? axes.ToArray() : null;
    }

    /// <summary>The last elements along an axis that no window reads; zero if the stride leaves gaps anyway.</summary>
    public int Unread(int axis, int length, int padding)
    {
        var size = EffectiveSize(axis);
        if (CeilMode || IsCausal || Padding[axis] == ModelGen.Padding.Same || Stride[axis] > size) return 0;
        return (int)Math.Max(0, ((length + (2L * padding) - size) % Stride[axis]) - padding);
    }

    /// <summary>The largest padding along an axis that makes sense.</summary>
    public int LargestPadding(int axis) => (int)Math.Min(int.MaxValue - 1, PadsFreely ? EffectiveSize(axis) - 1 : Kernel[axis] / 2);

    private long EffectiveSize(int axis) => ((long)Dilation[axis] * (Kernel[axis] - 1)) + 1;

    private PaddedWindow? Along(LayerContext context, int axis, int length)
    {
        var (size, stride) = (EffectiveSize(axis), Stride[axis]);
        var same = Padding[axis] == ModelGen.Padding.Same;
        var around = IsCausal ? size - 1 : same ? Math.Max(0, (((length - 1L) / stride) * stride) + size - length) : 2L * Padding[axis];
        var before = IsCausal ? around : around / 2;
        var room = length + around - size;
        if (CeilMode ? room <= -stride : room < 0)
        {
            TooLarge(context, axis, length, size);
            return null;
        }

        var positions = room < 0 ? 0 : (room / stride) + 1;
        // As in PyTorch, a last window must begin inside the input.
        if (CeilMode && room % stride != 0 && positions * stride < length + before) positions++;
        var after = Math.Max(around - before, ((positions - 1) * stride) + size - length - before);
        if (!context.Fits(before + length + after, "with padding"))
            return null;
        return new PaddedWindow(
            new Window(axis + 2, Kernel[axis], stride, Kernel[axis] == 1 ? 1 : Dilation[axis]),
            (int)before,
            (int)after,
            (int)positions);
    }

    private void TooLarge(LayerContext context, int axis, int length, long size)
    {
        var padded = length + (2L * Padding[axis]);
        var largest = ((padded - 1) / Dilation[axis]) + 1;
        var needed = (size - length + 1) / 2;
        var axes = Kernel.Values.Count;
        // One number for both axes must fit the shorter one, too.
        if (!Kernel.IsArray)
            largest = Enumerable.Range(0, axes).Min(i => ((context.Current.Shape[i + 2] + (2L * Padding[i]) - 1) / Dilation[i]) + 1);
        if (!Padding.IsArray)
            needed = Enumerable.Range(0, axes).Max(i => (EffectiveSize(i) - context.Current.Shape[i + 2] + 1) / 2);
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
            $"{PaddedWindow.AxisNames(axes)[axis]} {Limits.Text(size)}{spread}",
            Limits.Text(padded),
            context.CurrentShape,
            context.CurrentOrigin);

        // The padding of a pooling is at most half of its window, and a padding larger than the window makes no sense.
        bool MayPad(long padding, long kernel) => PadsFreely && padding < Kernel[axis] && kernel > 0;
    }

    /// <summary>Whether any padding is allowed, as in convolutions.</summary>
    public bool PadsFreely { get; init; } = true;
}
