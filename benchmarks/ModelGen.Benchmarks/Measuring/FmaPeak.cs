using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V128 = System.Runtime.Intrinsics.Vector128<float>;
using V256 = System.Runtime.Intrinsics.Vector256<float>;
using V512 = System.Runtime.Intrinsics.Vector512<float>;

namespace ModelGen.Benchmarks.Measuring;

/// <summary>
/// The most floating-point operations that one thread can do: chains of fused multiply-adds that do not wait for each other.
/// Twelve chains hide a latency of six cycles on two units, and fit the sixteen registers of AVX2.
/// </summary>
/// <param name="bits">The vector width: 512, 256 or 128.</param>
internal sealed class FmaPeak(int bits) : ITimed
{
    private const int Chains = 12, Steps = 10_000;

    private static float _sink;

    /// <summary>Floating-point operations of one repetition; a fused multiply-add is two.</summary>
    public double Flop => 2.0 * Chains * Steps * (bits / 32);

    public double Time(int repetitions)
    {
        using Pinning pinning = Pinning.ToCores(1);
        Run(Math.Max(1, repetitions / 10));
        long start = Stopwatch.GetTimestamp();
        Run(repetitions);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void Run(int repetitions)
    {
        for (int i = 0; i < repetitions; i++)
        {
            _sink += bits switch
            {
                512 => Run512(Steps, 0.5f, 1),
                256 => Run256(Steps, 0.5f, 1),
                _ => Run128(Steps, 0.5f, 1),
            };
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run512(nint steps, float factor, float summand)
    {
        V512 f = Vector512.Create(factor), s = Vector512.Create(summand);
        V512 a = s, b = s, c = s, d = s, e = s, g = s, h = s, i = s, j = s, k = s, l = s, m = s;
        for (nint step = 0; step < steps; step++)
        {
            a = Vector512.FusedMultiplyAdd(a, f, s);
            b = Vector512.FusedMultiplyAdd(b, f, s);
            c = Vector512.FusedMultiplyAdd(c, f, s);
            d = Vector512.FusedMultiplyAdd(d, f, s);
            e = Vector512.FusedMultiplyAdd(e, f, s);
            g = Vector512.FusedMultiplyAdd(g, f, s);
            h = Vector512.FusedMultiplyAdd(h, f, s);
            i = Vector512.FusedMultiplyAdd(i, f, s);
            j = Vector512.FusedMultiplyAdd(j, f, s);
            k = Vector512.FusedMultiplyAdd(k, f, s);
            l = Vector512.FusedMultiplyAdd(l, f, s);
            m = Vector512.FusedMultiplyAdd(m, f, s);
        }

        return Vector512.Sum(a + b + c + d + e + g + h + i + j + k + l + m);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run256(nint steps, float factor, float summand)
    {
        V256 f = Vector256.Create(factor), s = Vector256.Create(summand);
        V256 a = s, b = s, c = s, d = s, e = s, g = s, h = s, i = s, j = s, k = s, l = s, m = s;
        for (nint step = 0; step < steps; step++)
        {
            a = Vector256.FusedMultiplyAdd(a, f, s);
            b = Vector256.FusedMultiplyAdd(b, f, s);
            c = Vector256.FusedMultiplyAdd(c, f, s);
            d = Vector256.FusedMultiplyAdd(d, f, s);
            e = Vector256.FusedMultiplyAdd(e, f, s);
            g = Vector256.FusedMultiplyAdd(g, f, s);
            h = Vector256.FusedMultiplyAdd(h, f, s);
            i = Vector256.FusedMultiplyAdd(i, f, s);
            j = Vector256.FusedMultiplyAdd(j, f, s);
            k = Vector256.FusedMultiplyAdd(k, f, s);
            l = Vector256.FusedMultiplyAdd(l, f, s);
            m = Vector256.FusedMultiplyAdd(m, f, s);
        }

        return Vector256.Sum(a + b + c + d + e + g + h + i + j + k + l + m);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run128(nint steps, float factor, float summand)
    {
        V128 f = Vector128.Create(factor), s = Vector128.Create(summand);
        V128 a = s, b = s, c = s, d = s, e = s, g = s, h = s, i = s, j = s, k = s, l = s, m = s;
        for (nint step = 0; step < steps; step++)
        {
            a = Vector128.FusedMultiplyAdd(a, f, s);
            b = Vector128.FusedMultiplyAdd(b, f, s);
            c = Vector128.FusedMultiplyAdd(c, f, s);
            d = Vector128.FusedMultiplyAdd(d, f, s);
            e = Vector128.FusedMultiplyAdd(e, f, s);
            g = Vector128.FusedMultiplyAdd(g, f, s);
            h = Vector128.FusedMultiplyAdd(h, f, s);
            i = Vector128.FusedMultiplyAdd(i, f, s);
            j = Vector128.FusedMultiplyAdd(j, f, s);
            k = Vector128.FusedMultiplyAdd(k, f, s);
            l = Vector128.FusedMultiplyAdd(l, f, s);
            m = Vector128.FusedMultiplyAdd(m, f, s);
        }

        return Vector128.Sum(a + b + c + d + e + g + h + i + j + k + l + m);
    }
}
