namespace ModelGen.Runtime;

/// <summary>How many characters must be inserted, deleted or replaced to turn one word into another (Levenshtein 1966).</summary>
internal static class EditDistance
{
    public static string Nearest(string word, IEnumerable<string> candidates) =>
        candidates.MinBy(candidate => Between(word, candidate)) ?? "";

    public static int Between(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        int[] current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(previous[j], current[j - 1]));
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
