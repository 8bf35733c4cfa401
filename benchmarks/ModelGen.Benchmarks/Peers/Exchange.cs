using System.Runtime.InteropServices;

namespace ModelGen.Benchmarks.Peers;

/// <summary>A temporary folder through which a peer gets the weights and the data; deleted when disposed.</summary>
internal sealed class Exchange : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("modelgen-peers-");

    /// <summary>The safetensors file with our weights.</summary>
    public string Weights => Path.Combine(_folder.FullName, "weights.safetensors");

    /// <summary>All inputs, as 32-bit floats one after the other.</summary>
    public string Inputs => Path.Combine(_folder.FullName, "inputs.bin");

    /// <summary>All targets, as 32-bit integers or floats.</summary>
    public string Targets => Path.Combine(_folder.FullName, "targets.bin");

    /// <summary>Writes numbers as they lie in memory.</summary>
    public static void Write<T>(string path, ReadOnlySpan<T> values)
        where T : unmanaged => File.WriteAllBytes(path, MemoryMarshal.AsBytes(values));

    public void Dispose() => _folder.Delete(recursive: true);
}
