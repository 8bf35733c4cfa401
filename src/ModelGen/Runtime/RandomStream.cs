using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

/// <summary>
/// A sequence of random numbers, the same on every machine for the same seed and stream. Different streams of one seed
/// are independent. Not for cryptography. One instance serves one thread.
/// </summary>
public sealed class RandomStream
{
    // For fewer numbers it would take longer to compile the methods that draw several at once.
    private const int Many = 1024;

    private readonly uint _seed;
    private uint _stream;
    private ulong _counter;
    private uint _spare;
    private bool _hasSpare;

    /// <summary>Starts at the first number of a stream.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">Which of the 2³² streams of the seed; <see cref="RandomStreams"/> lists those in use.</param>
    public RandomStream(int seed, uint stream = 0)
    {
        _seed = unchecked((uint)seed);
        _stream = stream;
    }

    /// <summary>Goes to the first number of a stream of the same seed.</summary>
    /// <param name="stream">Which stream.</param>
    public void Restart(uint stream)
    {
        _stream = stream;
        _counter = 0;
        _hasSpare = false;
    }

    /// <summary>32 random bits.</summary>
    /// <returns>Any number, all equally likely.</returns>
    public uint NextUInt()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        (uint bits, _spare) = CounterRandom.Threefry2x32(_seed, _stream, (uint)_counter, (uint)(_counter >> 32));
        _hasSpare = true;
        _counter++;
        return bits;
    }

    /// <summary>Fills a span with what as many calls of <see cref="NextUInt"/> would give, and faster.</summary>
    /// <param name="destination">Receives random bits, 32 for each element.</param>
    public void Fill(Span<uint> destination)
    {
        int done = 0;
        if (destination.Length >= Many)
        {
            if (_hasSpare) destination[done++] = NextUInt();
            int blocks = FillBlocks(destination[done..], _seed, _stream, _counter);
            _counter += (ulong)blocks * 4;
            done += blocks * 8;
        }

        for (int i = done; i < destination.Length; i++) destination[i] = NextUInt();
    }

    /// <summary>A uniform number.</summary>
    /// <returns>In [0, 1), a multiple of 2⁻²⁴.</returns>
    public float NextUniform() => CounterRandom.ToUniform(NextUInt());

    /// <summary>Fills a span with what as many calls of <see cref="NextUniform"/> would give, and faster.</summary>
    /// <param name="destination">Receives uniform numbers in [0, 1).</param>
    public void FillUniform(Span<float> destination)
    {
        if (destination.Length >= Many) FillManyUniform(destination);
        else
            for (int i = 0; i < destination.Length; i++) destination[i] = NextUniform();
    }

    /// <summary>
    /// A whole number, all equally likely: multiply and reject, D. Lemire, "Fast random integer generation in an
    /// interval", ACM TOMACS 2019.
    /// </summary>
    /// <param name="bound">One more than the largest number wanted; at least 1.</param>
    /// <returns>From 0 up to <paramref name="bound"/> − 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is less than 1.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong product = (ulong)NextUInt() * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            uint threshold = unchecked((uint)-bound) % (uint)bound;
            while ((uint)product < threshold)
                product = (ulong)NextUInt() * (uint)bound;
        }

        return (int)(product >> 32);
    }

    /// <summary>
    /// A normal number, mean 0 and standard deviation 1: the inverse distribution function at the middle of one of 2³²
    /// equal cells, so its size stays below 6.4.
    /// </summary>
    /// <returns>The number, with the same bits on every machine.</returns>
    public float NextNormal() => ToNormal(NextUInt());

    /// <summary>Fills a span with what as many calls of <see cref="NextNormal"/> would give, and faster.</summary>
    /// <param name="destination">Receives normal numbers, mean 0 and standard deviation 1.</param>
    public void FillNormal(Span<float> destination)
    {
        if (destination.Length >= Many) FillManyNormal(destination);
        else
            for (int i = 0; i < destination.Length; i++) destination[i] = NextNormal();
    }

    /// <summary>Puts the elements in a random order, all orders equally likely (Fisher and Yates).</summary>
    /// <typeparam name="T">The elements.</typeparam>
    /// <param name="values">What to shuffle, in place.</param>
    public void Shuffle<T>(Span<T> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = NextInt(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    private void FillManyUniform(Span<float> destination)
    {
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(destination);
        Fill(bits);
        for (int i = 0; i < bits.Length; i++) destination[i] = CounterRandom.ToUniform(bits[i]);
    }

    private void FillManyNormal(Span<float> destination)
    {
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(destination);
        Fill(bits);
        for (int i = 0; i < bits.Length; i++) destination[i] = ToNormal(bits[i]);
    }

    private static float ToNormal(uint bits) => (float)NormalDistribution.InverseCdf((bits + 0.5) * (1.0 / 4294967296.0));

    // Starting values are the first that a program computes: without the attribute they would be drawn before the compiler's first tier is
    // done.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FillBlocks(Span<uint> destination, uint seed, uint stream, ulong counter)
    {
        ref uint first = ref MemoryMarshal.GetReference(destination);
        int blocks = 0;
        if (!BitConverter.IsLittleEndian) return blocks;
        // Four counters whose upper half is the same.
        for (; blocks < destination.Length / 8 && (uint)counter <= uint.MaxValue - 3; blocks++, counter += 4)
        {
            (Vector128<uint> x, Vector128<uint> y) = CounterRandom.Threefry2x32(
                seed, stream, Vector128.Create((uint)counter) + Vector128<uint>.Indices, Vector128.Create((uint)(counter >> 32)));
            // The words of both are interleaved, as the halves of longer words.
            Vector128<ulong> lower = Vector128.WidenLower(x) | (Vector128.WidenLower(y) << 32);
            Vector128<ulong> upper = Vector128.WidenUpper(x) | (Vector128.WidenUpper(y) << 32);
            lower.AsUInt32().StoreUnsafe(ref first, (nuint)(blocks * 8));
            upper.AsUInt32().StoreUnsafe(ref first, (nuint)(blocks * 8) + 4);
        }

        return blocks;
    }
}
