using ModelGen.Data;
using ModelGen.Metrics;

namespace Digits;

/// <summary>Shows digits as text, side by side, with what the network takes them for.</summary>
internal static class DigitArt
{
    private const int Side = 8, PerRow = 4;
    private const string Shades = " .:-=+*#%@", Gap = "   ";

    /// <summary>Prints some digits, each above its label and the two classes with the largest probabilities.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="data">Images of 8×8 brightnesses from 0 to 1.</param>
    /// <param name="scores">The network's outputs for all of them, as logits.</param>
    /// <param name="indices">Which ones to print.</param>
    public static void Print(TextWriter writer, Dataset<int> data, float[] scores, IEnumerable<int> indices)
    {
        int classes = scores.Length / data.Count;
        foreach (int[] row in indices.Chunk(PerRow))
        {
            for (int y = 0; y < Side; y++)
                writer.WriteLine(Join(row, index => PixelRow(data.Input(index).Slice(y * Side, Side))));
            writer.WriteLine(Join(row, index => $"label {data.Target(index)[0]}"));
            for (int rank = 0; rank < 2; rank++)
                writer.WriteLine(Join(row, index => Guess(scores.AsSpan(index * classes, classes), rank)));
        }
    }

    // Characters are about twice as high as wide, so that a pixel takes two.
    private static string PixelRow(ReadOnlySpan<float> pixels)
    {
        Span<char> text = stackalloc char[2 * Side];
        for (int x = 0; x < Side; x++)
            text[2 * x] = text[2 * x + 1] = Shades[(int)MathF.Round(pixels[x] * (Shades.Length - 1))];
        return text.ToString();
    }

    private static string Guess(ReadOnlySpan<float> scores, int rank)
    {
        float[] probabilities = new float[scores.Length];
        Classification.Softmax(scores, probabilities);
        (int digit, float probability) = probabilities.Index().OrderByDescending(pair => pair.Item).ElementAt(rank);
        return $"{(rank == 0 ? "sees" : "  or")} {digit} {probability,9:0.0%}";
    }

    private static string Join(int[] row, Func<int, string> cell) =>
        string.Join(Gap, row.Select(index => cell(index).PadRight(2 * Side))).TrimEnd();
}
