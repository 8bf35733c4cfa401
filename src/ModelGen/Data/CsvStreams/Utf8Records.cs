using System.Buffers;

namespace ModelGen.Data;

/// <summary>
/// The records of a CSV file as bytes of UTF-8, one after the other, through a buffer that grows only for records that are longer. A
/// record goes up to its line break, which quotes may hold.
/// </summary>
internal sealed class Utf8Records(string path, Stream stream, byte separator) : IDisposable
{
    /// <summary>The longest record: a quote that is never closed must not read the whole file into memory.</summary>
    public const int Longest = 1 << 26;

    private const byte Quote = (byte)'"', NewLine = (byte)'\n', Return = (byte)'\r';
    private static readonly SearchValues<byte> s_breaks = SearchValues.Create("\n\r"u8);

    private byte[] _buffer = new byte[1 << 18];
    private int _start, _next, _end, _length;
    private int _nextLine = 1;
    private bool _atEnd, _begun;

    /// <summary>The line, from 1, on which the current record begins.</summary>
    public int Line { get; private set; }

    /// <summary>Whether quotes are in the current record.</summary>
    public bool HasQuotes { get; private set; }

    /// <summary>The current record. A line feed follows it in memory, so that whoever looks for its end finds one.</summary>
    public ReadOnlySpan<byte> Record => _buffer.AsSpan(_start, _length);

    /// <summary>The current record, and the byte behind it.</summary>
    public ReadOnlySpan<byte> RecordAndBreak => _buffer.AsSpan(_start, _length + 1);

    /// <summary>Goes to the next record that is not blank; false at the end.</summary>
    public bool Next()
    {
        if (!_begun) Begin();
        do
        {
            _start = _next;
            Line = _nextLine;
            if (!FindEnd()) return false;
        }
        while (IsBlank());
        return true;
    }

    public void Dispose() => stream.Dispose();

    private void Begin()
    {
        _begun = true;
        Fill();
        ReadOnlySpan<byte> first = _buffer.AsSpan(0, _end);
        if (first.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) _next = 3;
        else if (first.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || first.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new InvalidDataException($"'{path}' is in UTF-16; UTF-8 is needed to stream it.");
    }

    /// <summary>Finds where the record ends, reading on if it has to; false if there is nothing left.</summary>
    private bool FindEnd()
    {
        int found = _buffer.AsSpan(_start, _end - _start).IndexOfAny(s_breaks);
        while (found < 0 && !_atEnd)
        {
            int looked = _end - _start;
            Fill();
            int more = _buffer.AsSpan(_start + looked, _end - _start - looked).IndexOfAny(s_breaks);
            if (more >= 0) found = looked + more;
        }

        if (found < 0 && _start == _end) return false;
        HasQuotes = _buffer.AsSpan(_start, found < 0 ? _end - _start : found).Contains(Quote);
        if (HasQuotes)
        {
            found = EndBehindQuotes();
        }
        else if (found >= 0)
        {
            _nextLine++;
        }

        _length = found < 0 ? _end - _start : found;
        _next = _start + _length;
        if (_next == _end)
        {
            // Nothing is behind the last record; Fill keeps room for a byte.
            _buffer[_end] = NewLine;
            return true;
        }

        if (_buffer[_next] == Return && (_next + 1 < _end || More()) && _buffer[_next + 1] == NewLine) _next++;
        _next++;
        return true;
    }

    /// <summary>Whether there is something behind the end of the buffer; makes it longer, and leaves the record where it was.</summary>
    private bool More()
    {
        if (_atEnd) return false;
        int length = _length;
        Fill();
        _length = length;
        _next = _start + length;
        return _next + 1 < _end;
    }

    /// <summary>The length of a record with quotes: up to a line break that is not between them. Counts the lines.</summary>
    private int EndBehindQuotes()
    {
        bool isQuoted = false, isFieldStart = true;
        for (int i = 0; ; i++)
        {
            if (_start + i == _end)
            {
                if (_atEnd) return -1;
                if (i >= Longest)
                    throw new InvalidDataException($"'{path}', line {Line}: a quote is not closed within {Longest} bytes.");
                Fill();
                if (_start + i == _end) return -1;
            }

            byte value = _buffer[_start + i];
            if (value is NewLine or Return)
            {
                bool isPair = value == Return && (_start + i + 1 < _end || Grown(i)) && _buffer[_start + i + 1] == NewLine;
                _nextLine++;
                if (!isQuoted) return i;
                if (isPair) i++;
            }
            else if (value == Quote)
            {
                // A quote inside of a field that does not begin with one is a character like others.
                if (isQuoted || isFieldStart) isQuoted = !isQuoted;
            }

            isFieldStart = value == separator || (isFieldStart && value is (byte)' ' or (byte)'\t');
            if (value == Quote && !isQuoted) isFieldStart = true;
        }
    }

    private bool Grown(int i)
    {
        if (_atEnd) return false;
        Fill();
        return _start + i + 1 < _end;
    }

    /// <summary>Moves what is left to the beginning, and reads behind it.</summary>
    private void Fill()
    {
        int left = _end - _start;
        if (left > 0 && _start > 0) Buffer.BlockCopy(_buffer, _start, _buffer, 0, left);
        (_start, _end) = (0, left);
        if (left > _buffer.Length / 2)
        {
            if (left > Longest) throw new InvalidDataException($"'{path}', line {Line}: the record is longer than {Longest} bytes.");
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        int read = stream.Read(_buffer, left, _buffer.Length - left - 1);
        _end += read;
        _atEnd = read == 0;
    }

    private bool IsBlank()
    {
        foreach (byte value in Record)
        {
            if (value is not ((byte)' ' or (byte)'\t') || value == separator) return false;
        }

        return true;
    }
}
