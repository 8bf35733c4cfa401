using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;

namespace ModelGen.Compiler.Lowering;

/// <summary>A strided view of a buffer: a box of its elements.</summary>
/// <param name="Buffer">The kernel's parameter.</param>
/// <param name="Strides">The distance between neighbours along each axis of the box.</param>
/// <param name="Start">The index of the first element.</param>
/// <param name="PanelAxis">The axis that is cut into panels, or -1. Along it sixteen neighbours are adjacent, and the stride is that
/// from panel to panel.</param>
internal sealed record BufferView(BufferArgument Buffer, int[] Strides, int Start, int PanelAxis)
{
    /// <summary>A whole tensor.</summary>
    public static BufferView To(GroupLowering lowering, Node node)
    {
        var layout = lowering.Plan.StorageOf(node).Layout;
        return new BufferView(lowering.BufferOf(node), [.. layout.Strides], 0, layout.InPanels ? layout.LaneAxis : -1);
    }

    /// <summary>The box that begins at a later position of an axis.</summary>
    public BufferView From(int axis, int position) => position % Schedule.Layout.Lanes != 0 && axis == PanelAxis
        ? throw new CompilerException($"A box in panels cannot begin at {position} of the axis that is cut.")
        : this with { Start = Start + (position * Strides[axis]) };

    /// <summary>Elements of an axis at a distance of <paramref name="step"/>.</summary>
    public BufferView Every(int axis, int step) => step > 1 && axis == PanelAxis
        ? throw new CompilerException("An axis in panels is read whole.")
        : this with { Strides = Strides.Select((s, i) => i == axis ? s * step : s).ToArray() };

    /// <summary>The axes in another order: axis i is axis <c>order[i]</c> of this one.</summary>
    public BufferView Permuted(int[] order) =>
        this with { Strides = order.Select(axis => Strides[axis]).ToArray(), PanelAxis = Array.IndexOf(order, PanelAxis) };

    /// <summary>One axis as two: the vectors of sixteen, and the positions within a vector.</summary>
    public BufferView Split(int axis, int vectors)
    {
        var within = axis == PanelAxis ? 1 : Strides[axis];
        return this with
        {
            Strides = [VectorStride(axis), .. Strides.Take(axis), within, .. Strides.Skip(axis + 1)],
            Start = Start + (vectors * VectorStride(axis)),
            PanelAxis = axis == PanelAxis ? -1 : PanelAxis < 0 ? -1 : PanelAxis + 1,
        };
    }

    private int VectorStride(int axis) => Schedule.Layout.Lanes * Strides[axis];
}
