using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelGen.Runtime;

namespace ModelGen.Benchmarks.Measuring;

/// <summary>
/// How fast one thread reads a block of memory again and again: the limit of a matrix-vector product with weights of that size.
/// </summary>
/// <param name="bytes">The size of the block.</param>
/// <param name="bits">The vector width: 512, 256 or 128.</param>
internal sealed class ReadRate(long bytes, int bits) : ITimed
{
    private const int Unrolled = 8, FloatsAStep = Unrolled * 16;

    private static float _sink;

    private readonly AlignedBuffer _block = new((int)((bytes / sizeof(float) / FloatsAStep) + 1) * FloatsAStep);

    /// <summary>Bytes read in one repetition: the size asked for, rounded up to whole steps of the loop.</summary>
    public double Bytes => (double)_block.Length * sizeof(float);

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
        ReadOnlySpan<float> block = MemoryMarshal.CreateReadOnlySpan(ref _block.Reference, _block.Length);
        for (int i = 0; i < repetitions; i++)
        {
            _sink += bits switch { 512 => Sum512(block), 256 => Sum256(block), _ => Sum128(block) };
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum512(ReadOnlySpan<float> block)
    {
        ref float first = ref MemoryMarshal.GetReference(block);
        Vector512<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (nint i = 0; i < block.Length; i += FloatsAStep)
        {
            a += Vector512.LoadUnsafe(ref Unsafe.Add(ref first, i));
            b += Vector512.LoadUnsafe(ref Unsafe.Add(ref first, i + 16));
            c += Vector512.LoadUnsafe(ref Unsafe.Add(ref first, i + 32));
            d += Vector512.LoadUnsafe(ref Unsafe.Add(ref first, i + 48));
            e += Vector512.LoadUnsafe(ref Unsafe.Add(ref first, i + 64));
            f += Vector512.LoadUnsafe(ref Unsafe.Add(ref first, i + 80));
            g += Vector512.LoadUnsafe(ref Unsafe.Add(ref first, i + 96));
            h += Vector512.LoadUnsafe(ref Unsafe.Add(ref first, i + 112));
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum256(ReadOnlySpan<float> block)
    {
        ref float first = ref MemoryMarshal.GetReference(block);
        Vector256<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (nint i = 0; i < block.Length; i += FloatsAStep / 2)
        {
            a += Vector256.LoadUnsafe(ref Unsafe.Add(ref first, i));
            b += Vector256.LoadUnsafe(ref Unsafe.Add(ref first, i + 8));
            c += Vector256.LoadUnsafe(ref Unsafe.Add(ref first, i + 16));
            d += Vector256.LoadUnsafe(ref Unsafe.Add(ref first, i + 24));
            e += Vector256.LoadUnsafe(ref Unsafe.Add(ref first, i + 32));
            f += Vector256.LoadUnsafe(ref Unsafe.Add(ref first, i + 40));
            g += Vector256.LoadUnsafe(ref Unsafe.Add(ref first, i + 48));
            h += Vector256.LoadUnsafe(ref Unsafe.Add(ref first, i + 56));
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum128(ReadOnlySpan<float> block)
    {
        ref float first = ref MemoryMarshal.GetReference(block);
        Vector128<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (nint i = 0; i < block.Length; i += FloatsAStep / 4)
        {
            a += Vector128.LoadUnsafe(ref Unsafe.Add(ref first, i));
            b += Vector128.LoadUnsafe(ref Unsafe.Add(ref first, i + 4));
            c += Vector128.LoadUnsafe(ref Unsafe.Add(ref first, i + 8));
            d += Vector128.LoadUnsafe(ref Unsafe.Add(ref first, i + 12));
            e += Vector128.LoadUnsafe(ref Unsafe.Add(ref first, i + 16));
            f += Vector128.LoadUnsafe(ref Unsafe.Add(ref first, i + 20));
            g += Vector128.LoadUnsafe(ref Unsafe.Add(ref first, i + 24));
            h += Vector128.LoadUnsafe(ref Unsafe.Add(ref first, i + 28));
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h);
    }
}
