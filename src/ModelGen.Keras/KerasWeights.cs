using System.Buffers.Binary;
using System.IO.Compression;
using PureHDF;

namespace ModelGen.Keras;

/// <summary>Reads weights that Keras has saved.</summary>
/// <example><code>
/// LoadReport report = model.LoadFrom(KerasWeights.Read("network.h5"), NameMap.Same.Rename("dense", "dense1"));
/// </code></example>
public static class KerasWeights
{
    private const string WeightsEntry = "model.weights.h5";

    /// <summary>
    /// Reads a file: <c>.h5</c> of Keras 2 and 3 with a whole model or its weights, Keras 3's <c>.weights.h5</c>, and <c>.keras</c>.
    /// </summary>
    /// <remarks>Tensors are called as in PyTorch, <c>conv2d.weight</c>, <c>lstm.weight_ih_l0</c>, and lie as there. What belongs to a layer
    /// of a kind that is not known keeps its name and layout.</remarks>
    /// <param name="path">The file; its first bytes tell the format.</param>
    /// <param name="options">Whether tensors are converted, and what was flattened.</param>
    /// <returns>The tensors, for <c>model.LoadFrom</c>. The file is closed.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no file of Keras, or damaged; or a tensor has a shape that its layer cannot
    /// have.</exception>
    /// <exception cref="ArgumentException">The options name a layer that is not there, or give it a size that does not fit.</exception>
    public static ModelWeights Read(string path, KerasOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new KerasOptions();
        if (Directory.Exists(path)) throw new IOException($"'{path}' is a folder; a file of Keras is needed.");
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        IReadOnlyList<KerasLayer> layers;
        try
        {
            using FileStream file = File.OpenRead(path);
            using Stream weights = Weights(file);
            using var opened = H5File.Open(weights, leaveOpen: true);
            layers = KerasFile.Layers(opened, weights.Length);
        }
        catch (Exception problem) when (problem is not (IOException or UnauthorizedAccessException or OutOfMemoryException))
        {
            // The reader of HDF5 has no exception of its own for damaged files.
            throw new InvalidDataException($"Cannot read the weights of Keras from '{path}': {problem.Message}", problem);
        }
        catch (EndOfStreamException problem)
        {
            throw new InvalidDataException($"Cannot read the weights of Keras from '{path}': it is truncated.", problem);
        }

        if (layers.Count == 0) throw new InvalidDataException($"'{path}' is an HDF5 file without weights of Keras.");
        KerasLayouts.Check(layers, options);
        try
        {
            return new ModelWeights(
                WeightFormat.Keras, layers.SelectMany(layer => KerasLayouts.Of(layer, options)).Select(Tensor));
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"Cannot read the weights of Keras from '{path}': {problem.Message}", problem);
        }
    }

    private static Stream Weights(FileStream file)
    {
        byte[] start = new byte[4];
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (length == 4 && start.AsSpan().SequenceEqual("PK\x03\x04"u8))
        {
            using ZipArchive archive = new(file, ZipArchiveMode.Read, leaveOpen: true);
            ZipArchiveEntry entry = archive.GetEntry(WeightsEntry)
                ?? throw new InvalidDataException($"it is an archive without '{WeightsEntry}', which files of Keras have.");
            if (entry.Length > Array.MaxLength)
                throw new InvalidDataException($"its weights have {entry.Length} bytes, too many for memory.");
            MemoryStream memory = new();
            using Stream stream = entry.Open();
            stream.CopyTo(memory);
            memory.Position = 0;
            return memory;
        }

        if (length < 4 || start[0] != 0x89 || start[1] != 'H' || start[2] != 'D' || start[3] != 'F')
            throw new InvalidDataException("it is neither an HDF5 file nor an archive of Keras.");
        return file;
    }

    private static WeightTensor Tensor(KerasTensor tensor)
    {
        byte[] bytes = new byte[tensor.Values.Length * sizeof(float)];
        for (int i = 0; i < tensor.Values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), tensor.Values[i]);
        return new WeightTensor(tensor.Name, "F32", tensor.Shape, bytes);
    }
}
