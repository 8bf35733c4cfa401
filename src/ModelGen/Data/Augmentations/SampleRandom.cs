using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>
/// The random numbers of one sample in one epoch: the same on every machine for the same seed, epoch, sample and position in the list of
/// augmentations. They are functions of a counter (<see cref="CounterRandom"/>), so nothing is shared between samples.
/// </summary>
public struct SampleRandom
{
    // A counter has 32 bits for the sample and 32 for the draw: 256 augmentations with 2²⁴ pairs of draws each.
    private const int DrawBits = 24;
    private const uint LastDraw = (1u << DrawBits) - 1;

    private readonly uint _seed;
    private readonly uint _epoch;
    private readonly uint _sample;
    private uint _draw;
    private uint _spare;
    private bool _hasSpare;

    /// <summary>Goes to the first number.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="epoch">The number of the epoch, from 0.</param>
    /// <param name="sample">The position of the sample in its dataset, from 0.</param>
    /// <param name="position">The position in the list of augmentations, from 0 to 255.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public SampleRandom(int seed, int epoch, int sample, int position = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, byte.MaxValue);
        _seed = unchecked((uint)seed);
        _epoch = unchecked(RandomStreams.Augmentation + (uint)epoch);
        _sample = (uint)sample;
        _draw = (uint)position << DrawBits;
    }

    /// <summary>32 random bits.</summary>
    /// <returns>Any number, all equally likely.</returns>
    /// <exception cref="InvalidOperationException">All 33,554,432 numbers of the sample were drawn.</exception>
    public uint NextUInt()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        if ((_draw & LastDraw) == LastDraw)
            throw new InvalidOperationException($"An augmentation may draw {2 * LastDraw} numbers for a sample; all were drawn.");
        (uint bits, _spare) = CounterRandom.Threefry2x32(_seed, _epoch, _sample, _draw++);
        _hasSpare = true;
        return bits;
    }

    /// <summary>A uniform number.</summary>
    /// <returns>In [0, 1), a multiple of 2⁻²⁴.</returns>
    public float NextUniform() => CounterRandom.ToUniform(NextUInt());

    /// <summary>A uniform number between two others.</summary>
    /// <param name="low">The smallest.</param>
    /// <param name="high">The largest.</param>
    /// <returns>low + (high − low) · u, with u from <see cref="NextUniform()"/>.</returns>
    public float NextUniform(float low, float high) => low + ((high - low) * NextUniform());

    /// <summary>A whole number: the upper half of a product with 32 random bits, so that probabilities differ by less than 2⁻³².</summary>
    /// <param name="bound">One more than the largest number wanted; at least 1.</param>
    /// <returns>From 0 up to <paramref name="bound"/> − 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is less than 1.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)((ulong)NextUInt() * (uint)bound >> 32);
    }
}
