using System.Globalization;
using System.Text;

namespace ModelGen.Data;

/// <summary>What stands before the numbers of an npy file: <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>. The
/// format is described in NumPy's documentation, <c>numpy.lib.format</c>, versions 1.0, 2.0 and 3.0.</summary>
internal sealed record NpyHeader(string Type, bool FortranOrder, int[] Shape)
{
    private const int Alignment = 64, LongestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <exception cref="InvalidDataException">This is no header.</exception>
    public static NpyHeader Read(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.StartsWith(Magic))
            throw new InvalidDataException($"'{name}' is no npy file: it does not begin with \\x93NUMPY.");
        int major = start[6];
        if (major is < 1 or > 3)
            throw new InvalidDataException($"'{name}' is an npy file of version {major}.{start[7]}; versions 1 to 3 can be read.");
        Span<byte> size = stackalloc byte[major == 1 ? 2 : 4];
        if (stream.ReadAtLeast(size, size.Length, throwOnEndOfStream: false) < size.Length)
            throw new InvalidDataException($"'{name}' ends within its header.");
        uint length = 0;
        for (int i = size.Length - 1; i >= 0; i--)
            length = (length << 8) | size[i];
        if (length > LongestHeader)
            throw new InvalidDataException($"'{name}' has a header of {length} bytes; at most {LongestHeader} can be read.");
        byte[] text = new byte[length];
        if (stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length)
            throw new InvalidDataException($"'{name}' ends within its header.");
        return new NpyHeaderParser((major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), name).Parse();
    }

    /// <summary>Writes version 1.0, padded so that the numbers begin at a multiple of 64 bytes.</summary>
    public void Write(Stream stream)
    {
        string sizes = string.Join(", ", Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));
        string shape = Shape.Length == 1 ? $"({sizes},)" : $"({sizes})";
        StringBuilder text = new($"{{'descr': '{Type}', 'fortran_order': {(FortranOrder ? "True" : "False")}, 'shape': {shape}, }}");
        int before = Magic.Length + 4, rest = (before + text.Length + 1) % Alignment;
        text.Append(' ', rest == 0 ? 0 : Alignment - rest).Append('\n');
        stream.Write(Magic);
        stream.Write([1, 0, (byte)text.Length, (byte)(text.Length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(text.ToString()));
    }
}
