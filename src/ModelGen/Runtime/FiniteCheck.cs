using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>Finds NaN and infinity in data, at the speed of memory.</summary>
public static class FiniteCheck
{
    /// <summary>Looks for the first number that is NaN or infinite.</summary>
    /// <param name="values">The numbers.</param>
    /// <returns>Its position, or −1 when all are finite.</returns>
    public static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        // A number is not finite exactly when the bits of its exponent are all ones.
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(values);
        Vector<int> exponent = new(0x7F80_0000);
        int position = 0;
        for (; position <= bits.Length - Vector<int>.Count; position += Vector<int>.Count)
        {
            if (Vector.EqualsAny(new Vector<int>(bits[position..]) & exponent, exponent))
                break;
        }

        for (; position < values.Length; position++)
        {
            if (!float.IsFinite(values[position]))
                return position;
        }

        return -1;
    }
}
