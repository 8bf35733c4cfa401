namespace ModelGen.Data;

/// <summary>Rows of floats.</summary>
internal sealed class FloatRows(ReadOnlyMemory<float> values, int rowLength, IReadOnlyList<ModelInput>? parts = null)
    : InputRows(rowLength)
{
    public override IReadOnlyList<ModelInput>? Parts => parts;

    public override ReadOnlyMemory<float> Floats => values;

    public override bool AreFloats => true;

    public override InputRows Slice(int start, int count) =>
        new FloatRows(values.Slice(start * RowLength, count * RowLength), RowLength, parts);

    public override InputRows Subset(ReadOnlySpan<int> indices) =>
        new FloatRows(Gather(values.Span, RowLength, indices), RowLength, parts);

    public override void CopyRow(int index, Span<float> destination) => values.Span.Slice(index * RowLength, RowLength).CopyTo(destination);

    public override void CopyBytes(int index, Span<byte> destination)
    {
        ReadOnlySpan<float> row = values.Span.Slice(index * RowLength, RowLength);
        for (int i = 0; i < row.Length; i++)
            destination[i] = (byte)MathF.Round(255 * Math.Clamp(float.IsNaN(row[i]) ? 0 : row[i], 0, 1));
    }
}
