namespace ModelGen.Data;

/// <summary>
/// Splits CSV text (RFC 4180) into records of fields without allocating per field. Quoted fields may hold separators,
/// line breaks and doubled quotes, and blanks may stand around the quotes. Blank lines are skipped.
/// </summary>
internal sealed class CsvReader(TextReader text, char separator, int firstLine = 1)
{
    private readonly char[] _block = new char[1 << 14];
    private readonly List<int> _fieldEnds = [];
    private char[] _record = new char[256];
    private int _recordLength;
    private int _blockLength;
    private int _blockPosition;
    private int _nextLine = firstLine;

    /// <summary>The line, from 1, on which the current record begins.</summary>
    public int Line { get; private set; }

    public int FieldCount => _fieldEnds.Count;

    public ReadOnlySpan<char> Field(int index)
    {
        int start = index == 0 ? 0 : _fieldEnds[index - 1];
        return _record.AsSpan(start, _fieldEnds[index] - start);
    }

    /// <summary>Reads the next record; false at the end of the text.</summary>
    /// <exception cref="InvalidDataException">A quote is not closed; the message gives the line.</exception>
    public bool Read()
    {
        do
        {
            if (Peek() < 0)
                return false;
            Line = _nextLine;
            _fieldEnds.Clear();
            _recordLength = 0;
            while (ReadField())
            {
            }
        }
        while (FieldCount == 1 && Field(0).IsWhiteSpace());
        return true;
    }

    /// <summary>Reads a field and what ends it; true if another one follows on the record.</summary>
    private bool ReadField()
    {
        while (Peek() is ' ' or '\t' && Peek() != separator)
            _blockPosition++;
        bool quoted = Peek() == '"';
        if (quoted)
            ReadQuoted();
        while (true)
        {
            if (!quoted)
                AppendRun();
            int next = Next();
            if (next == separator || next is '\n' or < 0)
            {
                _fieldEnds.Add(_recordLength);
                return next == separator;
            }

            if (quoted && !char.IsWhiteSpace((char)next))
                throw new InvalidDataException(
                    $"line {Line}, column {FieldCount + 1}: '{(char)next}' follows the closing quote where a separator is needed.");
            if (!quoted)
                Append((char)next);
        }
    }

    private void ReadQuoted()
    {
        Next();
        while (true)
        {
            int next = Next();
            if (next < 0)
                throw new InvalidDataException($"line {Line}, column {FieldCount + 1}: the quote is never closed.");
            if (next == '"')
            {
                if (Peek() != '"')
                    return;
                Next();
            }

            Append((char)next);
        }
    }

    // Plain text is copied up to what ends the field, or to the end of the block.
    private void AppendRun()
    {
        ReadOnlySpan<char> rest = _block.AsSpan(_blockPosition, _blockLength - _blockPosition);
        int length = rest.IndexOfAny(separator, '\n', '\r');
        if (length < 0)
            length = rest.Length;
        while (_recordLength + length > _record.Length)
            Array.Resize(ref _record, 2 * _record.Length);
        rest[..length].CopyTo(_record.AsSpan(_recordLength));
        _recordLength += length;
        _blockPosition += length;
    }

    private int Peek()
    {
        if (_blockPosition == _blockLength)
        {
            _blockLength = text.Read(_block);
            _blockPosition = 0;
        }

        return _blockLength == 0 ? -1 : _block[_blockPosition];
    }

    // Every kind of line break comes out as \n.
    private int Next()
    {
        int character = Peek();
        if (character < 0)
            return character;
        _blockPosition++;
        if (character == '\r')
        {
            if (Peek() == '\n')
                _blockPosition++;
            character = '\n';
        }

        if (character == '\n')
            _nextLine++;
        return character;
    }

    private void Append(char character)
    {
        if (_recordLength == _record.Length)
            Array.Resize(ref _record, 2 * _record.Length);
        _record[_recordLength++] = character;
    }
}
