using System.Buffers.Binary;
using System.IO.Compression;

namespace ModelGen.Data;

/// <summary>
/// Unpacks a gzip file (RFC 1952): members one behind the other, each judged by its own end, which says the checksum and the length of
/// what it unpacks to. Zeros may follow, as on tapes and block devices. <see cref="GZipStream"/> takes a file that is cut off for one
/// that ends.
/// </summary>
internal sealed class GZipMembers(FileStream file) : Stream
{
    private const int HeaderLength = 10, TrailerLength = 8;
    private const byte Deflate = 8;

    private readonly Source _source = new(file);
    private DeflateStream? _member;
    private Crc32 _check;
    private uint _length;
    private bool _isOver;

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
        while (!_isOver && buffer.Length > 0)
        {
            _member ??= Begin();
            int count = _member.Read(buffer);
            _check.Append(buffer[..count]);
            _length += (uint)count;
            if (count > 0)
                return count;
            End(_member);
        }

        return 0;
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
        {
            _member?.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private DeflateStream Begin()
    {
        SkipHeader();
        (_check, _length) = (default, 0);
        _source.Begin();
        return new DeflateStream(_source, CompressionMode.Decompress, leaveOpen: true);
    }

    private void End(DeflateStream member)
    {
        member.Dispose();
        _member = null;
        file.Position = FindTrailer() + TrailerLength;
        int next;
        while ((next = file.ReadByte()) == 0)
        {
        }

        _isOver = next < 0;
        if (!_isOver)
            file.Position--;
    }

    /// <summary>
    /// Where the trailer of a member begins. What unpacks it has been given more bytes than it used, and does not say how many: but
    /// the eight bytes that must follow are known, and begin among those that it was given last.
    /// </summary>
    private long FindTrailer()
    {
        Span<byte> needed = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(needed, _check.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(needed[4..], _length);
        byte[] last = new byte[_source.LastLength + TrailerLength];
        file.Position = _source.LastStart;
        int found = file.ReadAtLeast(last, last.Length, throwOnEndOfStream: false);
        int position = last.AsSpan(0, found).IndexOf(needed);
        return position >= 0
            ? _source.LastStart + position
            : throw new InvalidDataException(
                $"the gzip data are truncated or damaged: no end of a member follows that fits the {_length} bytes that it unpacked to");
    }

    private void SkipHeader()
    {
        const int CheckFollows = 2, ExtraFollows = 4, NameFollows = 8, CommentFollows = 16, Unknown = 0xE0;
        long place = file.Position;
        Span<byte> header = stackalloc byte[HeaderLength];
        ReadHere(header);
        if (header is not [0x1F, 0x8B, ..])
            throw new InvalidDataException($"foreign bytes follow the gzip data at byte {place}");
        if (header[2] != Deflate || (header[3] & Unknown) != 0)
            throw new InvalidDataException(
                $"the gzip member at byte {place} has the method {header[2]} and the flags 0x{header[3]:X2}, which are not known");
        if ((header[3] & ExtraFollows) != 0)
        {
            Span<byte> size = stackalloc byte[sizeof(ushort)];
            ReadHere(size);
            ReadHere(new byte[BinaryPrimitives.ReadUInt16LittleEndian(size)]);
        }

        if ((header[3] & NameFollows) != 0)
            SkipText();
        if ((header[3] & CommentFollows) != 0)
            SkipText();
        if ((header[3] & CheckFollows) != 0)
            CheckHeader(place);
    }

    private void SkipText()
    {
        Span<byte> character = stackalloc byte[1];
        do
        {
            ReadHere(character);
        }
        while (character[0] != 0);
    }

    // The lower half of the checksum of all that stands in front of it.
    private void CheckHeader(long place)
    {
        byte[] header = new byte[file.Position - place];
        file.Position = place;
        ReadHere(header);
        Span<byte> half = stackalloc byte[sizeof(ushort)];
        ReadHere(half);
        if (BinaryPrimitives.ReadUInt16LittleEndian(half) != (ushort)Crc32.Of(header))
            throw new InvalidDataException($"the header of the gzip member at byte {place} is damaged");
    }

    private void ReadHere(Span<byte> bytes)
    {
        if (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new InvalidDataException("the gzip data are truncated");
    }

    /// <summary>The file, and which bytes of it were given last.</summary>
    private sealed class Source(FileStream file) : Stream
    {
        public long LastStart { get; private set; }

        public int LastLength { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        /// <summary>Forgets what was given to a member before.</summary>
        public void Begin() => (LastStart, LastLength) = (file.Position, 0);

        public override int Read(Span<byte> buffer)
        {
            long start = file.Position;
            int count = file.Read(buffer);
            if (count > 0)
                (LastStart, LastLength) = (start, count);
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
