using ModelGen.Runtime;

namespace ModelGen.Serialization;

/// <summary>
/// The header of a safetensors file, read and checked as strictly as the official library does: every byte of the data belongs to exactly
/// one tensor, and each tensor has as many bytes as its type and shape say. Problems are <see cref="InvalidDataException"/>s whose
/// messages leave the file's name to the caller.
/// </summary>
/// <remarks>The compiler, which reads weights when it builds, links this file.</remarks>
internal sealed class TensorTable
{
    /// <summary>The entry of the header that is no tensor.</summary>
    public const string MetadataName = "__metadata__";

    /// <summary>The longest header that the official library allows, in bytes.</summary>
    private const long LongestHeader = 100_000_000;

    private const int PrefixLength = sizeof(long), PieceLength = 1 << 16;

    private readonly Dictionary<string, TensorEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private TensorTable(byte[] header) => Header = header;

    /// <summary>The header as it stands in the file, without its length.</summary>
    public byte[] Header { get; }

    /// <summary>Where the data begin in the file.</summary>
    public long Start => PrefixLength + (long)Header.Length;

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Entries => _entries;

    /// <summary>What the writer noted: texts by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>
    /// Reads and checks the header, from where the stream stands. Where the length of the stream is known, it must be that of the file.
    /// </summary>
    public static TensorTable Read(Stream stream)
    {
        long? available = stream.CanSeek ? stream.Length - stream.Position : null;
        var prefix = new byte[PrefixLength];
        var found = ReadUpTo(stream, prefix, 0, PrefixLength);
        if (found < PrefixLength)
            throw new InvalidDataException(
                $"the file has {Numbers.Format(found)} bytes; a safetensors file has at least 8. It is truncated or of another format.");
        ulong length = 0;
        for (var i = PrefixLength - 1; i >= 0; i--) length = (length << 8) | prefix[i];
        if (length > LongestHeader)
            throw new InvalidDataException(
                $"its first 8 bytes announce a header of {length} bytes; at most {LongestHeader} are allowed. It is not a safetensors file."
            );
        var start = PrefixLength + (long)length;
        if (start > available)
            throw new InvalidDataException(
                $"the header needs {Numbers.Format(start)} bytes; the file has {Numbers.Format(available.Value)}. It is truncated or of "
                    + "another format.");

        var table = new TensorTable(ReadHeader(stream, (int)length, isThere: available is not null));
        table.ReadAll();
        table.CheckSizes();
        table.CheckCoverage(available - start);
        return table;
    }

    // Memory is taken as bytes come: the first eight of a stream that is no such file may announce much.
    private static byte[] ReadHeader(Stream stream, int length, bool isThere)
    {
        var header = new byte[isThere ? length : Math.Min(length, PieceLength)];
        for (var done = 0; ; Array.Resize(ref header, (int)Math.Min(length, 2L * header.Length)))
        {
            done += ReadUpTo(stream, header, done, header.Length - done);
            if (done < header.Length)
                throw new InvalidDataException(
                    $"the header needs {Numbers.Format(PrefixLength + (long)length)} bytes; the file has "
                        + $"{Numbers.Format(PrefixLength + done)}. It is truncated or of another format.");
            if (done == length) return header;
        }
    }

    /// <summary>Reads a number of bytes, or all that are left.</summary>
    private static int ReadUpTo(Stream stream, byte[] bytes, int offset, int count)
    {
        var done = 0;
        while (done < count && stream.Read(bytes, offset + done, count - done) is > 0 and var read) done += read;
        return done;
    }

    private void ReadAll()
    {
        if (Header.Length == 0 || Header[0] != (byte)'{')
            throw new InvalidDataException("the header does not begin with '{'. It is not a safetensors file.");
        var json = new HeaderJson(Header);
        var hasMetadata = false;
        json.Take('{');
        for (var first = true; json.TryNext(first, '}'); first = false)
        {
            var name = json.Key();
            if ((hasMetadata && name == MetadataName) || _entries.ContainsKey(name))
                throw new InvalidDataException($"the header lists the tensor '{name}' twice.");
            if (name != MetadataName)
            {
                _entries.Add(name, ReadEntry(json, name));
                continue;
            }

            hasMetadata = true;
            ReadMetadata(json);
        }

        json.End();
    }

