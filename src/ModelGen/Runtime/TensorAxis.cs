using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>An axis of a strided tensor that has more than one element.</summary>
/// <param name="Size">How many elements it has.</param>
/// <param name="Stride">The distance between neighbours; in panels, a sixteenth of that between panels.</param>
/// <param name="InPanels">Whether only sixteen neighbours are adjacent.</param>
/// <param name="Reciprocal">2⁶⁴ / size, rounded up.</param>
internal readonly record struct TensorAxis(int Size, int Stride, bool InPanels, ulong Reciprocal)
{
    public static TensorAxis[] Of(int[] shape, int[] strides, int panelAxis) =>
    [
        .. Enumerable.Range(0, shape.Length).Where(axis => shape[axis] > 1)
            .Select(axis => new TensorAxis(shape[axis], strides[axis], axis == panelAxis, (ulong.MaxValue / (uint)shape[axis]) + 1)),
    ];

    /// <summary>How far an element is from the first one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Distance(int index) => TensorShape.Distance(index, Stride, InPanels);

    /// <summary>
    /// A position divided by the size, in one multiplication (Lemire, Kaser, Kurz: Faster Remainder by Direct Computation, 2019).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Divide(uint position) => (uint)Math.BigMul(Reciprocal, position, out _);
}
