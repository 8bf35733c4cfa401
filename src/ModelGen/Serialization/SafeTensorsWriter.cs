using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using ModelGen.Runtime;

namespace ModelGen.Serialization;

/// <summary>
/// Prints parameters in the safetensors format: the counts, whose numbers have 64 bits, then all others, each in their order. So each
/// tensor is aligned to its type, as readers that map files into memory demand.
/// </summary>
internal static class SafeTensorsWriter
{
    public static void Write(Stream stream, ParameterSet parameters)
    {
        ReadOnlySpan<byte> header = Header(parameters);

        // The official writer pads the header with spaces, so that the numbers begin at a multiple of 8.
        Span<byte> padding = stackalloc byte[(8 - header.Length % 8) % 8];
        padding.Fill((byte)' ');
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)(header.Length + padding.Length));

        stream.Write(length);
        stream.Write(header);
        stream.Write(padding);
        foreach (Parameter parameter in InFile(parameters))
        {
            float[] values = parameter.Value.ToArray();
            if (parameter.Descriptor.IsCount) WriteCounts(stream, values);
            else WriteNumbers(stream, values);
        }
    }

    private static IEnumerable<Parameter> InFile(ParameterSet parameters) => parameters.OrderBy(parameter => !parameter.Descriptor.IsCount);

    private static ReadOnlySpan<byte> Header(ParameterSet parameters)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteStartObject("__metadata__");
        json.WriteString("format", "pt");

        // Where these weights become part of an app, the compiler compares its model with the one that saved them.
        if (parameters.Architecture.Length > 0) json.WriteString("modelgen.architecture", parameters.Architecture);
        json.WriteEndObject();
        long offset = 0;
        foreach (Parameter parameter in InFile(parameters))
        {
            json.WriteStartObject(parameter.Name);
            bool isCount = parameter.Descriptor.IsCount;
            json.WriteString("dtype", isCount ? "I64" : "F32");
            json.WriteStartArray("shape");
            foreach (int size in parameter.Shape)
                json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += parameter.Length * (isCount ? sizeof(long) : (long)sizeof(float)));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    private static void WriteCounts(Stream stream, float[] values)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)value);
            stream.Write(bytes);
        }
    }

    private static void WriteNumbers(Stream stream, float[] values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }
}