    /// <summary>The format has texts there; what else a writer may have put there is passed.</summary>
    private void ReadMetadata(HeaderJson json)
    {
        Expect(json, "object", MetadataName);
        json.Take('{');
        for (var first = true; json.TryNext(first, '}'); first = false)
        {
            var key = json.Key();
            if (json.Next == "string") _metadata[key] = json.String();
            else json.Skip();
        }
    }

    private static TensorEntry ReadEntry(HeaderJson json, string name)
    {
        string? type = null;
        long[]? shape = null, offsets = null;
        Expect(json, "object", name);
        json.Take('{');
        for (var first = true; json.TryNext(first, '}'); first = false)
        {
            var key = json.Key();
            switch (key)
            {
                case "dtype":
                    ExpectOnce(type is null, name, key);
                    Expect(json, "string", name);
                    type = json.String();
                    break;
                case "shape":
                    ExpectOnce(shape is null, name, key);
                    shape = ReadNumbers(json, name);
                    break;
                case "data_offsets":
                    ExpectOnce(offsets is null, name, key);
                    offsets = ReadNumbers(json, name);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        if (type is null || shape is null || offsets is not { Length: 2 })
            throw new InvalidDataException($"the header gives the tensor '{name}' no complete dtype, shape and two data_offsets.");
        return new TensorEntry(name, type, shape, offsets[0], offsets[1]);
    }

    private static long[] ReadNumbers(HeaderJson json, string name)
    {
        Expect(json, "array", name);
        json.Take('[');
        List<long> numbers = [];
        for (var first = true; json.TryNext(first, ']'); first = false)
        {
            Expect(json, "number", name);
            numbers.Add(
                json.WholeNumber()
                    ?? throw new InvalidDataException(
                        $"the header gives the tensor '{name}' a size or offset that is not a whole number of at least 0."));
        }

        return [.. numbers];
    }

    private static void Expect(HeaderJson json, string needed, string name)
    {
        if (json.Next is var next && next != needed)
            throw new InvalidDataException($"the header's entry '{name}' has the JSON type {next} where {needed} is needed.");
    }

    private static void ExpectOnce(bool isFirst, string name, string key)
    {
        if (!isFirst) throw new InvalidDataException($"the header gives the tensor '{name}' its '{key}' twice.");
    }

    private void CheckSizes()
    {
        foreach (var entry in _entries.Values)
        {
            if (TensorTypes.BitsPerElement(entry.Type) is not int bits)
                throw new InvalidDataException($"the tensor '{entry.Name}' has the unknown type '{entry.Type}'.");
            long needed = bits;
            var isEmpty = entry.Shape.Contains(0);
            foreach (var size in entry.Shape)
            {
                // Sizes that multiply to more than any file can hold.
                if (!isEmpty && needed > long.MaxValue / size)
                    throw new InvalidDataException($"the tensor '{entry.Name}' has the impossible shape {entry.ShapeText}.");
                needed *= size;
            }

            var bytes = isEmpty ? 0 : (needed / 8) + (needed % 8 == 0 ? 0 : 1);
            if (entry.End < entry.Begin || entry.End - entry.Begin != bytes)
            {
                throw new InvalidDataException(
                    $"the tensor '{entry.Name}' {entry.Type} {entry.ShapeText} needs {Numbers.Format(bytes)} bytes; the header gives it "
                        + $"those from {Numbers.Format(entry.Begin)} to {Numbers.Format(entry.End)}.");
            }
        }
    }

    private void CheckCoverage(long? available)
    {
        long position = 0;
        foreach (var entry in _entries.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != position)
            {
                throw new InvalidDataException(
                    $"the data of the tensor '{entry.Name}' begin at byte {Numbers.Format(entry.Begin)}; the tensors before it end at "
                        + $"{Numbers.Format(position)}: there is {(entry.Begin < position ? "an overlap" : "a gap")}.");
            }

            position = entry.End;
        }

        if (available is { } given && position != given)
        {
            throw new InvalidDataException(
                $"the tensors need {Numbers.Format(position)} bytes of data; the file has {Numbers.Format(given)}. It is "
                    + $"{(given < position ? "truncated" : "followed by foreign bytes")}.");
        }
    }
}
