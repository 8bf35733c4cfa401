using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary>
/// sin(t / 10000^(2i / d)) at [t, 2i] and the cosine at [t, 2i + 1]: Vaswani et al., Attention Is All You Need, section 3.5.
/// </summary>
internal sealed record Waves(int Steps, int Features) : TableFormula
{
    public override Shape Sizes => Shape.Of(Steps, Features);

    public override string Name => $"Waves{Limits.Plain(Steps)}x{Limits.Plain(Features)}";

    public override double[] Numbers()
    {
        var numbers = new double[Steps * Features];
        for (var feature = 0; feature < Features; feature++)
        {
            var frequency = Circle.TenThousandTo(-2.0 * (feature / 2) / Features);
            for (var step = 0; step < Steps; step++)
                numbers[(step * Features) + feature] = feature % 2 == 0 ? Circle.Sine(step * frequency) : Circle.Cosine(step * frequency);
        }

        return numbers;
    }
}

/// <summary>The cosine or sine of t / 10000^(2i / d) at [t, i], i running over half of the features: the rotations of RoPE.</summary>
internal sealed record Rotations(int Steps, int Features, bool IsSine) : TableFormula
{
    public override Shape Sizes => Shape.Of(Steps, 1, Features / 2);

    public override string Name => $"{(IsSine ? "Sines" : "Cosines")}{Limits.Plain(Steps)}x{Limits.Plain(Features)}";

    public override double[] Numbers()
    {
        var half = Features / 2;
        var numbers = new double[Steps * half];
        for (var i = 0; i < half; i++)
        {
            var frequency = Circle.TenThousandTo(-2.0 * i / Features);
            for (var step = 0; step < Steps; step++)
                numbers[(step * half) + i] = IsSine ? Circle.Sine(step * frequency) : Circle.Cosine(step * frequency);
        }

        return numbers;
    }
}

/// <summary>Sine, cosine and powers from sums and products alone, so that generated text is the same on every machine.</summary>
/// <remarks>Within 10⁻¹⁰ for angles up to 10⁵, where a float has seven digits.</remarks>
internal static class Circle
{
    private const double LogOfTenThousand = 9.210340371976182736;

    // π / 2 in three parts; products of the first two with a quadrant's number are exact.
    private const double Quarter1 = 1.570796251296997, Quarter2 = 7.549789415861596e-08, Quarter3 = 5.390302858158119e-15;

    /// <summary>10000ˣ for x from −1 to 0.</summary>
    public static double TenThousandTo(double x)
    {
        // e^(y / 64) by its series, squared six times.
        var (y, term, sum) = (x * LogOfTenThousand / 64, 1.0, 1.0);
        for (var n = 1; n < 20; n++) sum += term *= y / n;
        for (var i = 0; i < 6; i++) sum *= sum;
        return sum;
    }

    public static double Sine(double angle) => Quadrant(angle, 0);

    public static double Cosine(double angle) => Quadrant(angle, 1);

    private static double Quadrant(double angle, int shift)
    {
        var quarters = Math.Floor((angle / (Quarter1 + Quarter2)) + 0.5);
        var rest = angle - (quarters * Quarter1) - (quarters * Quarter2) - (quarters * Quarter3);
        return (((long)quarters + shift) % 4) switch
        {
            0 => SineSeries(rest),
            1 => CosineSeries(rest),
            2 => -SineSeries(rest),
            _ => -CosineSeries(rest),
        };
    }

    private static double SineSeries(double x)
    {
        var (term, sum) = (x, x);
        for (var n = 3; n < 23; n += 2) sum += term *= -x * x / (n * (n - 1));
        return sum;
    }

    private static double CosineSeries(double x)
    {
        var (term, sum) = (1.0, 1.0);
        for (var n = 2; n < 23; n += 2) sum += term *= -x * x / (n * (n - 1));
        return sum;
    }
}
