using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

/// <summary>
/// Random bits as a pure function of a key and a counter: Threefry-2x32 with 20 rounds. J. K. Salmon, M. A. Moraes,
/// R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Without hidden state, any element of
/// any stream can be computed anywhere, in any order, with the same bits.
/// </summary>
public static class CounterRandom
{
    private const uint Parity = 0x1BD11BDA;

    /// <summary>Scrambles a counter under a key.</summary>
    /// <param name="key0">The first half of the key: which generator.</param>
    /// <param name="key1">The second half of the key: which stream.</param>
    /// <param name="counter0">The first half of the counter: which number of the stream.</param>
    /// <param name="counter1">The second half of the counter.</param>
    /// <returns>64 random bits as two words.</returns>
    public static (uint First, uint Second) Threefry2x32(uint key0, uint key1, uint counter0, uint counter1)
    {
        uint key2 = Parity ^ key0 ^ key1;
        uint x = counter0 + key0, y = counter1 + key1;

        FourRounds(ref x, ref y, 13, 15, 26, 6);
        (x, y) = (x + key1, y + key2 + 1);
        FourRounds(ref x, ref y, 17, 29, 16, 24);
        (x, y) = (x + key2, y + key0 + 2);
        FourRounds(ref x, ref y, 13, 15, 26, 6);
        (x, y) = (x + key0, y + key1 + 3);
        FourRounds(ref x, ref y, 17, 29, 16, 24);
        (x, y) = (x + key1, y + key2 + 4);
        FourRounds(ref x, ref y, 13, 15, 26, 6);
        return (x + key2, y + key0 + 5);
    }

    /// <summary>Scrambles four counters under a key, as <see cref="Threefry2x32(uint, uint, uint, uint)"/> does each of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector128<uint> First, Vector128<uint> Second) Threefry2x32(
        uint key0,
        uint key1,
        Vector128<uint> counter0,
        Vector128<uint> counter1)
    {
        uint key2 = Parity ^ key0 ^ key1;
        Vector128<uint> x = counter0 + Vector128.Create(key0), y = counter1 + Vector128.Create(key1);

        FourRounds(ref x, ref y, 13, 15, 26, 6);
        (x, y) = (x + Vector128.Create(key1), y + Vector128.Create(key2 + 1));
        FourRounds(ref x, ref y, 17, 29, 16, 24);
        (x, y) = (x + Vector128.Create(key2), y + Vector128.Create(key0 + 2));
        FourRounds(ref x, ref y, 13, 15, 26, 6);
        (x, y) = (x + Vector128.Create(key0), y + Vector128.Create(key1 + 3));
        FourRounds(ref x, ref y, 17, 29, 16, 24);
        (x, y) = (x + Vector128.Create(key1), y + Vector128.Create(key2 + 4));
        FourRounds(ref x, ref y, 13, 15, 26, 6);
        return (x + Vector128.Create(key2), y + Vector128.Create(key0 + 5));
    }

    /// <summary>Turns random bits into a number in [0, 1), a multiple of 2⁻²⁴.</summary>
    /// <param name="bits">32 random bits; the upper 24 are used.</param>
    /// <returns>(bits &gt;&gt; 8) · 2⁻²⁴, exactly.</returns>
    public static float ToUniform(uint bits) => (bits >> 8) * (1f / (1 << 24));

    private static void FourRounds(ref uint x, ref uint y, int first, int second, int third, int fourth)
    {
        Round(ref x, ref y, first);
        Round(ref x, ref y, second);
        Round(ref x, ref y, third);
        Round(ref x, ref y, fourth);
    }

    private static void Round(ref uint x, ref uint y, int rotation)
    {
        x += y;
        y = BitOperations.RotateLeft(y, rotation) ^ x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourRounds(ref Vector128<uint> x, ref Vector128<uint> y, int first, int second, int third, int fourth)
    {
        Round(ref x, ref y, first);
        Round(ref x, ref y, second);
        Round(ref x, ref y, third);
        Round(ref x, ref y, fourth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref Vector128<uint> x, ref Vector128<uint> y, int rotation)
    {
        x += y;
        y = ((y << rotation) | (y >>> (32 - rotation))) ^ x;
    }
}
