using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using ModelGen.Runtime;

namespace ModelGen.Serialization;

/// <summary>
/// Prints tensors in the safetensors format: those of 64-bit numbers, such as counts, then all others, each in their order. So each
/// tensor is aligned to its type, as readers that map files into memory demand.
/// </summary>
internal static class SafeTensorsWriter
{
    private static readonly KeyValuePair<string, string>[] s_format = [new("format", "pt")];

    /// <summary>Writes weights; where they become part of an app, the compiler compares its model with the one that saved them.</summary>
    public static void Write(Stream stream, ParameterSet parameters) =>
        Write(
            stream,
            parameters.Select(SavedTensor.Stored),
            parameters.Architecture.Length > 0 ? [new("modelgen.architecture", parameters.Architecture)] : []);

    /// <summary>Writes tensors with what a reader may want to know of them.</summary>
    public static void Write(Stream stream, IEnumerable<SavedTensor> tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        SavedTensor[] inFile = [.. tensors.OrderByDescending(tensor => tensor.BitsPerElement)];
        ReadOnlySpan<byte> header = Header(inFile, metadata);

        // The official writer pads the header with spaces, so that the numbers begin at a multiple of 8.
        Span<byte> padding = stackalloc byte[(8 - header.Length % 8) % 8];
        padding.Fill((byte)' ');
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)(header.Length + padding.Length));

        stream.Write(length);
        stream.Write(header);
        stream.Write(padding);
        foreach (SavedTensor tensor in inFile)
            tensor.Write(stream);
    }

    private static ReadOnlySpan<byte> Header(SavedTensor[] tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteStartObject(TensorTable.MetadataName);
        foreach ((string key, string value) in s_format.Concat(metadata))
            json.WriteString(key, value);
        json.WriteEndObject();
        long offset = 0;
        foreach (SavedTensor tensor in tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Type);
            json.WriteStartArray("shape");
            foreach (int size in tensor.Shape)
                json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += tensor.Bytes);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }
}
