using System.Buffers.Binary;
using System.Text;

namespace ModelGen.Data.Png;

/// <summary>Walks the chunks of a PNG file: length, type, data, checksum.</summary>
internal ref struct PngChunks(ReadOnlySpan<byte> file)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private int _next = PngFormat.Signature.Length;

    /// <summary>Where the current chunk begins in the file.</summary>
    public int Offset { get; private set; }

    /// <summary>Four letters.</summary>
    public string Type { get; private set; } = "";

    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>Chunks whose type begins with a small letter can be left out.</summary>
    public readonly bool IsOptional => char.IsAsciiLetterLower(Type[0]);

    /// <summary>Goes to the next chunk, which there must be.</summary>
    /// <exception cref="InvalidDataException">The file ends, or the checksum is wrong.</exception>
    public void Next()
    {
        ReadOnlySpan<byte> rest = _file[_next..];
        Offset = _next;
        if (rest.Length < PngFormat.ChunkFrame)
            throw new InvalidDataException(
                $"it ends at byte {_file.Length}, and a chunk of at least {PngFormat.ChunkFrame} bytes is needed at byte {Offset}: the "
                    + "file is truncated");

        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        ReadOnlySpan<byte> type = rest.Slice(4, 4);
        Type = Encoding.ASCII.GetString(type);
        foreach (byte letter in type)
        {
            if (!char.IsAsciiLetter((char)letter))
                throw new InvalidDataException(
                    $"at byte {Offset + 4}, {Convert.ToHexString(type)} was found; the four letters of a chunk are needed");
        }

        int left = rest.Length - PngFormat.ChunkFrame;
        if (length > left)
            throw new InvalidDataException(
                $"the chunk {Type} at byte {Offset} announces {length} bytes of data; {left} can be there: the file is truncated");
        Data = rest.Slice(8, (int)length);
        uint found = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]), needed = Crc32.Of(rest.Slice(4, 4 + (int)length));
        if (found != needed)
            throw new InvalidDataException(
                $"the chunk {Type} at byte {Offset} has the checksum {found:X8}; its content has {needed:X8}: the file is damaged");
        _next += PngFormat.ChunkFrame + (int)length;
    }
}
