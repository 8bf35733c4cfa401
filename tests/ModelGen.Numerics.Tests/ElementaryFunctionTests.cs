using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using ModelGen.Compiler.Codegen.Functions;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// The emitted elementary functions against double precision, at every vector width. The bounds asserted are those
/// found by running all 2^32 inputs; a test run takes a stratified sample of them.
/// </summary>
public sealed class ElementaryFunctionTests(ITestOutputHelper output)
{
    /// <summary>By name: the largest error in ulp over all floats, and the function in double precision.</summary>
    private static readonly Dictionary<string, (double Bound, Func<double, double> Exact)> Functions = new()
    {
        ["Exp"] = (0.90, Math.Exp),
        ["Expm1"] = (1.56, Expm1),
        ["Log"] = (0.89, Math.Log),
        ["Log1p"] = (1.67, Log1p),
        ["Tanh"] = (1.59, Math.Tanh),
        ["Erf"] = (1.65, Erf),
        ["Sigmoid"] = (1.65, Sigmoid),
    };

    private const float Infinity = float.PositiveInfinity;
    private const float NaN = float.NaN;
    private const float Denormal = float.Epsilon;

    /// <summary>Inputs whose results are exact or prescribed, sign of zero included.</summary>
    private static readonly Dictionary<string, (float X, float Y)[]> SpecialValues = new()
    {
        ["Exp"] =
        [
            (-Infinity, 0f), (-200f, 0f), (-103.9f, Denormal), (-0f, 1f), (0f, 1f), (88.72284f, Infinity),
            (float.MaxValue, Infinity), (Infinity, Infinity), (NaN, NaN),
        ],
        ["Expm1"] =
        [
            (-Infinity, -1f), (-Denormal, -Denormal), (-0f, -0f), (0f, 0f), (Denormal, Denormal), (89f, Infinity),
            (Infinity, Infinity), (NaN, NaN),
        ],
        ["Log"] =
        [
            (-Infinity, NaN), (-Denormal, NaN), (-0f, -Infinity), (0f, -Infinity), (Denormal, -103.27893f), (1f, 0f),
            (Infinity, Infinity), (NaN, NaN),
        ],
        ["Log1p"] =
        [
            (-Infinity, NaN), (-1.0000001f, NaN), (-1f, -Infinity), (-Denormal, -Denormal), (-0f, -0f), (0f, 0f),
            (Denormal, Denormal), (float.MaxValue, 88.72284f), (Infinity, Infinity), (NaN, NaN),
        ],
        ["Tanh"] =
        [
            (-Infinity, -1f), (-Denormal, -Denormal), (-0f, -0f), (0f, 0f), (10f, 1f), (Infinity, 1f), (NaN, NaN),
        ],
        ["Erf"] =
        [
            (-Infinity, -1f), (-Denormal, -Denormal), (-0f, -0f), (0f, 0f), (4f, 1f), (Infinity, 1f), (NaN, NaN),
        ],
        ["Sigmoid"] =
        [
            (-Infinity, 0f), (-103.9f, Denormal), (-0f, 0.5f), (0f, 0.5f), (Infinity, 1f), (NaN, NaN),
        ],
    };

