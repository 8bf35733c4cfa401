using System.Runtime.Intrinsics;
using ModelGen.Compiler.Codegen;
using ModelGen.Compiler.Codegen.Isa;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// The fused multiply-add that is emulated where no instruction is: its text as it is emitted, compiled so that it always emulates, against
/// the framework's, which is right on every machine.
/// </summary>
public sealed class EmulatedFusedTests
{
    private static readonly float[] Special =
    [
        0f, -0f, 1f, -1f, 2f, 0.5f, 3f, float.Epsilon, -float.Epsilon, 3e-45f, 1.1754942e-38f, 1.17549435e-38f, -1.17549435e-38f, 1.4e-20f,
        3e-23f, 1e-30f, 1e20f, 16777215f, 16777216f, 8388609f, 1.0000001f, 0.99999994f, 1.8446744e19f, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    private static readonly Lazy<FusedMultiplyAdd> Emulated = new(() =>
    {
        string source = string.Join("\n\n", FusedFunctions.All)
            .Replace($"if ({FusedFunctions.HasInstruction})", "if (false)", StringComparison.Ordinal)
            .Replace("private static", "public static", StringComparison.Ordinal);
        Assert.Contains("if (false)", source, StringComparison.Ordinal);
        string head = string.Join('\n', NamespaceAliases.Directives) + "\n#pragma warning disable CS0162\npublic static class Emulation\n";
        DynamicAssembly assembly = DynamicAssembly.Compile($"{head}{{\n{source}\n}}");
        return assembly.Method<FusedMultiplyAdd>("Emulation", FusedFunctions.Name);
    });

    private delegate Vector128<float> FusedMultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c);

    /// <summary>A million; forty million where everything runs.</summary>
    private static int Cases => TestTier.IsExhaustive ? 40_000_000 : 1_000_000;

    [Fact]
    public void All_triples_of_special_values()
    {
        foreach (float a in Special)
            foreach (float b in Special)
                for (int i = 0; i < Special.Length; i += 4)
                    AssertSame(Vector128.Create(a), Vector128.Create(b), Vector128.Create(Special, i));
    }

    /// <summary>Any bits; sums that cancel; sums half-way between two floats; results that are denormal or overflow.</summary>
    [Fact]
    public void Random_triples()
    {
        Random random = new(TestSeed.Value);
        float[] a = new float[4], b = new float[4], c = new float[4];
        for (int done = 0; done < Cases; done += 4)
        {
            for (int i = 0; i < 4; i++) (a[i], b[i], c[i]) = Draw(random);
            AssertSame(Vector128.Create(a), Vector128.Create(b), Vector128.Create(c));
        }
    }

    private static (float A, float B, float C) Draw(Random random)
    {
        (float a, float b) = (Number(random), Number(random));
        double product = (double)a * b;
        float c = random.Next(5) switch
        {
            // What cancels the product but for its last bits.
            0 => -(float)product,
            1 => (float)(product * Math.ScaleB(random.Next(2) - 0.5, random.Next(-60, 60))),

            // An exact tie, and just beside one.
            2 => (float)Math.ScaleB(1 + (random.Next(1 << 23) / (double)(1 << 23)), Math.Clamp(Exponent(product) + 24, -120, 127)),
            _ => Number(random),
        };
        return (a, b, c);
    }

    private static int Exponent(double number) => number == 0 || !double.IsFinite(number) ? 0 : Math.ILogB(number);

    private static float Number(Random random) => random.Next(6) switch
    {
        0 => BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32)),
        1 => Special[random.Next(Special.Length)],
        2 => random.Next(-255, 256) / 256f,

        // Denormal numbers and what is near them.
        3 => BitConverter.UInt32BitsToSingle((uint)random.Next(1 << 25) | ((uint)random.Next(2) << 31)),

        // Few bits, so that sums are ties.
        4 => (float)Math.ScaleB(random.Next(-64, 65), random.Next(-80, 60)),
        _ => (float)((random.NextDouble() - 0.5) * 4),
    };

    private static void AssertSame(Vector128<float> a, Vector128<float> b, Vector128<float> c)
    {
        Vector128<float> result = Emulated.Value(a, b, c);
        for (int i = 0; i < 4; i++)
        {
            float expected = MathF.FusedMultiplyAdd(a[i], b[i], c[i]);
            bool isSame = float.IsNaN(expected)
                ? float.IsNaN(result[i])
                : BitConverter.SingleToUInt32Bits(expected) == BitConverter.SingleToUInt32Bits(result[i]);
            Assert.True(
                isSame,
                FormattableString.Invariant($"{TestSeed.Text}: {a[i]:R} * {b[i]:R} + {c[i]:R} is {expected:R}, not {result[i]:R}"));
        }
    }
}
