using System.IO.Compression;

namespace CharGpt;

/// <summary>A text as numbers of its characters.</summary>
internal sealed class Text
{
    private readonly char[] _alphabet;

    private Text(char[] alphabet, int[] characters)
    {
        _alphabet = alphabet;
        Characters = characters;
    }

    /// <summary>The number of each character.</summary>
    public int[] Characters { get; }

    /// <summary>The characters, in order.</summary>
    public string Alphabet => new(_alphabet);

    /// <summary>Reads a text file, which may be compressed with gzip.</summary>
    /// <exception cref="InvalidDataException">It is too short, or has more different characters than the network knows.</exception>
    public static Text Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        string text = new StreamReader(stream).ReadToEnd().ReplaceLineEndings("\n");
        char[] alphabet = [.. text.Distinct().Order()];
        if (alphabet.Length > Gpt.Vocabulary)
            throw new InvalidDataException($"{path} has {alphabet.Length} different characters; the network knows {Gpt.Vocabulary}.");
        if (text.Length < 20 * Gpt.Context)
            throw new InvalidDataException($"{path} has {text.Length} characters; at least {20 * Gpt.Context} are needed.");
        return new Text(alphabet, [.. text.Select(character => Array.BinarySearch(alphabet, character))]);
    }

    /// <summary>Some characters as text.</summary>
    public string Decode(IEnumerable<int> characters) => string.Concat(characters.Select(character => _alphabet[character]));

    /// <summary>A text as numbers.</summary>
    /// <exception cref="ArgumentException">It has a character that the text has not.</exception>
    public int[] Encode(string prompt) =>
        [
            .. prompt.Select(character =>
                Array.BinarySearch(_alphabet, character) is >= 0 and int number
                    ? number
                    : throw new ArgumentException($"The text has no '{character}', so --prompt cannot have it.")),
        ];
}