    /// <summary>By vector width. It stands last because it reads the tables above.</summary>
    private static readonly Dictionary<int, DynamicAssembly> Compiled =
        new[] { 512, 256, 128 }.ToDictionary(width => width, width => DynamicAssembly.Compile(Harness(width)));

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Fact]
    public void Every_function_of_one_argument_is_tested() => Assert.Equal(
        [.. Functions.Keys, "Threefry2x32", "Uniform01"],
        ElementaryFunctions.All.Select(function => function.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Error_stays_within_the_documented_bound(string name)
    {
        (double bound, Func<double, double> exact) = Functions[name];
        Assert.InRange(bound, 0.5, 2);
        int seed = Random.Shared.Next();
        float[] x = Sample(seed);
        float[] y = Apply(name, 512, x);

        double worst = 0;
        float worstAt = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double error = UlpError(y[i], exact(x[i]));
            if (error > worst)
                (worst, worstAt) = (error, x[i]);
        }

        string found = Invariant($"{name}: {worst:F4} ulp at {worstAt:R}, {x.Length} inputs, seed {seed}");
        output.WriteLine(found);
        Assert.True(worst <= bound, found);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bits_do_not_depend_on_the_vector_width(string name)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        float[] x = Sample(seed);
        uint[] expected = Bits(Apply(name, 512, x));
        Assert.Equal(expected, Bits(Apply(name, 256, x)));
        Assert.Equal(expected, Bits(Apply(name, 128, x)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Special_values_are_exact(string name)
    {
        float[] x = [.. SpecialValues[name].Select(pair => pair.X)];
        float[] expected = [.. SpecialValues[name].Select(pair => pair.Y)];
        foreach (int width in Compiled.Keys)
        {
            float[] y = Apply(name, width, [.. x, .. new float[16 - x.Length]]);
            for (int i = 0; i < x.Length; i++)
            {
                bool same = float.IsNaN(expected[i]) ? float.IsNaN(y[i]) : Bits([expected[i]])[0] == Bits([y[i]])[0];
                Assert.True(same, Invariant($"{name}({x[i]:R}) is {y[i]:R} at {width} bits, not {expected[i]:R}"));
            }
        }
    }

    /// <summary>The known answers published with Random123, the reference implementation.</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0x6b200159u)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x1cb996fcu)]
    [InlineData(0x13198a2eu, 0x03707344u, 0x243f6a88u, 0x85a308d3u, 0xc4923a9cu)]
    public void Threefry_gives_the_known_answers(uint key0, uint key1, uint counter0, uint counter1, uint expected)
    {
        foreach (DynamicAssembly assembly in Compiled.Values)
        {
            uint[] words = new uint[16];
            var threefry = assembly.Method<Action<uint, uint, uint, uint, uint[]>>("Harness", "Threefry2x32");
            threefry(key0, key1, counter0, counter1, words);
            Assert.All(words, word => Assert.Equal(expected, word));
        }
    }

    [Fact]
    public void Uniform01_is_the_upper_24_bits_exactly()
    {
        uint[] bits = [0, 255, 256, 0x80000000, 0xffffffff, .. Enumerable.Range(0, 27).Select(i => 0x9e3779b9u << i)];
        foreach (DynamicAssembly assembly in Compiled.Values)
        {
            float[] uniform = new float[bits.Length];
            assembly.Method<Action<uint[], float[]>>("Harness", "Uniform01")(bits, uniform);
            Assert.Equal(bits.Select(word => (word >> 8) / 16777216f), uniform);
        }
    }

    [Fact]
    public void A_function_comes_with_those_it_calls_once_and_in_order() => Assert.Equal(
        ["Exp", "Sigmoid"],
        ElementaryFunctions.WithRequirements(["Sigmoid", "Exp"]).Select(function => function.Name));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static float[] Apply(string name, int width, float[] x)
    {
        float[] y = new float[x.Length];
        Compiled[width].Method<Action<float[], float[]>>("Harness", name)(x, y);
        return y;
    }

    private static uint[] Bits(float[] values) => MemoryMarshal.Cast<float, uint>(values).ToArray();

    /// <summary>The templates at one width, each with a public method that runs it over arrays.</summary>
    private static string Harness(int width)
    {
        StringBuilder text = new("""
            using System.Runtime.CompilerServices;
            using System.Runtime.Intrinsics;

            public static class Harness
            {
                public static void Threefry2x32(uint key0, uint key1, uint counter0, uint counter1, uint[] words)
                {
                    for (int i = 0; i < words.Length; i += Vector512<uint>.Count)
                    {
                        var random = Threefry2x32(key0, key1, Vector512.Create(counter0), Vector512.Create(counter1));
                        random.StoreUnsafe(ref words[i]);
                    }
                }

                public static void Uniform01(uint[] bits, float[] uniform)
                {
                    for (int i = 0; i < bits.Length; i += Vector512<uint>.Count)
                        Uniform01(Vector512.LoadUnsafe(ref bits[i])).StoreUnsafe(ref uniform[i]);
                }

            """);
        foreach (ElementaryFunction function in ElementaryFunctions.All)
            text.AppendLine().AppendLine(function.Source);
        foreach (string name in Functions.Keys)
        {
            text.AppendLine().AppendLine($$"""
                public static void {{name}}(float[] x, float[] y)
                {
                    for (int i = 0; i < x.Length; i += Vector512<float>.Count)
                        {{name}}(Vector512.LoadUnsafe(ref x[i])).StoreUnsafe(ref y[i]);
                }
                """);
        }

        return text.AppendLine("}").Replace("Vector512", $"Vector{width}").ToString();
    }

    /// <summary>
    /// Inputs of every exponent and both signs (denormals, infinities and NaNs among them) with random mantissas, more
    /// of them where a function is neither nearly linear nor constant, and the neighbourhoods of the points where one
    /// changes its reduction or its formula.
    /// </summary>
    private static float[] Sample(int seed)
    {
        Random random = new(seed);
        List<uint> bits = [];
        for (uint signAndExponent = 0; signAndExponent < 512; signAndExponent++)
        {
            uint first = signAndExponent << 23;
            bits.AddRange([first, first + 1, first + 2, first + 0x7FFFFD, first + 0x7FFFFE, first + 0x7FFFFF]);
            bool busy = signAndExponent % 256 is > 127 - 14 and < 127 + 8;
            for (int i = 0; i < (busy ? 12000 : 700); i++)
                bits.Add(first + (uint)random.Next(1 << 23));
        }

        foreach (double point in BreakPoints())
        {
            uint centre = BitConverter.SingleToUInt32Bits((float)point);
            for (uint offset = 0; offset < 32; offset++)
                bits.AddRange([centre - 16 + offset, (centre - 16 + offset) ^ 0x80000000]);
        }

        while (bits.Count % Vector512<float>.Count != 0)
            bits.Add(0);
        return MemoryMarshal.Cast<uint, float>(CollectionsMarshal.AsSpan(bits)).ToArray();
    }

    private static IEnumerable<double> BreakPoints()
    {
        double[] cuts = [0.55, 1, 3.92, 3.9375, 9.02, 9.125, 17.33, 18, 87.3365, 88.7228, 89, 103.28, 103.97, 104];
        foreach (double cut in cuts)
            yield return cut;

        // Halves of ln 2 and of ln(2)/2 for the exponential family, 2^k 2/3 for the logarithms.
        for (double half = 0.5; half < 152; half++)
        {
            yield return half * Math.Log(2);
            yield return half * Math.Log(2) / 2;
        }

        for (int k = -126; k < 128; k++)
        {
            yield return Math.ScaleB(2.0 / 3, k);
            yield return Math.ScaleB(2.0 / 3, k) - 1;
        }
    }

    /// <summary>|actual - exact| in units of the last place of the binade in which the exact value lies.</summary>
    private static double UlpError(float actual, double exact)
    {
        if (float.IsNaN(actual) || double.IsNaN(exact))
            return float.IsNaN(actual) && double.IsNaN(exact) ? 0 : double.PositiveInfinity;
        if ((float)exact == actual && (float.IsInfinity(actual) || actual == 0))
            return 0;
        if (double.IsInfinity(exact))
            return double.PositiveInfinity;
        double value = float.IsInfinity(actual) ? Math.CopySign(Math.ScaleB(1, 128), actual) : actual;
        int exponent = exact == 0 ? -126 : Math.Clamp(Math.ILogB(exact), -126, 127);
        return Math.ScaleB(Math.Abs(value - exact), 23 - exponent);
    }

    /// <summary>exp(x) - 1 after Kahan: the rounding error of exp(x) cancels against that of its logarithm.</summary>
    private static double Expm1(double x)
    {
        double u = Math.Exp(x);
        if (u == 1)
            return x;
        if (u - 1 == -1 || double.IsInfinity(u))
            return u - 1;
        return (u - 1) * x / Math.Log(u);
    }

    /// <summary>log(1 + x) after Kahan, likewise.</summary>
    private static double Log1p(double x)
    {
        double u = 1 + x;
        if (u == 1)
            return x;
        return u == 0 || double.IsInfinity(u) ? Math.Log(u) : Math.Log(u) * x / (u - 1);
    }

    private static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    /// <summary>
    /// 2/sqrt(pi) exp(-x^2) times the sum of 2^n x^(2n+1) / (1·3·5···(2n+1)), whose terms all have one sign (Abramowitz
    /// and Stegun 7.1.6); 1 to double precision from 6 on.
    /// </summary>
    private static double Erf(double x)
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
