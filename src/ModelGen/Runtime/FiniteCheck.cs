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
        ref int first = ref MemoryMarshal.GetReference(bits);
        int position = 0;
        int width = Vector<int>.Count;
        for (; position <= bits.Length - (4 * width); position += 4 * width)
        {
            // With the exponent's bits alone all are positive, and the largest of four decides.
            Vector<int> front = Vector.Max(Masked(ref first, position, exponent), Masked(ref first, position + width, exponent));
            Vector<int> back = Vector.Max(
                Masked(ref first, position + (2 * width), exponent),
                Masked(ref first, position + (3 * width), exponent));
            if (Vector.EqualsAny(Vector.Max(front, back), exponent))
                break;
        }

        for (; position <= bits.Length - width; position += width)
        {
            if (Vector.EqualsAny(Masked(ref first, position, exponent), exponent))
                break;
        }

        for (; position < values.Length; position++)
        {
            if (!float.IsFinite(values[position]))
                return position;
        }

        return -1;
    }

    private static Vector<int> Masked(ref int first, int position, Vector<int> mask) =>
        Vector.LoadUnsafe(ref first, (nuint)position) & mask;
}
