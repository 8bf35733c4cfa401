using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>Distributions, made of uniform numbers.</summary>
internal static class RandomFormulas
{
    /// <summary>Half of the distance between two uniform numbers, which have 24 bits.</summary>
    private const double HalfStep = 1.0 / (1 << 25);

    /// <summary>
    /// Coefficients of erf⁻¹(x) / x as polynomials in w − 2.5 and √w − 3, w = −log(1 − x²), highest first: M. Giles, "Approximating the
    /// erfinv function", GPU Computing Gems 2 (2012), single precision.
    /// </summary>
    private static readonly double[]
        Central =
        [
            2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503, -0.00417768164, 0.246640727,
            1.50140941,
        ],
        Tail =
        [
            -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047, 1.00167406,
            2.83297682,
        ];

    /// <summary>
    /// Standard normal numbers, √2 erf⁻¹(x) with x = 2u − 1 moved by half a step into (−1, 1): exact in single precision, so the largest
    /// is 5.4.
    /// </summary>
    /// <param name="uniform">Uniform numbers u in [0, 1) of 24 bits.</param>
    public static Value Normal(Value uniform)
    {
        var builder = uniform.Builder;
        var x = (2 * uniform) - (1 - (2 * HalfStep));
        var w = -((1 - x) * (1 + x)).Log();
        var central = Polynomial(Central, w - 2.5);
        var tail = Polynomial(Tail, w.Max(builder.Constant(5)).Sqrt() - 3);
        return w.IfLess(builder.Constant(5), central, tail) * x * Math.Sqrt(2);
    }

    private static Value Polynomial(double[] coefficients, Value x) =>
        coefficients.Skip(2).Aggregate((x * coefficients[0]) + coefficients[1], (sum, coefficient) => (sum * x) + coefficient);
}
