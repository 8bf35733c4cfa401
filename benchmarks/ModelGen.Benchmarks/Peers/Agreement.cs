using System.Globalization;

namespace ModelGen.Benchmarks.Peers;

/// <summary>Whether two contestants computed the same: before that, their times mean nothing.</summary>
internal static class Agreement
{
    /// <summary>Compares element by element, relative to our number; outputs near zero, relative to the largest of all.</summary>
    /// <param name="ours">Our numbers.</param>
    /// <param name="theirs">The peer's numbers.</param>
    /// <param name="tolerance">The largest relative difference that is allowed.</param>
    /// <param name="what">What is compared, for the message.</param>
    /// <returns>What differs, or null if all agree.</returns>
    public static string? Problem(IReadOnlyList<float> ours, IReadOnlyList<float> theirs, double tolerance, string what)
    {
        if (ours.Count != theirs.Count)
            return string.Create(CultureInfo.InvariantCulture, $"the numbers of {what} differ: ours {ours.Count}, theirs {theirs.Count}");
        double scale = what == "outputs" ? ours.Max(Math.Abs) : 0;
        for (int i = 0; i < ours.Count; i++)
        {
            double allowed = tolerance * Math.Max(scale, Math.Abs(ours[i]));
            if (float.IsFinite(ours[i]) && Math.Abs((double)ours[i] - theirs[i]) <= allowed)
                continue;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the {what} differ: number {i + 1} is {ours[i]:G9} with us and {theirs[i]:G9} with the peer");
        }

        return null;
    }
}
