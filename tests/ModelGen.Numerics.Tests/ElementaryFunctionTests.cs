using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.RegularExpressions;
using ModelGen.Compiler.Codegen;
using ModelGen.Compiler.Codegen.Functions;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// The emitted elementary functions against double precision, at every vector width. The bounds asserted are those
/// found by running all 2^32 inputs, as these tests do with MODELGEN_ALL_FLOATS=1 in the environment (several minutes a
/// function); otherwise they take a stratified sample of them.
/// </summary>
public sealed partial class ElementaryFunctionTests(ITestOutputHelper output)
{
    /// <summary>By name: the largest error in ulp over all floats, and the function in double precision.</summary>
    private static readonly Dictionary<string, (double Bound, Func<double, double> Exact)> Functions = new()
    {
        ["Exp"] = (0.90, Math.Exp),
        ["Expm1"] = (1.56, ExactFunctions.Expm1),
        ["Log"] = (0.89, Math.Log),
        ["Log1p"] = (1.67, ExactFunctions.Log1p),
        ["Tanh"] = (2.16, Math.Tanh),
        ["Erf"] = (1.65, ExactFunctions.Erf),
        ["Sigmoid"] = (2.44, ExactFunctions.Sigmoid),
        ["ExpUnfused"] = (1.18, Math.Exp),
        ["Expm1Unfused"] = (1.67, ExactFunctions.Expm1),
        ["LogUnfused"] = (0.97, Math.Log),
        ["Log1pUnfused"] = (1.74, ExactFunctions.Log1p),
        ["TanhUnfused"] = (2.13, Math.Tanh),
        ["ErfUnfused"] = (2.19, ExactFunctions.Erf),
        ["SigmoidUnfused"] = (2.44, ExactFunctions.Sigmoid),
    };

