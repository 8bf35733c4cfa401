namespace ModelGen.Data.Png;

/// <summary>The checksum of PNG chunks: the cyclic redundancy check of ISO 3309 (https://www.w3.org/TR/png-3/#D-CRCAppendix).</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(value => Divide((uint)value))];

    /// <summary>Of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint rest = uint.MaxValue;
        foreach (byte value in bytes)
            rest = s_table[(byte)(rest ^ value)] ^ (rest >> 8);
        return ~rest;
    }

    private static uint Divide(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value >> 1) ^ ((value & 1) == 0 ? 0 : Polynomial);
        return value;
    }
}
