using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>Neighbours along one axis of a strided tensor: what is moved at a time.</summary>
/// <param name="Length">How many there are.</param>
/// <param name="Stride">The distance between neighbours in the flat buffer; in panels, a sixteenth of that between panels.</param>
/// <param name="InPanels">Whether only sixteen neighbours are adjacent.</param>
/// <remarks>Weights are moved when a program starts: what is inlined into a long loop is optimised with it, while that runs.</remarks>
internal readonly record struct TensorRow(int Length, int Stride, bool InPanels)
{
    /// <summary>Reads a row.</summary>
    /// <param name="memory">The flat buffer from the row's first element on.</param>
    /// <param name="destination">As many elements as the row has.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CopyTo(ReadOnlySpan<float> memory, Span<float> destination)
    {
        if (InPanels)
        {
            for (int first = 0; first < Length; first += TensorShape.PanelWidth)
            {
                int count = Math.Min(TensorShape.PanelWidth, Length - first);
                memory.Slice(first * Stride, count).CopyTo(destination[first..]);
            }
        }
        else
        {
            for (int i = 0; i < destination.Length; i++) destination[i] = memory[i * Stride];
        }
    }

    /// <summary>Gives each element of a row the same value.</summary>
    /// <param name="memory">The flat buffer from the row's first element on.</param>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill(Span<float> memory, float value)
    {
        if (InPanels)
        {
            for (int first = 0; first < Length; first += TensorShape.PanelWidth)
                memory.Slice(first * Stride, Math.Min(TensorShape.PanelWidth, Length - first)).Fill(value);
        }
        else
        {
            for (int i = 0; i < Length; i++) memory[i * Stride] = value;
        }
    }
}
