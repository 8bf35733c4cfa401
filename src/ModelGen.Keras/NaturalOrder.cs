using System.Globalization;

namespace ModelGen.Keras;

/// <summary>Names with numbers in the order of the numbers: 2 before 10, <c>dense</c> before <c>dense_1</c>.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        (string textX, long numberX) = Split(x!);
        (string textY, long numberY) = Split(y!);
        int order = string.CompareOrdinal(textX, textY);
        return order != 0 ? order : numberX.CompareTo(numberY);
    }

    private static (string Text, long Number) Split(string name)
    {
        int digits = name.Length;
        while (digits > 0 && char.IsAsciiDigit(name[digits - 1])) digits--;
        return long.TryParse(name.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? (name[..digits].TrimEnd('_'), number)
            : (name, -1);
    }
}
