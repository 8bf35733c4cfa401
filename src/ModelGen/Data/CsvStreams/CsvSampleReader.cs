using System.Runtime.InteropServices;
using System.Text;

namespace ModelGen.Data;

/// <summary>
/// Reads the samples of a CSV file. Plain numbers are read from the bytes; a record with anything else, such as quotes or missing numbers,
/// goes through <see cref="CsvReader"/>, which knows all spellings and says what is wrong.
/// </summary>
internal sealed class CsvSampleReader<TTarget>(CsvLayout layout, IReadOnlyDictionary<string, int>? classes) : SampleReader<TTarget>
    where TTarget : unmanaged
{
    private readonly Utf8Records _records = layout.Open();
    private readonly int[] _roles = layout.Roles;
    private readonly byte _separator = (byte)layout.Options.Separator;
    private readonly float _scale = layout.Options.Scale;

    public override bool Read(Span<float> input, Span<TTarget> targets)
    {
        if (!_records.Next()) return false;
        if (_records.HasQuotes || !TryReadPlain(_records.RecordAndBreak, input, targets)) ReadAny(input, targets);
        return true;
    }

    protected override void Dispose(bool disposing) => _records.Dispose();

    private bool TryReadPlain(ReadOnlySpan<byte> text, Span<float> input, Span<TTarget> targets)
    {
        int[] roles = _roles;
        int position = 0, end = text.Length - 1;
        byte separator = _separator;
        for (int column = 0; column < roles.Length; column++)
        {
            int role = roles[column];
            if (role == CsvLayout.Ignored || (role < 0 && classes is not null))
            {
                int length = text[position..end].IndexOf(separator);
                if (length < 0) length = end - position;
                if (role < 0 && role != CsvLayout.Ignored && !TryClass(text.Slice(position, length), ref targets[~role])) return false;
                position += length;
            }
            else
            {
                while (text[position] == ' ') position++;
                if (!Utf8Float.TryRead(text, ref position, out float value)) return false;
                while (text[position] == ' ') position++;
                if (role >= 0) input[role] = value * _scale;
                else if (typeof(TTarget) == typeof(float)) MemoryMarshal.Cast<TTarget, float>(targets)[~role] = value;
                else if (value is >= 0 and <= 1 << 24 && value == (int)value) MemoryMarshal.Cast<TTarget, int>(targets)[~role] = (int)value;
                else return false;
            }

            if (column == roles.Length - 1) break;
            if (position >= end || text[position] != separator) return false;
            position++;
        }

        return position == end;
    }

    private bool TryClass(ReadOnlySpan<byte> field, ref TTarget target)
    {
        Span<char> text = stackalloc char[64];
        if (field.Length > text.Length || classes is not Dictionary<string, int> known) return false;
        int length = Encoding.UTF8.GetChars(field, text);
        if (!known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length].Trim(), out int label)) return false;
        MemoryMarshal.Cast<TTarget, int>(MemoryMarshal.CreateSpan(ref target, 1))[0] = label;
        return true;
    }

    /// <summary>The same for records of any form.</summary>
    private void ReadAny(Span<float> input, Span<TTarget> targets)
    {
        int line = _records.Line;
        CsvReader reader = new(new StringReader(Encoding.UTF8.GetString(_records.Record)), (char)_separator, line);
        try
        {
            reader.Read();
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"'{layout.Path}', {problem.Message}", problem);
        }

        int surplus = reader.FieldCount - _roles.Length;
        if (surplus != 0 && !(surplus == 1 && reader.Field(_roles.Length).IsWhiteSpace()))
            throw layout.FieldCount(line, reader.FieldCount);
        for (int column = 0; column < _roles.Length; column++)
        {
            int role = _roles[column];
            if (role == CsvLayout.Ignored) continue;
            ReadOnlySpan<char> field = reader.Field(column).Trim();
            if (role >= 0) input[role] = Number(field, line, column) * _scale;
            else if (typeof(TTarget) == typeof(float)) MemoryMarshal.Cast<TTarget, float>(targets)[~role] = Number(field, line, column);
            else MemoryMarshal.Cast<TTarget, int>(targets)[~role] = Label(field, line, column);
        }
    }

    private float Number(ReadOnlySpan<char> text, int line, int column)
    {
        if (!CsvNumber.TryParse(text, out float value))
        {
            throw layout.Error(
                line,
                column,
                text.IsEmpty ? "a number is missing"
                    : CsvNumber.IsMissingMark(text) ? $"a number is missing: '{text}' stands in its place"
                    : $"'{text}' is not a number");
        }

        // A loader takes no others, and would not know the line.
        return float.IsFinite(value) ? value : throw layout.Error(line, column, $"'{text}' is not a finite float");
    }

    private int Label(ReadOnlySpan<char> text, int line, int column)
    {
        if (text.IsEmpty) throw layout.Error(line, column, "the label is missing");
        if (classes is not null)
        {
            return classes.TryGetValue(text.ToString(), out int label)
                ? label
                : throw layout.Error(line, column, $"'{text}' is none of the class names {string.Join(", ", classes.Keys)}");
        }

        if (CsvNumber.TryParse(text, out double number) && number is >= 0 and <= int.MaxValue && number == Math.Floor(number))
            return (int)number;
        throw layout.Error(
            line,
            column,
            $"'{text}' is no label: a whole number of at least 0 is needed, or ClassNames in the options say what texts mean");
    }
}
