namespace ModelGen.Compiler.Graph;

/// <summary>Arithmetic of whole numbers.</summary>
internal static class Integers
{
    /// <summary>The largest number that divides both, by Euclid's algorithm.</summary>
    public static long GreatestCommonDivisor(long a, long b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
