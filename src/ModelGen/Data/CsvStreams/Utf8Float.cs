using System.Runtime.CompilerServices;

namespace ModelGen.Data;

/// <summary>Reads the plain spellings of numbers fast, and leaves all others to <see cref="CsvNumber"/>.</summary>
internal static class Utf8Float
{
    // Doubles hold whole numbers up to 2⁵³ and powers of ten up to 10²² exactly, so that one division rounds once: W. D. Clinger, "How to
    // read floating point numbers accurately", 1990.
    private const ulong MostDigits = 1UL << 53;

    private static readonly double[] s_powers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads <c>[-+]digits[.digits][e[-+]digits]</c> up to the first other byte.</summary>
    /// <param name="text">What to read from; a byte that is no digit ends it.</param>
    /// <param name="position">Where the number begins; afterwards where it ends.</param>
    /// <param name="value">The nearest float, as <see cref="float.Parse(string)"/> gives it.</param>
    /// <returns>False if there is no such number, or it is not certain what its nearest float is.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> text, ref int position, out float value)
    {
        int at = position;
        bool isNegative = text[at] == '-';
        if (isNegative || text[at] == '+') at++;
        int first = at;
        ulong digits = 0;
        uint digit;
        while ((digit = (uint)text[at] - '0') <= 9)
        {
            digits = (digits * 10) + digit;
            at++;
        }

        int count = at - first, exponent = 0;
        if (text[at] == '.')
        {
            int point = ++at;
            while ((digit = (uint)text[at] - '0') <= 9)
            {
                digits = (digits * 10) + digit;
                at++;
            }

            exponent = point - at;
            count -= exponent;
        }

        value = 0;
        if (count is 0 or > 19) return false;
        if ((text[at] | 0x20) == 'e' && !TryReadExponent(text, ref at, ref exponent)) return false;
        if (digits > MostDigits || exponent is < -22 or > 22) return false;
        double number = exponent < 0 ? digits / s_powers[-exponent] : digits * s_powers[exponent];

        // Halfway between two floats the double may have been rounded to there.
        if ((BitConverter.DoubleToUInt64Bits(number) & 0x1FFF_FFFF) == 0x1000_0000) return false;
        value = (float)(isNegative ? -number : number);
        position = at;
        return true;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, ref int at, ref int exponent)
    {
        at++;
        bool isNegative = text[at] == '-';
        if (isNegative || text[at] == '+') at++;
        int first = at, number = 0;
        uint digit;
        while ((digit = (uint)text[at] - '0') <= 9 && at - first < 4)
        {
            number = (number * 10) + (int)digit;
            at++;
        }

        exponent += isNegative ? -number : number;
        return at > first && digit > 9;
    }
}
