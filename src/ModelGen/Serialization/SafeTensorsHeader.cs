using System.Buffers.Binary;
using System.Text.Json;

namespace ModelGen.Serialization;

/// <summary>
/// Reads and checks the header of a safetensors file, as strictly as the official library: every byte of the data belongs
/// to exactly one tensor, and each tensor has as many bytes as its type and shape say. Problems are
/// <see cref="InvalidDataException"/>s whose messages leave the file's name to the caller.
/// </summary>
internal static class SafeTensorsHeader
{
    /// <summary>The entry that is no tensor.</summary>
    public const string Metadata = "__metadata__";

    /// <summary>The limit of the official library, in bytes.</summary>
    private const long MaximumLength = 100_000_000;

    private const int PieceLength = 1 << 16;

    /// <summary>
    /// Reads the header, from where the stream stands. Where the length of the stream is known, it must be that of the file.
    /// </summary>
    public static IReadOnlyDictionary<string, TensorEntry> Read(Stream stream) => Read(stream, []);

    /// <summary>The same, with the texts of <c>__metadata__</c>.</summary>
    public static IReadOnlyDictionary<string, TensorEntry> Read(Stream stream, Dictionary<string, string> metadata)
    {
        long? available = stream.CanSeek ? stream.Length - stream.Position : null;
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        int found = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        if (found < prefix.Length)
            throw new InvalidDataException(
                $"the file has {found} bytes; a safetensors file has at least 8. It is truncated or of another format.");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaximumLength)
            throw new InvalidDataException(
                $"its first 8 bytes announce a header of {length} bytes; at most {MaximumLength} are allowed. It is not a safetensors file."
            );
        long start = sizeof(ulong) + (long)length;
        if (start > available)
            throw new InvalidDataException(
                $"the header needs {start} bytes; the file has {available}. It is truncated or of another format.");

