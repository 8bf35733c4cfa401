using System.Globalization;

namespace ModelGen.Data;

/// <summary>Reads the Python dictionary in the header of an npy file: strings, truth values and tuples of whole numbers.</summary>
internal sealed class NpyHeaderParser(string text, string name)
{
    private int _position;

    public NpyHeader Parse()
    {
        string? type = null;
        bool? fortran = null;
        int[]? shape = null;
        Expect('{');
        while (!Accept('}'))
        {
            string key = String();
            Expect(':');
            switch (key)
            {
                case "descr":
                    if (Next() != '\'' && Next() != '"')
                        throw new InvalidDataException($"'{name}' has elements of several fields, which cannot be read.");
                    type = String();
                    break;
                case "fortran_order":
                    fortran = Truth();
                    break;
                case "shape":
                    shape = Tuple();
                    break;
                default:
                    throw Wrong($"the unknown key '{key}'");
            }

            if (!Accept(',') && Next() != '}')
                throw Wrong("no comma");
        }

        if (Next() != '\0')
            throw Wrong("something behind its end");
        return type is null || fortran is null || shape is null
            ? throw Wrong("one of 'descr', 'fortran_order' and 'shape' missing")
            : new NpyHeader(type, fortran.Value, shape);
    }

    private InvalidDataException Wrong(string what) =>
        new($"The header of '{name}' is malformed, with {what} at character {_position}: {text.TrimEnd()}");

    private char Next()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
            _position++;
        return _position < text.Length ? text[_position] : '\0';
    }

    private bool Accept(char character)
    {
        if (Next() != character)
            return false;
        _position++;
        return true;
    }

    private void Expect(char character)
    {
        if (!Accept(character))
            throw Wrong($"no '{character}'");
    }

    private string String()
    {
        char quote = Next();
        int end = quote is '\'' or '"' ? text.IndexOf(quote, _position + 1) : -1;
        if (end < 0)
            throw Wrong("no string");
        string value = text[(_position + 1)..end];
        _position = end + 1;
        return value.Contains('\\') ? throw Wrong("an escaped character") : value;
    }

    private bool Truth()
    {
        Next();
        foreach (string word in (string[])["True", "False"])
        {
            if (string.CompareOrdinal(text, _position, word, 0, word.Length) == 0)
            {
                _position += word.Length;
                return word == "True";
            }
        }

        throw Wrong("neither True nor False");
    }

    private int[] Tuple()
    {
        List<int> sizes = [];
        Expect('(');
        while (!Accept(')'))
        {
            Next();
            int end = _position;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (!int.TryParse(text.AsSpan(_position, end - _position), NumberStyles.None, CultureInfo.InvariantCulture, out int size))
                throw Wrong("no size");
            sizes.Add(size);
            _position = end;
            Accept('L'); // Python 2 wrote some numbers so.
            if (!Accept(',') && Next() != ')')
                throw Wrong("no comma");
        }

        return [.. sizes];
    }
}
