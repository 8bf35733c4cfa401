using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace ModelGen.TestKit;

/// <summary>Files in the safetensors format, written without the library's own writer.</summary>
public static class WeightFiles
{
    /// <summary>The bytes of a file.</summary>
    /// <param name="tensors">Name, type, shape and data of each, in the order of the data.</param>
    /// <param name="metadata">What the header notes: name and text.</param>
    public static byte[] Bytes(
        IEnumerable<(string Name, string Type, int[] Shape, byte[] Data)> tensors, params (string Name, string Text)[] metadata)
    {
        Dictionary<string, object> header = new() { ["__metadata__"] = metadata.ToDictionary(pair => pair.Name, pair => pair.Text) };
        using MemoryStream data = new();
        foreach ((string name, string type, int[] shape, byte[] bytes) in tensors)
        {
            long begin = data.Length;
            data.Write(bytes);
            header.Add(name, new { dtype = type, shape, data_offsets = new[] { begin, data.Length } });
        }

        byte[] text = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(header)), length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data.ToArray()];
    }

    /// <summary>A tensor of 32-bit floats: 0.5, 1.5, … .</summary>
    public static (string Name, string Type, int[] Shape, byte[] Data) Floats(string name, params int[] shape) =>
        (
            name,
            "F32",
            shape,
            [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).SelectMany(i => BitConverter.GetBytes(i + 0.5f))]);
}