        Dictionary<string, TensorEntry> entries = Parse(ReadHeader(stream, (int)length, isThere: available is not null), metadata);
        CheckSizes(entries);
        CheckCoverage(entries, available - start);
        return entries;
    }

    // Memory is taken as bytes come: the first eight of a stream that is no such file may announce much.
    private static byte[] ReadHeader(Stream stream, int length, bool isThere)
    {
        byte[] header = new byte[isThere ? length : Math.Min(length, PieceLength)];
        for (int done = 0; ; Array.Resize(ref header, (int)Math.Min(length, 2L * header.Length)))
        {
            int needed = header.Length - done, found = stream.ReadAtLeast(header.AsSpan(done), needed, throwOnEndOfStream: false);
            done += found;
            if (found < needed)
                throw new InvalidDataException(
                    $"the header needs {sizeof(ulong) + (long)length} bytes; the file has {sizeof(ulong) + done}. It is truncated or of "
                        + "another format.");
            if (done == length)
                return header;
        }
    }

    private static Dictionary<string, TensorEntry> Parse(byte[] header, Dictionary<string, string> metadata)
    {
        Dictionary<string, TensorEntry> entries = new(StringComparer.Ordinal);
        if (header.Length == 0 || header[0] != (byte)'{')
            throw new InvalidDataException("the header does not begin with '{'. It is not a safetensors file.");
        bool hasMetadata = false;
        try
        {
            Utf8JsonReader json = new(header);
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string name = json.GetString()!;
                json.Read();
                if (name == Metadata)
                {
                    if (hasMetadata)
                        throw new InvalidDataException($"the header lists the tensor '{name}' twice.");
                    hasMetadata = true;
                    Expect(ref json, JsonTokenType.StartObject, name);
                    ParseMetadata(ref json, metadata);
                }
                else if (!entries.TryAdd(name, ParseEntry(ref json, name)))
                {
                    throw new InvalidDataException($"the header lists the tensor '{name}' twice.");
                }
            }

            // One more read: anything but blanks behind the object is an error.
            json.Read();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not valid UTF-16 once unescaped.
            throw new InvalidDataException(
                $"the header is not valid JSON ({problem.Message}) It is not a safetensors file, or damaged.",
                problem);
        }

        return entries;
    }

    private static void ParseMetadata(ref Utf8JsonReader json, Dictionary<string, string> metadata)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = json.GetString()!;
            json.Read();
            if (json.TokenType == JsonTokenType.String) metadata[key] = json.GetString()!;
            else json.Skip();
        }
    }

    private static TensorEntry ParseEntry(ref Utf8JsonReader json, string name)
    {
        string? type = null;
        long[]? shape = null, offsets = null;
        Expect(ref json, JsonTokenType.StartObject, name);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = json.GetString()!;
            json.Read();
            switch (key)
            {
                case "dtype":
                    ExpectOnce(type is null, name, key);
                    Expect(ref json, JsonTokenType.String, name);
                    type = json.GetString();
                    break;
                case "shape":
                    ExpectOnce(shape is null, name, key);
                    shape = ParseNumbers(ref json, name);
                    break;
                case "data_offsets":
                    ExpectOnce(offsets is null, name, key);
                    offsets = ParseNumbers(ref json, name);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        if (type is null || shape is null || offsets is not [long begin, long end])
            throw new InvalidDataException($"the header gives the tensor '{name}' no complete dtype, shape and two data_offsets.");
        return new TensorEntry(name, type, shape, begin, end);
    }

    private static long[] ParseNumbers(ref Utf8JsonReader json, string name)
    {
        Expect(ref json, JsonTokenType.StartArray, name);
        List<long> numbers = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            Expect(ref json, JsonTokenType.Number, name);
            if (!json.TryGetInt64(out long number) || number < 0)
                throw new InvalidDataException(
                    $"the header gives the tensor '{name}' a size or offset that is not a whole number of at least 0.");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType needed, string name)
    {
        if (json.TokenType != needed)
            throw new InvalidDataException($"the header's entry '{name}' has a {json.TokenType} where a {needed} is needed.");
    }

    private static void ExpectOnce(bool isFirst, string name, string key)
    {
        if (!isFirst)
            throw new InvalidDataException($"the header gives the tensor '{name}' its '{key}' twice.");
    }

    private static void CheckSizes(Dictionary<string, TensorEntry> entries)
    {
        foreach (TensorEntry entry in entries.Values)
        {
            if (TensorTypes.BitsPerElement(entry.Type) is not int bits)
                throw new InvalidDataException($"the tensor '{entry.Name}' has the unknown type '{entry.Type}'.");
            UInt128 needed = (UInt128)bits;
            bool empty = entry.Shape.Contains(0);
            foreach (long size in entry.Shape)
            {
                // Sizes that multiply to more than any file can hold are caught long before the product overflows.
                if (!empty && (needed *= (UInt128)size) > (UInt128)long.MaxValue)
                    throw new InvalidDataException($"the tensor '{entry.Name}' has the impossible shape {entry.ShapeText}.");
            }

            long bytes = empty ? 0 : (long)((needed + 7) / 8);
            if (entry.End < entry.Begin || entry.End - entry.Begin != bytes)
            {
                throw new InvalidDataException(
                    $"the tensor '{entry.Name}' {entry.Type} {entry.ShapeText} needs {bytes} bytes; the header gives it those from "
                        + $"{entry.Begin} to {entry.End}.");
            }
        }
    }

    private static void CheckCoverage(Dictionary<string, TensorEntry> entries, long? available)
    {
        long position = 0;
        foreach (TensorEntry entry in entries.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != position)
            {
                throw new InvalidDataException(
                    $"the data of the tensor '{entry.Name}' begin at byte {entry.Begin}; the tensors before it end at {position}: there is "
                        + $"{(entry.Begin < position ? "an overlap" : "a gap")}.");
            }

            position = entry.End;
        }

        if (available is not null && position != available)
        {
            throw new InvalidDataException(
                $"the tensors need {position} bytes of data; the file has {available}. It is "
                    + $"{(available < position ? "truncated" : "followed by foreign bytes")}.");
        }
    }
}
