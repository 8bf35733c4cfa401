using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// A window that slides along one axis: at position i it covers the pixels <c>Stride · i + Dilation · t</c>, t being its taps from 0 on.
/// </summary>
/// <param name="Axis">The axis of the tensor.</param>
/// <param name="Size">The number of taps.</param>
/// <param name="Stride">How far it moves from one position to the next.</param>
/// <param name="Dilation">The distance between the pixels it covers.</param>
public sealed record Window(int Axis, int Size, int Stride, int Dilation = 1)
{
    /// <summary>The pixels that it spans, those between its taps included.</summary>
    public int EffectiveSize => (Dilation * (Size - 1)) + 1;

    /// <summary>The number of its positions along an axis; zero if it does not fit.</summary>
    public int Positions(int length) => length < EffectiveSize ? 0 : ((length - EffectiveSize) / Stride) + 1;

    /// <summary>The same window if the axes have another order.</summary>
    public Window Along(AxisOrder order) => this with { Axis = order.PositionOf(Axis) };

    public override string ToString() => $"axis {Axis}: {Size} by {Stride}{(Dilation == 1 ? "" : $" every {Dilation}")}";
}

/// <summary>What the operations on windows share.</summary>
internal static class Windows
{
    /// <summary>Whether each window fits a shape, and no axis has two.</summary>
    public static bool Fit(IReadOnlyList<Window> windows, Shape shape) =>
        windows.Count > 0
        && windows.Select(w => w.Axis).Distinct().Count() == windows.Count
        && windows.All(w =>
            w is { Axis: > 0, Size: > 0, Stride: > 0, Dilation: > 0 } && w.Axis < shape.Rank && w.Positions(shape[w.Axis]) > 0);

    /// <summary>A shape with the windowed axes as long as the windows have positions.</summary>
    public static Shape Positions(IReadOnlyList<Window> windows, Shape shape) => With(shape, windows, w => w.Positions(shape[w.Axis]));

    /// <summary>A shape with other sizes along the windowed axes.</summary>
    public static Shape With(Shape shape, IReadOnlyList<Window> windows, Func<Window, int> size)
    {
        var dimensions = shape.Dimensions.ToArray();
        foreach (var window in windows) dimensions[window.Axis] = size(window);
        return Shape.Of(dimensions);
    }

    /// <summary>Whether each pixel is in exactly one window.</summary>
    public static bool AreTiles(IReadOnlyList<Window> windows, Shape positions, Shape pixels) => windows.All(w =>
        w.Dilation == 1 && w.Size == w.Stride && positions[w.Axis] * w.Size == pixels[w.Axis]);

    /// <summary>
    /// Calls <paramref name="visit"/> for each pixel of each window, row-major over the positions and then over the taps.
    /// </summary>
    /// <param name="windows">The windows.</param>
    /// <param name="positions">A tensor with an element for each position.</param>
    /// <param name="pixels">A tensor with an element for each pixel.</param>
    /// <param name="visit">Takes the index of the position in the one tensor's data and that of the pixel in the other's.</param>
    public static void ForEach(IReadOnlyList<Window> windows, Tensor positions, Tensor pixels, Action<int, int> visit)
    {
        var strides = pixels.Strides();
        var taps = new List<int>();
        Tensor.ForEachOffset(
            windows.Select(w => w.Size).ToArray(), 0, windows.Select(w => w.Dilation * strides[w.Axis]).ToArray(), taps.Add);
        foreach (var window in windows) strides[window.Axis] *= window.Stride;
        var position = 0;
        Tensor.ForEachOffset(
            positions.Dimensions,
            0,
            strides,
            start =>
            {
                foreach (var tap in taps) visit(position, start + tap);
                position++;
            });
    }
}
