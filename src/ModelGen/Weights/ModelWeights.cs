using System.Collections;
using System.Diagnostics.CodeAnalysis;
using ModelGen.Runtime;
using ModelGen.Weights;

namespace ModelGen;

/// <summary>
/// The tensors of a file that somebody else wrote: safetensors (also in several files with an index), PyTorch's <c>.pt</c> and
/// <c>.pth</c> state dicts, TorchSharp's <c>.dat</c>, NumPy's <c>.npz</c>. The first bytes tell the format, not the name.
/// </summary>
/// <remarks>
/// Nothing in a file is executed: of a pickle only tensors, numbers, texts, lists and dictionaries are read, and anything else is
/// refused. Memory is bounded by the size of the file, except for npz files that are compressed.
/// </remarks>
/// <example><code>
/// var weights = ModelWeights.Read("resnet18.pth");
/// foreach (var tensor in weights) Console.WriteLine(tensor);        // conv1.weight F32 [64, 3, 7, 7]
/// float[] kernel = weights["conv1.weight"].ToFloats();
/// </code></example>
public sealed class ModelWeights : IReadOnlyList<WeightTensor>
{
    private readonly WeightTensor[] _tensors;
    private readonly Dictionary<string, WeightTensor> _byName;

    internal ModelWeights(WeightFormat format, IEnumerable<WeightTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        Format = format;
        Metadata = metadata ?? new Dictionary<string, string>();
        _tensors = [.. tensors];
        _byName = new Dictionary<string, WeightTensor>(_tensors.Length, StringComparer.Ordinal);
        foreach (WeightTensor tensor in _tensors)
        {
            if (!_byName.TryAdd(tensor.Name, tensor))
                throw new InvalidDataException($"two tensors are called '{tensor.Name}'.");
        }
    }

    /// <summary>The format of the file.</summary>
    public WeightFormat Format { get; }

    /// <summary>What the writer of a safetensors file noted: texts by name. Empty for the other formats.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>How many tensors there are.</summary>
    public int Count => _tensors.Length;

    /// <summary>A tensor by its position: in the order of the file, of safetensors that of its data.</summary>
    /// <param name="index">From 0 up to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is outside that range.</exception>
    public WeightTensor this[int index]
    {
        get
        {
            if ((uint)index < (uint)_tensors.Length)
                return _tensors[index];
            throw new ArgumentOutOfRangeException(
                nameof(index), index, $"The file has {_tensors.Length} tensors; the index must be at least 0 and less than that.");
        }
    }

    /// <summary>A tensor by its name.</summary>
    /// <param name="name">The name; upper and lower case differ. Tensors in nested dictionaries have dots between the keys:
    /// <c>model.fc1.weight</c>.</param>
    /// <exception cref="KeyNotFoundException">No tensor has this name; the message gives the nearest.</exception>
    public WeightTensor this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            if (_byName.TryGetValue(name, out WeightTensor? tensor))
                return tensor;
            throw new KeyNotFoundException(_tensors.Length == 0
                ? $"There is no tensor '{name}': the file has none."
                : $"There is no tensor '{name}'. Did you mean '{EditDistance.Nearest(name, _byName.Keys)}'?");
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; its format is told from its first bytes.</param>
    /// <returns>Its tensors. The file is closed.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is truncated, malformed, or of a format that cannot be read; the message says
    /// what was found, and what to do where that is known.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ModelWeights Read(string path) => WeightFile.Read(path);

    /// <summary>Whether there is a tensor of this name.</summary>
    /// <param name="name">The name; upper and lower case differ.</param>
    /// <returns>True if there is.</returns>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>Looks a tensor up by its name.</summary>
    /// <param name="name">The name; upper and lower case differ.</param>
    /// <param name="tensor">The tensor, or null.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out WeightTensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <summary>Walks the tensors.</summary>
    /// <returns>An enumerator over <see cref="Count"/> tensors.</returns>
    public IEnumerator<WeightTensor> GetEnumerator() => ((IEnumerable<WeightTensor>)_tensors).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
