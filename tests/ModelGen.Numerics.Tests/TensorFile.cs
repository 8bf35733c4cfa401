using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ModelGen.Numerics.Tests;

/// <summary>A safetensors file, read without any code under test.</summary>
internal sealed class TensorFile
{
    private readonly Dictionary<string, (int[] Shape, byte[] Data)> _tensors = [];
    private readonly HashSet<string> _integers = [];
    private readonly Dictionary<string, string> _metadata = [];

    public TensorFile(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, length));
        foreach (JsonProperty entry in header.RootElement.EnumerateObject())
        {
            if (entry.NameEquals("__metadata__"))
            {
                foreach (JsonProperty text in entry.Value.EnumerateObject()) _metadata.Add(text.Name, text.Value.GetString()!);
                continue;
            }

            int[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(e => e.GetInt32())];
            int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())];
            if (entry.Value.GetProperty("dtype").GetString() == "I32") _integers.Add(entry.Name);
            _tensors.Add(entry.Name, (shape, file[(8 + length + offsets[0])..(8 + length + offsets[1])]));
        }
    }

    /// <summary>Texts by their names.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>The names of the tensors.</summary>
    public IEnumerable<string> Names => _tensors.Keys;

    public bool Contains(string name) => _tensors.ContainsKey(name);

    public int[] Shape(string name) => _tensors[name].Shape;

    public float[] Floats(string name) => MemoryMarshal.Cast<byte, float>(_tensors[name].Data).ToArray();

    /// <summary>Floats, or integers as floats.</summary>
    public float[] Numbers(string name) => _integers.Contains(name) ? [.. Integers(name).Select(value => (float)value)] : Floats(name);

    public int[] Integers(string name) => MemoryMarshal.Cast<byte, int>(_tensors[name].Data).ToArray();
}
