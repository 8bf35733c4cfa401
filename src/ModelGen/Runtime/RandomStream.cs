namespace ModelGen.Runtime;

/// <summary>
/// A sequence of random numbers, the same on every machine for the same seed and stream. Different streams of one seed
/// are independent. Not for cryptography. One instance serves one thread.
/// </summary>
public sealed class RandomStream
{
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

    /// <summary>A uniform number.</summary>
    /// <returns>In [0, 1), a multiple of 2⁻²⁴.</returns>
    public float NextUniform() => CounterRandom.ToUniform(NextUInt());

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
    public float NextNormal() => (float)NormalDistribution.InverseCdf((NextUInt() + 0.5) * (1.0 / 4294967296.0));

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
}
