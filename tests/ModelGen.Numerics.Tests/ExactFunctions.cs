namespace ModelGen.Numerics.Tests;

/// <summary>Functions that <see cref="Math"/> does not have, in double precision.</summary>
internal static class ExactFunctions
{
    /// <summary>exp(x) - 1 after Kahan: the rounding error of exp(x) cancels against that of its logarithm.</summary>
    public static double Expm1(double x)
    {
        double u = Math.Exp(x);
        if (u == 1)
            return x;
        if (u - 1 == -1 || double.IsInfinity(u))
            return u - 1;
        return (u - 1) * x / Math.Log(u);
    }

    /// <summary>log(1 + x) after Kahan, likewise.</summary>
    public static double Log1p(double x)
    {
        double u = 1 + x;
        if (u == 1)
            return x;
        return u == 0 || double.IsInfinity(u) ? Math.Log(u) : Math.Log(u) * x / (u - 1);
    }

    /// <summary>1 / (1 + exp(-x)), so that nothing overflows.</summary>
    public static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    /// <summary>
    /// 2/sqrt(pi) exp(-x^2) times the sum of 2^n x^(2n+1) / (1·3·5···(2n+1)), whose terms all have one sign (Abramowitz
    /// and Stegun 7.1.6); 1 to double precision from 6 on.
    /// </summary>
    public static double Erf(double x)
    {
        if (!(Math.Abs(x) < 6))
            return double.IsNaN(x) ? x : Math.Sign(x);
        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
