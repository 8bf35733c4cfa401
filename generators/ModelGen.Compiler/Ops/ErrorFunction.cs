namespace ModelGen.Compiler.Ops;

/// <summary>erf in double precision, for the interpreter.</summary>
internal static class ErrorFunction
{
    /// <summary>Maclaurin series for small arguments, continued fraction (Abramowitz &amp; Stegun 7.1.14) for the tail.</summary>
    public static double Evaluate(double x)
    {
        if (double.IsNaN(x)) return x;
        var magnitude = Math.Abs(x);
        if (magnitude > 6) return Math.Sign(x);
        if (magnitude < 2.5)
        {
            double term = x, sum = x;
            for (var n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum) && n < 200; n++)
            {
                term *= -x * x / n;
                sum += term / ((2 * n) + 1);
            }

            return sum * 2 / Math.Sqrt(Math.PI);
        }

        var fraction = magnitude;
        for (var k = 120; k >= 1; k--) fraction = magnitude + (k / 2.0 / fraction);
        var tail = Math.Exp(-magnitude * magnitude) / (fraction * Math.Sqrt(Math.PI));
        return Math.Sign(x) * (1 - tail);
    }
}
