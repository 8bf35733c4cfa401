namespace ModelGen.Data;

/// <summary>The inputs of a dataset as they lie in memory: floats, or bytes that become floats when they are read.</summary>
internal abstract class InputRows(int rowLength)
{
    public int RowLength { get; } = rowLength;

    /// <summary>The rows behind each other as floats, if that is how they lie; otherwise empty.</summary>
    public virtual ReadOnlyMemory<float> Floats => default;

    public virtual bool AreFloats => false;

    /// <summary>The inputs that a row has behind each other; null if it is one, or nobody said.</summary>
    public virtual IReadOnlyList<ModelInput>? Parts => null;

    /// <summary>Some rows in a row; nothing is copied.</summary>
    public abstract InputRows Slice(int start, int count);

    /// <summary>Copies of the given rows.</summary>
    public abstract InputRows Subset(ReadOnlySpan<int> indices);

    public abstract void CopyRow(int index, Span<float> destination);

    /// <summary>A row as brightnesses from 0 to 255, for showing it.</summary>
    public abstract void CopyBytes(int index, Span<byte> destination);

    /// <summary>The given rows behind each other.</summary>
    public static T[] Gather<T>(ReadOnlySpan<T> rows, int rowLength, ReadOnlySpan<int> indices)
    {
        T[] gathered = new T[checked(indices.Length * rowLength)];
        for (int row = 0; row < indices.Length; row++)
            rows.Slice(indices[row] * rowLength, rowLength).CopyTo(gathered.AsSpan(row * rowLength));
        return gathered;
    }
}
