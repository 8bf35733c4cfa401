namespace ModelGen.Runtime;

/// <summary>
/// The standard normal distribution, with + − × ÷ and √ only: those are exact to the last bit everywhere, while the
/// logarithm of the system's library differs between systems.
/// </summary>
internal static class NormalDistribution
{
    private const double Ln2High = 6.93147180369123816490e-01; // 33 bits, so that exponent · Ln2High is exact
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>
    /// The inverse of the distribution function, to about 16 digits: algorithm AS 241 (PPND16), M. J. Wichura, "The
    /// percentage points of the normal distribution", Applied Statistics 37, 1988.
    /// </summary>
    public static double InverseCdf(double probability)
    {
        double q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
            return Center(q);
        double r = Math.Sqrt(-Log(q < 0 ? probability : 1 - probability));
        double value = r <= 5 ? Tail(r - 1.6) : FarTail(r - 5);
        return q < 0 ? -value : value;
    }

    /// <summary>
    /// The natural logarithm of a positive, normal number: x = m·2ᵉ with m around 1, and the series of
    /// log m = 2·artanh((m − 1) / (m + 1)), whose terms fall by a factor of at least 34.
    /// </summary>
    internal static double Log(double x)
    {
        const long FractionMask = (1L << 52) - 1;
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double m = BitConverter.Int64BitsToDouble((bits & FractionMask) | (1023L << 52));
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            exponent++;
        }

        double s = (m - 1) / (m + 1);
        double square = s * s;
        double series = 0;
        for (int odd = 25; odd >= 3; odd -= 2)
            series = (series + 1.0 / odd) * square;
        return exponent * Ln2High + (2 * s + (2 * s * series + exponent * Ln2Low));
    }

    private static double Center(double q)
    {
        double r = 0.180625 - q * q;
        double numerator =
            ((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) * r
            + 4.5921953931549871457e+4) * r + 1.3731693765509461125e+4) * r + 1.9715909503065514427e+3) * r
            + 1.3314166789178437745e+2) * r + 3.3871328727963666080e0;
        double denominator =
            ((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) * r
            + 2.1213794301586595867e+4) * r + 5.3941960214247511077e+3) * r + 6.8718700749205790830e+2) * r
            + 4.2313330701600911252e+1) * r + 1.0;
        return q * numerator / denominator;
    }

    private static double Tail(double r)
    {
        double numerator =
            ((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
            + 1.27045825245236838258e0) * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r
            + 4.63033784615654529590e0) * r + 1.42343711074968357734e0;
        double denominator =
            ((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
            + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r
            + 2.05319162663775882187e0) * r + 1.0;
        return numerator / denominator;
    }

    private static double FarTail(double r)
    {
        double numerator =
            ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
            + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r
            + 5.46378491116411436990e0) * r + 6.65790464350110377720e0;
        double denominator =
            ((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
            + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
            + 5.99832206555887937690e-1) * r + 1.0;
        return numerator / denominator;
    }
}
