using ModelGen.Serialization;

namespace ModelGen.Onnx;

/// <summary>What an ONNX file has become: the text of a declaration and its weights, not yet written anywhere.</summary>
public sealed class ImportedModel
{
    private readonly IReadOnlyList<ImportedWeight> _weights;

    internal ImportedModel(string className, string source, string weightsFile, IReadOnlyList<ImportedWeight> weights) =>
        (ClassName, Source, WeightsFile, _weights) = (className, source, weightsFile, weights);

    /// <summary>The name of the class.</summary>
    public string ClassName { get; }

    /// <summary>The C# file: the class with its attributes.</summary>
    public string Source { get; }

    /// <summary>The name of the file that holds the weights, without a folder.</summary>
    public string WeightsFile { get; }

    /// <summary>What the class does in another form than the file: a sentence each, for people.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>Names and shapes of the weights, as the model's <c>Load</c> needs them.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<int> Shape)> Weights => [.. _weights.Select(one => (one.Name, one.Shape))];

    /// <summary>The numbers of a weight, the last index fastest.</summary>
    /// <param name="name">A name of <see cref="Weights"/>.</param>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    public float[] Weight(string name) => _weights.FirstOrDefault(one => one.Name == name)?.Values()
        ?? throw new KeyNotFoundException($"There is no weight '{name}'.");

    /// <summary>
    /// Writes <c>Class.cs</c> and the file of weights into a folder, weights first. Each is written beside its place and renamed.
    /// </summary>
    /// <param name="folder">An existing folder.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Write(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        AtomicFile.Write(Path.Combine(folder, WeightsFile), stream => SafeTensorsWriter.Write(stream, _weights.Select(Saved), []));
        AtomicFile.Write(Path.Combine(folder, ClassName + ".cs"), stream =>
        {
            using StreamWriter writer = new(stream, leaveOpen: true);
            writer.Write(Source);
        });
    }

    private static SavedTensor Saved(ImportedWeight weight) =>
        new(weight.Name, "F32", weight.Shape, stream =>
        {
            byte[] bytes = new byte[sizeof(float)];
            foreach (float value in weight.Values())
            {
                System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
                stream.Write(bytes);
            }
        });
}
