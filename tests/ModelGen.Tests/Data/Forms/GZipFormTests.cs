using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ModelGen.Data;

namespace ModelGen.Tests.Data.Forms;

/// <summary>Unusual but valid gzip files (RFC 1952): all unpack to the same text.</summary>
public sealed class GZipFormTests : IDisposable
{
    private const int TextFlag = 1, Check = 2, Extra = 4, FileName = 8, Comment = 16;
    private static readonly byte[] Content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i},{i % 7}\n")));

    private static readonly (string Name, Func<byte[]> File)[] Forms =
    [
        ("plain", () => Member(Content)),
        ("stored, not compressed", () => Member(Content, level: CompressionLevel.NoCompression)),
        ("smallest", () => Member(Content, level: CompressionLevel.SmallestSize)),
        ("text flag", () => Member(Content, TextFlag)),
        ("extra field", () => Member(Content, Extra)),
        ("file name", () => Member(Content, FileName)),
        ("comment", () => Member(Content, Comment)),
        ("name and comment", () => Member(Content, FileName | Comment)),
        ("check of the header", () => Member(Content, Check)),
        ("all fields", () => Member(Content, TextFlag | Check | Extra | FileName | Comment)),
        ("two members", () => [.. Member(Content[..100]), .. Member(Content[100..])]),
        (
            "members with fields",
            () => [.. Member(Content[..5000], Extra | Check), .. Member(Content[5000..5001], FileName), .. Member(Content[5001..])]),
        ("an empty member first", () => [.. Member([]), .. Member(Content)]),
        ("an empty member last", () => [.. Member(Content), .. Member([])]),
        ("a member for each line", () => [.. Content.Chunk(64).SelectMany(piece => Member(piece))]),
        ("a zero behind", () => [.. Member(Content), 0]),
        ("a block of zeros behind", () => [.. Member(Content), .. new byte[512]]),
        ("many zeros behind", () => [.. Member(Content), .. new byte[200_001]]),
        ("zeros between members", () => [.. Member(Content[..100]), .. new byte[10], .. Member(Content[100..])]),
        ("zeros behind two members", () => [.. Member(Content[..100]), .. Member(Content[100..]), .. new byte[1000]]),
        ("the mark of a member in the name", () => Member(Content, FileName, name: "\u001f\u008b\u0008")),
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Forms.Select(form => form.Name)];

    public void Dispose() => _folder.Dispose();

    private byte[] Read(byte[] file)
    {
        using Stream stream = DataFile.OpenRead(_folder.Write("form.gz", file));
        using MemoryStream unpacked = new();
        stream.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_valid_file_is_unpacked(string name) => Assert.Equal(Content, Read(Forms.Single(form => form.Name == name).File()));

    /// <summary>Each member is judged by its own end, so a cut is noticed in the first and in the last.</summary>
    [Fact]
    public void Each_truncation_is_noticed()
    {
        byte[] first = Member(Content[..200], Extra | FileName | Check), last = Member(Content[200..400]);
        byte[] file = [.. first, .. last];
        for (int length = 2; length < file.Length; length++)
        {
            if (length == first.Length)
                Assert.Equal(Content[..200], Read(file[..length]));
            else
                Assert.Throws<InvalidDataException>(() => Read(file[..length]));
        }
    }

    [Fact]
    public void Damage_is_noticed_in_every_member()
    {
        byte[] first = Member(Content[..200], Check), last = Member(Content[200..400]);
        byte[] file = [.. first, .. last];

        // A check of the header, checksums and lengths.
        foreach (int position in (int[])[10, 11, first.Length - 8, first.Length - 1, file.Length - 5, file.Length - 4])
        {
            byte[] damaged = [.. file];
            damaged[position] ^= 1;
            Assert.Throws<InvalidDataException>(() => Read(damaged));
        }

        Assert.Contains(
            "foreign bytes follow",
            Assert.Throws<InvalidDataException>(() => Read([.. file, .. Enumerable.Repeat((byte)1, 20)])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "are not known",
            Assert.Throws<InvalidDataException>(() => Read(Member(Content, 0x20))).Message,
            StringComparison.Ordinal);
    }

    private static byte[] Member(byte[] content, int flags = 0, CompressionLevel level = CompressionLevel.Optimal, string name = "data.csv")
    {
        using MemoryStream member = new();
        member.Write([0x1F, 0x8B, 8, (byte)flags, 1, 2, 3, 4, 2, 255]);
        if ((flags & Extra) != 0) member.Write([6, 0, (byte)'a', (byte)'p', 2, 0, 0x1F, 0]);
        if ((flags & FileName) != 0) member.Write([.. Encoding.Latin1.GetBytes(name), 0]);
        if ((flags & Comment) != 0) member.Write([.. "made by a test"u8, 0]);
        if ((flags & Check) != 0)
        {
            byte[] half = new byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(half, (ushort)Reference(member.ToArray()));
            member.Write(half);
        }

        using (DeflateStream deflate = new(member, level, leaveOpen: true))
            deflate.Write(content);

        // The stream writes nothing for nothing; an empty member has an empty block.
        if (content.Length == 0) member.Write([3, 0]);
        byte[] trailer = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Reference(content));
        BinaryPrimitives.WriteInt32LittleEndian(trailer.AsSpan(4), content.Length);
        member.Write(trailer);
        return member.ToArray();
    }

    /// <summary>The checksum, a bit at a time.</summary>
    private static uint Reference(byte[] bytes)
    {
        uint rest = uint.MaxValue;
        foreach (byte value in bytes)
        {
            rest ^= value;
            for (int bit = 0; bit < 8; bit++) rest = (rest >> 1) ^ ((rest & 1) == 0 ? 0 : 0xEDB88320);
        }

        return ~rest;
    }
}
