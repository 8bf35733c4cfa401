namespace ModelGen.Tool;

/// <summary>Words in lines of 80 columns.</summary>
internal static class TextLines
{
    private const int Width = 80;

    /// <summary>Writes words with spaces between them, further lines indented.</summary>
    public static void Write(TextWriter output, string begin, string indent, IEnumerable<string> words)
    {
        string line = begin;
        bool isEmpty = true;
        foreach (string word in words)
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                output.WriteLine(line);
                (line, isEmpty) = (indent, true);
            }

            line += isEmpty ? word : " " + word;
            isEmpty = false;
        }

        output.WriteLine(line);
    }
}
