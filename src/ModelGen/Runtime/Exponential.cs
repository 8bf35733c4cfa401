namespace ModelGen.Runtime;

/// <summary>
/// Powers with + − × ÷ only: those are exact to the last bit everywhere, while the functions of the system's library differ between
/// systems.
/// </summary>
internal static class Exponential
{
    private const double Ln2High = 6.93147180369123816490e-01; // 33 bits, so that its multiples here are exact
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Largest = 709, Smallest = -745;

    /// <summary>
    /// eˣ, to about 15 digits: the nearest multiple of ln 2 is taken off, and the rest is at most 0.35, for which Taylor's series needs
    /// 14 terms.
    /// </summary>
    public static double Exp(double x)
    {
        if (!(x >= Smallest))
            return double.IsNaN(x) ? x : 0;
        if (x > Largest)
            return double.PositiveInfinity;
        double multiple = Math.Round(x / (Ln2High + Ln2Low));
        double rest = (x - (multiple * Ln2High)) - (multiple * Ln2Low), sum = 1;
        for (int term = 14; term >= 1; term--)
            sum = 1 + (sum * rest / term);
        return Math.ScaleB(sum, (int)multiple);
    }

    /// <summary>A positive number to any power, to about 13 digits; 0 to a positive power is 0, any number to the power 0 is 1.</summary>
    public static double Pow(double x, double power)
    {
        if (power == 0 || x == 1)
            return 1;
        return x == 0 ? 0 : Exp(power * NormalDistribution.Log(x));
    }

    /// <summary>A number to a whole power ≥ 0, by squaring.</summary>
    public static double Pow(double x, long power)
    {
        double result = 1;
        for (; power > 0; power >>= 1, x *= x)
        {
            if ((power & 1) != 0)
                result *= x;
        }

        return result;
    }
}
