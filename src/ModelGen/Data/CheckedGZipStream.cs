using System.Buffers.Binary;
using System.IO.Compression;

namespace ModelGen.Data;

/// <summary>
/// Unpacks a gzip file and notices when its end is missing, which <see cref="GZipStream"/> takes for a normal end: the last
/// four bytes of the file are the unpacked length (RFC 1952).
/// </summary>
internal sealed class CheckedGZipStream(FileStream file) : Stream
{
    private readonly GZipStream _unpacked = new(file, CompressionMode.Decompress);
    private long _length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int count = _unpacked.Read(buffer);
        _length += count;
        if (count == 0 && buffer.Length > 0 && !IsComplete())
            throw new InvalidDataException("the gzip data are truncated");
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _unpacked.Dispose();
        base.Dispose(disposing);
    }

    private bool IsComplete()
    {
        Span<byte> last = stackalloc byte[sizeof(uint)];
        file.Position = Math.Max(0, file.Length - last.Length);
        bool complete = file.ReadAtLeast(last, last.Length, throwOnEndOfStream: false) == last.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(last) == unchecked((uint)_length);
        return complete || HasSeveralMembers();
    }

    // Several gzip files behind each other are one too; then the last length is that of the last one alone.
    private bool HasSeveralMembers()
    {
        file.Position = 1;
        int current, before = 0, beforeThat = 0;
        while ((current = file.ReadByte()) >= 0)
        {
            if (beforeThat == 0x1F && before == 0x8B && current == 0x08)
                return true;
            (beforeThat, before) = (before, current);
        }

        return false;
    }
}