    /// <summary>The table of the guide and the comments in the generated code say the bounds that are tested.</summary>
    [Fact]
    public void The_guide_says_the_bounds()
    {
        string guide = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../docs/guide/arithmetic.md"));
        Assert.Equal(
            Functions
                .Where(f => Functions.ContainsKey(f.Key + "Unfused"))
                .Select(f => string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {f.Key.ToLowerInvariant()} | {f.Value.Bound:0.00} | {Functions[f.Key + "Unfused"].Bound:0.00} |"))
                .Order(),
            guide.ReplaceLineEndings("\n").Split('\n').Where(line => UlpRow().IsMatch(line)).Order());
        foreach ((string name, (double bound, _)) in Functions)
            Assert.Contains(
                string.Create(CultureInfo.InvariantCulture, $"At most {bound:0.00} ulp"),
                ElementaryFunctions.All.Single(function => function.Name == name).Source.ReplaceLineEndings(" "),
                StringComparison.Ordinal);

        static string ThisFile([CallerFilePath] string file = "") => file;
    }

    [GeneratedRegex(@"^\| \w+ \| \d\.\d\d \| \d\.\d\d \|$")]
    private static partial Regex UlpRow();

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
            (-Infinity, -1f), (-10f, -1f), (-Denormal, -Denormal), (-0f, -0f), (0f, 0f), (Denormal, Denormal),
            (1e-20f, 1e-20f), (9.125f, 1f), (9.1250010f, 1f), (10f, 1f), (float.MaxValue, 1f), (Infinity, 1f),
            (NaN, NaN), (-NaN, NaN),
        ],
        ["Erf"] =
        [
            (-Infinity, -1f), (-Denormal, -Denormal), (-0f, -0f), (0f, 0f), (4f, 1f), (Infinity, 1f), (NaN, NaN),
        ],
        ["Sigmoid"] =
        [
            (-Infinity, 0f), (float.MinValue, 0f), (-104f, 0f), (-103.9f, Denormal), (-Denormal, 0.5f), (-0f, 0.5f),
            (0f, 0.5f), (Denormal, 0.5f), (18f, 1f), (float.MaxValue, 1f), (Infinity, 1f), (NaN, NaN), (-NaN, NaN),
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
        Assert.InRange(bound, 0.5, 2.5);
        int seed = Random.Shared.Next();
        (double Error, float At, long Count) worst = default;
        ForEach(FloatInputs.Blocks(seed), x =>
        {
            (double error, float at) = LargestError(x, Apply(name, 512, x), exact);
            lock (exact)
                worst = error > worst.Error ? (error, at, worst.Count + x.Length) : worst with { Count = worst.Count + x.Length };
        });

        string found = Invariant($"{name}: {worst.Error:F4} ulp at {worst.At:R}, {worst.Count} inputs, seed {seed}");
        output.WriteLine(found);
        Assert.True(worst.Error <= bound, found);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bits_do_not_depend_on_the_vector_width(string name)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        ForEach(FloatInputs.Blocks(seed), x =>
        {
            uint[] expected = Bits(Apply(name, 512, x));
            Assert.Equal(expected, Bits(Apply(name, 256, x)));
            Assert.Equal(expected, Bits(Apply(name, 128, x)));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Special_values_are_exact(string name)
    {
        (float X, float Y)[] values = SpecialValues[name.Replace("Unfused", "", StringComparison.Ordinal)];
        float[] x = [.. values.Select(pair => pair.X)];
        float[] expected = [.. values.Select(pair => pair.Y)];
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

    [Theory]
    [InlineData("")]
    [InlineData("Unfused")]
    public void Tanh_is_odd_and_sigmoid_and_tanh_stay_within_their_limits(string arithmetic)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        ForEach(FloatInputs.Blocks(seed), x =>
        {
            float[] tanh = Apply("Tanh" + arithmetic, 512, x);
            float[] ofOpposite = Apply("Tanh" + arithmetic, 512, Array.ConvertAll(x, value => -value));
            float[] sigmoid = Apply("Sigmoid" + arithmetic, 512, x);
            for (int i = 0; i < x.Length; i++)
            {
                bool isOdd = BitConverter.SingleToUInt32Bits(ofOpposite[i]) == (BitConverter.SingleToUInt32Bits(tanh[i]) ^ 0x80000000);
                if (!float.IsNaN(x[i]) && !(isOdd && Math.Abs(tanh[i]) <= 1 && sigmoid[i] is >= 0 and <= 1))
                    Assert.Fail(Invariant($"x {x[i]:R}: tanh {tanh[i]:R}, of -x {ofOpposite[i]:R}, sigmoid {sigmoid[i]:R}"));
            }
        });
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
    public void Functions_come_once_and_in_order() => Assert.Equal(
        ["Exp", "Sigmoid"],
        ElementaryFunctions.Named(["Sigmoid", "Exp", "Sigmoid"]).Select(function => function.Name));

    [Fact]
    public void An_unknown_function_is_named() => Assert.Contains(
        "Sine", Assert.Throws<KeyNotFoundException>(() => ElementaryFunctions.Named(["Exp", "Sine"])).Message, StringComparison.Ordinal);

    /// <summary>On all cores, and with no more blocks in memory than those.</summary>
    private static void ForEach(IEnumerable<float[]> blocks, Action<float[]> body) => Parallel.ForEach(
        Partitioner.Create(blocks, EnumerablePartitionerOptions.NoBuffering),
        new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
        body);

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
        StringBuilder text = new($$"""
            using System.Runtime.Intrinsics;
            {{string.Join("\n", NamespaceAliases.Directives)}}

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

    private static (double Error, float At) LargestError(float[] x, float[] y, Func<double, double> exact)
    {
        (double Error, float At) worst = default;
        for (int i = 0; i < x.Length; i++)
        {
            double error = UlpError(y[i], exact(x[i]));
            if (error > worst.Error)
                worst = (error, x[i]);
        }

        return worst;
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
}
