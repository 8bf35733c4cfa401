using ModelGen.Serialization;

namespace ModelGen.Onnx.Format;

/// <summary>An ONNX file. https://github.com/onnx/onnx/blob/main/docs/IR.md</summary>
internal sealed class OnnxModel
{
    /// <summary>What a message of protocol buffers may have at most.</summary>
    public const int LargestMessage = int.MaxValue;

    public long IrVersion { get; init; } = 8;

    public string Producer { get; init; } = "";

    public string ProducerVersion { get; init; } = "";

    /// <summary>The version of the operators, by domain; the domain of ONNX' own is "".</summary>
    public IReadOnlyDictionary<string, long> Opsets { get; init; } = new Dictionary<string, long>();

    public OnnxGraph Graph { get; init; } = new();

    /// <summary>The version of ONNX' own operators.</summary>
    public long Opset => Opsets.GetValueOrDefault("", 1);

    /// <summary>Reads a file. Tensors that lie in files of their own are read when they are needed.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no ONNX file, damaged, or larger than 2 GB.</exception>
    public static OnnxModel Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new IOException($"'{path}' is a folder; an ONNX file is needed.");
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no ONNX file '{path}'.", path);
        long length = new FileInfo(path).Length;
        if (length > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"'{path}' has {length} bytes; a message of protocol buffers has at most {LargestMessage}. Larger models keep "
                    + "their tensors in files of their own (external data).");
        }

        try
        {
            return Read(File.ReadAllBytes(path), Path.GetDirectoryName(Path.GetFullPath(path)));
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"Cannot read '{path}' as ONNX: {problem.Message}", problem);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">They must not change as long as the model is used.</param>
    /// <param name="folder">Where files of tensors lie; null if there are none.</param>
    public static OnnxModel Read(ReadOnlyMemory<byte> bytes, string? folder = null) => new OnnxReader(folder).Model(bytes);

    /// <summary>Writes a file, beside the one wanted, and renames it.</summary>
    /// <exception cref="InvalidDataException">The model would have more than 2 GB.</exception>
    public void Write(string path)
    {
        byte[] bytes = ToBytes();
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>The bytes of a file.</summary>
    public byte[] ToBytes() => OnnxWriter.Model(this);
}
