using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary>The arguments of layers that treat the four sides of an image: one number for all, or one for each.</summary>
internal static class Sides
{
    /// <summary>Checks that numbers are not negative. If the number for all sides is, it is reported once.</summary>
    public static IEnumerable<ArgumentProblem?> Validate(string all, int number, int top, int bottom, int left, int right)
    {
        yield return Require.AtLeast(all, number, 0);
        foreach (var (side, value) in new[] { ("Top", top), ("Bottom", bottom), ("Left", left), ("Right", right) })
            if (value != number) yield return Require.AtLeast(side, value, 0);
    }
}
