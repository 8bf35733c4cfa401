using System.Numerics;

namespace ModelGen.Data;

/// <summary>Rows of bytes, a quarter of the size of floats; a float is a byte divided by a constant.</summary>
internal sealed class ByteRows(ReadOnlyMemory<byte> values, int rowLength, float divisor) : InputRows(rowLength)
{
    public override InputRows Slice(int start, int count) =>
        new ByteRows(values.Slice(start * RowLength, count * RowLength), RowLength, divisor);

    public override InputRows Subset(ReadOnlySpan<int> indices) =>
        new ByteRows(Gather(values.Span, RowLength, indices), RowLength, divisor);

    public override void CopyRow(int index, Span<float> destination)
    {
        ReadOnlySpan<byte> row = Row(index);
        int done = 0;
        for (; done <= row.Length - Vector<byte>.Count; done += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(row[done..]), out Vector<ushort> low, out Vector<ushort> high);
            Convert(low, destination[done..]);
            Convert(high, destination[(done + Vector<ushort>.Count)..]);
        }

        for (; done < row.Length; done++)
            destination[done] = row[done] / divisor;
    }

    public override void CopyBytes(int index, Span<byte> destination) => Row(index).CopyTo(destination);

    private ReadOnlySpan<byte> Row(int index) => values.Span.Slice(index * RowLength, RowLength);

    private void Convert(Vector<ushort> numbers, Span<float> destination)
    {
        Vector.Widen(numbers, out Vector<uint> low, out Vector<uint> high);
        (Vector.ConvertToSingle(Vector.AsVectorInt32(low)) / new Vector<float>(divisor)).CopyTo(destination);
        (Vector.ConvertToSingle(Vector.AsVectorInt32(high)) / new Vector<float>(divisor)).CopyTo(destination[Vector<float>.Count..]);
    }
}
