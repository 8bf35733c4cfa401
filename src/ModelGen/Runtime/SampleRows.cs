using System.ComponentModel;
using System.Globalization;

namespace ModelGen.Runtime;

/// <summary>
/// Rows of samples taken apart, for models with several inputs or outputs behind interfaces that know one of each. A row has the inputs
/// of one sample behind each other, ids and lengths as whole numbers.
/// </summary>
/// <remarks>
/// What it gives is valid until the next one is made on this thread. Parts are taken in their order. Nothing is allocated once a thread has
/// seen its largest batch.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct SampleRows
{
    [ThreadStatic]
    private static float[]? t_floats;

    [ThreadStatic]
    private static int[]? t_ids;

    private readonly int _samples;
    private ReadOnlySpan<float> _rows;
    private int _rowLength;
    private Span<float> _floats;
    private Span<int> _ids;
    private int _taken;

    /// <summary>Looks at rows.</summary>
    /// <param name="rows">n ≥ 1 rows.</param>
    /// <param name="rowLength">The floats of a row.</param>
    /// <param name="scratch">The floats of a sample that <see cref="Scratch"/> will be asked for, and those of the rows that
    /// <see cref="Continue"/> goes on with.</param>
    /// <param name="model">The model's class.</param>
    /// <exception cref="ArgumentException">There is no row, or half of one.</exception>
    public SampleRows(ReadOnlySpan<float> rows, int rowLength, int scratch, string model)
    {
        if (rows.IsEmpty || rows.Length % rowLength != 0)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The samples have {rows.Length} floats; {model} takes {rowLength} for each of at least one sample."),
                nameof(rows));
        }

        _rows = rows;
        _rowLength = rowLength;
        _samples = rows.Length / rowLength;
        int most = checked(_samples * (rowLength + scratch));
        if (t_floats is null || t_floats.Length < most) t_floats = new float[most];
        if (t_ids is null || t_ids.Length < most) t_ids = new int[most];
        _floats = t_floats;
        _ids = t_ids;
    }

    /// <summary>Goes on with other rows of the same samples, such as their targets. What was taken stays valid.</summary>
    /// <param name="rows">As many rows.</param>
    /// <param name="rowLength">The floats of one of them.</param>
    /// <param name="model">The model's class.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public void Continue(ReadOnlySpan<float> rows, int rowLength, string model)
    {
        if (rows.Length != (long)_samples * rowLength)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The targets have {rows.Length} floats; {model} takes {rowLength} for each of {_samples} samples."),
                nameof(rows));
        }

        _rows = rows;
        _rowLength = rowLength;
        _taken = 0;
    }

    /// <summary>The next numbers of each row.</summary>
    /// <param name="size">How many of one sample.</param>
    /// <returns>n · size floats, sample after sample.</returns>
    public ReadOnlySpan<float> Floats(int size)
    {
        Span<float> taken = Scratch(size);
        for (int from = _taken, to = 0; to < taken.Length; from += _rowLength, to += size)
            _rows.Slice(from, size).CopyTo(taken[to..]);
        _taken += size;
        return taken;
    }

    /// <summary>The next ids, or lengths, of each row.</summary>
    /// <param name="size">How many of one sample.</param>
    /// <param name="name">The input.</param>
    /// <returns>n · size ids, sample after sample.</returns>
    /// <exception cref="ArgumentException">One is no whole number that an integer can hold.</exception>
    public ReadOnlySpan<int> Ids(int size, string name)
    {
        int count = _samples * size;
        Span<int> taken = _ids[..count];
        _ids = _ids[count..];
        for (int from = _taken, to = 0; to < count; from += _rowLength, to += size)
            Arguments.WholeNumbers(_rows.Slice(from, size), taken.Slice(to, size), to, name);
        _taken += size;
        return taken;
    }

    /// <summary>Room for what nobody asked for, such as a further output.</summary>
    /// <param name="size">The floats of one sample.</param>
    /// <returns>n · size floats.</returns>
    public Span<float> Scratch(int size)
    {
        int count = _samples * size;
        Span<float> taken = _floats[..count];
        _floats = _floats[count..];
        return taken;
    }
}
