using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using ModelGen.TestKit;

namespace ModelGen.Numerics.Tests;

/// <summary>What PyTorch gave for a model: a file written by <c>References/make_references.py</c>.</summary>
internal sealed class Reference
{
    private readonly Dictionary<string, (int[] Shape, byte[] Data)> _tensors = [];

    /// <summary>Reads the file of a model.</summary>
    public Reference(string name)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(Folder, name + ".safetensors"));
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, length));
        foreach (JsonProperty tensor in header.RootElement.EnumerateObject())
        {
            int[] offsets = [.. tensor.Value.GetProperty("data_offsets").EnumerateArray().Select(e => e.GetInt32())];
            int[] shape = [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())];
            _tensors.Add(tensor.Name, (shape, file[(8 + length + offsets[0])..(8 + length + offsets[1])]));
        }

        Inputs = [.. Indexed("input")];
        Samples = Shape("input.0")[0];
        Outputs = [.. Indexed("output")];
        Batch = new Batch(Samples, Inputs, _tensors.ContainsKey("labels")
            ? new Targets(null, MemoryMarshal.Cast<byte, int>(_tensors["labels"].Data).ToArray())
            : new Targets(Floats("targets"), null));
    }

    /// <summary>Where the files are.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "References");

    public int Samples { get; }

    public float[][] Inputs { get; }

    /// <summary>What all samples give before training.</summary>
    public float[][] Outputs { get; }

    public Batch Batch { get; }

    /// <summary>The names of the parameters.</summary>
    public IEnumerable<string> Parameters => _tensors.Keys.Where(name => name.StartsWith("start.", StringComparison.Ordinal)).Select(name => name["start.".Length..]);

    public int[] Shape(string name) => _tensors[name].Shape;

    public float[] Floats(string name) => MemoryMarshal.Cast<byte, float>(_tensors[name].Data).ToArray();

    private IEnumerable<float[]> Indexed(string name)
    {
        for (int i = 0; _tensors.ContainsKey($"{name}.{i}"); i++) yield return Floats($"{name}.{i}");
    }
}
