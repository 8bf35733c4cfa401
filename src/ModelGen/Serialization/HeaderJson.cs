using System.Text;

namespace ModelGen.Serialization;

/// <summary>
/// Reads JSON (RFC 8259) from UTF-8 bytes, strictly: no comments, no trailing commas, no invalid UTF-8 in what is asked for, a bounded
/// depth. Problems are <see cref="InvalidDataException"/>s.
/// </summary>
/// <remarks>The compiler, which has no reader of the base library's, links this file: headers are read by one set of rules.</remarks>
internal sealed class HeaderJson(byte[] text)
{
    private const int DeepestNesting = 64;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private int _position;

    /// <summary>What comes next, in words.</summary>
    public string Next => Peek() switch
    {
        '{' => "object",
        '[' => "array",
        '"' => "string",
        't' or 'f' => "truth value",
        'n' => "null",
        '-' or (>= '0' and <= '9') => "number",
        _ => throw Invalid("a value is needed"),
    };

    /// <summary>Passes a character that must come.</summary>
    public void Take(char character)
    {
        if (!TryTake(character)) throw Invalid($"'{character}' is needed");
    }

    /// <summary>Passes a character if it comes next.</summary>
    public bool TryTake(char character)
    {
        if (Peek() != character) return false;
        _position++;
        return true;
    }

    /// <summary>Whether another member or element follows in an open object or array; otherwise its end is passed.</summary>
    /// <param name="isFirst">Whether none has come yet.</param>
    /// <param name="end">The closing bracket.</param>
    public bool TryNext(bool isFirst, char end)
    {
        if (TryTake(end)) return false;
        if (!isFirst) Take(',');
        return true;
    }

    /// <summary>Passes the key of a member, and the colon.</summary>
    public string Key()
    {
        if (Peek() != '"') throw Invalid("a name in quotes is needed");
        var key = String();
        Take(':');
        return key;
    }

    /// <summary>Passes a string.</summary>
    public string String()
    {
        Take('"');
        var start = _position;
        while (_position < text.Length && text[_position] is not ((byte)'"' or (byte)'\\' or < 0x20)) _position++;
        if (_position < text.Length && text[_position] == '"') return Text(start, _position++ - start);
        return Escaped(start);
    }

    /// <summary>Passes a number; null if it is not a whole one from 0 up to the largest of 64 bits.</summary>
    public long? WholeNumber()
    {
        Peek();
        var start = _position;
        PassNumber();
        long value = 0;
        for (var i = start; i < _position; i++)
        {
            if (text[i] is < (byte)'0' or > (byte)'9') return null;
            var digit = text[i] - '0';
            if (value > (long.MaxValue - digit) / 10) return null;
            value = (value * 10) + digit;
        }

        return value;
    }

    /// <summary>Passes any value.</summary>
    public void Skip() => Skip(0);

    /// <summary>Requires that nothing but blanks is left.</summary>
    public void End()
    {
        Peek();
        if (_position < text.Length) throw Invalid("nothing may follow");
    }

    private void Skip(int depth)
    {
        if (depth > DeepestNesting) throw Invalid($"values may not lie more than {DeepestNesting} deep");
        switch (Peek())
        {
            case '{':
                _position++;
                for (var first = true; TryNext(first, '}'); first = false)
                {
                    Key();
                    Skip(depth + 1);
                }

                break;
            case '[':
                _position++;
                for (var first = true; TryNext(first, ']'); first = false) Skip(depth + 1);
                break;
            case '"':
                String();
                break;
            case 't':
                Pass("true");
                break;
            case 'f':
                Pass("false");
                break;
            case 'n':
                Pass("null");
                break;
            default:
                PassNumber();
                break;
        }
    }

    /// <summary>The next character that is no blank, which stays; 0 at the end.</summary>
    private char Peek()
    {
        while (_position < text.Length && text[_position] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') _position++;
        return _position < text.Length ? (char)text[_position] : '\0';
    }

    private void Pass(string word)
    {
        foreach (var letter in word)
        {
            if (_position == text.Length || text[_position] != letter) throw Invalid($"'{word}' is needed");
            _position++;
        }
    }

    private void PassNumber()
    {
        if (_position < text.Length && text[_position] == '-') _position++;
        if (_position < text.Length && text[_position] == '0') _position++;
        else Digits();
        if (_position < text.Length && text[_position] == '.')
        {
            _position++;
            Digits();
        }

        if (_position == text.Length || text[_position] is not ((byte)'e' or (byte)'E')) return;
        _position++;
        if (_position < text.Length && text[_position] is (byte)'+' or (byte)'-') _position++;
        Digits();
    }

    private void Digits()
    {
        if (_position == text.Length || text[_position] is < (byte)'0' or > (byte)'9') throw Invalid("a digit is needed");
        while (_position < text.Length && text[_position] is >= (byte)'0' and <= (byte)'9') _position++;
    }

    /// <summary>The rest of a string in which a character is escaped.</summary>
    private string Escaped(int start)
    {
        var result = new StringBuilder();
        while (true)
        {
            result.Append(Text(start, _position - start));
            if (_position == text.Length) throw Invalid("a string has no end");
            if (text[_position] == '"') break;
            if (text[_position] < 0x20) throw Invalid("a control character stands in a string");
            _position++;
            result.Append(Escape());
            start = _position;
            while (_position < text.Length && text[_position] is not ((byte)'"' or (byte)'\\' or < 0x20)) _position++;
        }

        _position++;
        var value = result.ToString();
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1]))
                throw Invalid("half a character stands in a string");
            i++;
        }

        return value;
    }

    private char Escape()
    {
        if (_position == text.Length) throw Invalid("a string has no end");
        var kind = (char)text[_position++];
        switch (kind)
        {
            case '"' or '\\' or '/':
                return kind;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _position + 4 <= text.Length:
                var code = 0;
                for (var i = 0; i < 4; i++) code = (code * 16) + HexDigit(text[_position++]);
                return (char)code;
            default:
                throw Invalid("a string has an unknown escape");
        }
    }

    private int HexDigit(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => throw Invalid("a string has an unknown escape"),
    };

    private string Text(int start, int length)
    {
        try
        {
            return Strict.GetString(text, start, length);
        }
        catch (DecoderFallbackException)
        {
            throw Invalid("a string is not valid UTF-8");
        }
    }

    private InvalidDataException Invalid(string problem) => new(
        $"the header is not valid JSON: {problem} at its byte {_position}. It is not a safetensors file, or damaged.");
}
