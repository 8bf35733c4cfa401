namespace ModelGen.Compiler.Diagnostics;

/// <summary>Finds the name that was probably meant.</summary>
internal static class EditDistance
{
    /// <summary>The candidate nearest to a word, if it is near enough to be a typing error; otherwise null.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length > 100) return null;
        var best = candidates
            .Where(candidate => candidate.Length <= 100)
            .Select(candidate => (Name: candidate, Distance: Between(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(pair => pair.Distance)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, Math.Max(word.Length, best.Name.Length) / 3) ? best.Name : null;
    }

    /// <summary>The number of characters to insert, delete, replace or exchange with their neighbour (Damerau 1964).</summary>
    public static int Between(string a, string b)
    {
        var distance = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) distance[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) distance[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(replaced, 1 + Math.Min(distance[i - 1, j], distance[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
            }
        }

        return distance[a.Length, b.Length];
    }
}
