using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelGen.Numerics.Tests;

/// <summary>Arguments for the elementary functions.</summary>
internal static class FloatInputs
{
    private const int BlockSize = 1 << 22;

    /// <summary>A stratified sample, or all 2^32 floats in blocks with MODELGEN_ALL_FLOATS=1 in the environment.</summary>
    public static IEnumerable<float[]> Blocks(int seed) =>
        Environment.GetEnvironmentVariable("MODELGEN_ALL_FLOATS") == "1" ? All() : [Sample(seed)];

    private static IEnumerable<float[]> All()
    {
        for (long first = 0; first <= uint.MaxValue; first += BlockSize)
        {
            float[] block = new float[BlockSize];
            for (int i = 0; i < BlockSize; i++)
                block[i] = BitConverter.UInt32BitsToSingle((uint)(first + i));
            yield return block;
        }
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
}
