using System.Buffers.Binary;
using System.IO.Compression;
using ModelGen.Data;
using ModelGen.Serialization;

namespace ModelGen.Weights;

/// <summary>Tells the format of a file from its first bytes, and reads it.</summary>
internal static class WeightFile
{
    /// <summary>The pickle of the number with which files of PyTorch before 1.6 begin, at protocol 2.</summary>
    private static readonly byte[] s_legacyPyTorch = [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19];

    private static readonly byte[] s_hdf5 = [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    public static ModelWeights Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; a file of weights is needed.");
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no weights file '{path}'.", path);
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            byte[] start = new byte[16];
            int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            file.Position = 0;
            return Read(path, file, start.AsSpan(0, length));
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"Cannot read the weights from '{path}': {problem.Message}", problem);
        }
        catch (EndOfStreamException problem)
        {
            throw new InvalidDataException($"Cannot read the weights from '{path}': it ends within a tensor. It is truncated.", problem);
        }
    }

    private static ModelWeights Read(string path, FileStream file, ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8))
            return ReadArchive(path, file);
        if (start.StartsWith(s_hdf5))
        {
            throw new InvalidDataException(
                "it is an HDF5 file, as Keras writes. 'KerasWeights.Read(path)' of the package ModelGen.Keras reads such files, for "
                    + "'model.LoadFrom(weights)'.");
        }

        if (start.StartsWith(s_legacyPyTorch))
        {
            throw new InvalidDataException(
                "it has the format of PyTorch before 1.6. 'torch.save(torch.load(path), path)' in a newer version writes the present one.");
        }

        if (start.Length > 1 && start[0] == 0x80 && start[1] <= 5)
        {
            throw new InvalidDataException(
                "it is a pickle without the archive around it that 'torch.save' makes. Save the state dict with 'torch.save'.");
        }

        if (IsSafeTensors(start, file.Length))
            return ReadSafeTensors(file);
        if (FirstLetter(start) == '{')
            return ShardIndex.Read(path, file);
        if (TorchSharpFile.MayBe(start))
            return TorchSharpFile.Read(file);
        throw new InvalidDataException(
            "its first bytes are those of no known format. Files of safetensors, PyTorch (.pt, .pth), TorchSharp (.dat) and NumPy (.npz) "
                + "can be read.");
    }

    public static ModelWeights ReadSafeTensors(Stream file)
    {
        TensorTable table = TensorTable.Read(file);
        List<WeightTensor> tensors = [];
        foreach (TensorEntry entry in table.Entries.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (!WeightTensor.IsReadable(entry.Type))
                throw new InvalidDataException($"the tensor '{entry.Name}' has the type {entry.Type}, which cannot be read.");
            byte[] bytes = new byte[ByteCount(entry.Name, entry.End - entry.Begin)];
            file.ReadExactly(bytes);
            tensors.Add(new WeightTensor(entry.Name, entry.Type, Sizes(entry.Name, entry.Shape), bytes));
        }

        return new ModelWeights(WeightFormat.SafeTensors, tensors, table.Metadata);
    }

    /// <summary>The sizes of axes that a file gives; their product fits in an array of floats.</summary>
    public static int[] Sizes(string name, ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long size in shape)
        {
            if (size is < 0 or > int.MaxValue || (count *= size) > Array.MaxLength)
            {
                throw new InvalidDataException(
                    $"the tensor '{name}' has the shape [{string.Join(", ", shape.ToArray())}], too large for an array.");
            }
        }

        int[] sizes = new int[shape.Length];
        for (int axis = 0; axis < sizes.Length; axis++)
            sizes[axis] = (int)shape[axis];
        return sizes;
    }

    public static int ByteCount(string name, long bytes) => bytes <= Array.MaxLength
        ? (int)bytes
        : throw new InvalidDataException($"'{name}' has {bytes} bytes; an array holds {Array.MaxLength}.");

    private static ModelWeights ReadArchive(string path, FileStream file)
    {
        using ZipArchive archive = new(file, ZipArchiveMode.Read);
        if (archive.Entries.FirstOrDefault(entry => entry.Name == "data.pkl") is { } pickle)
            return PyTorchFile.Read(archive, pickle);
        if (archive.GetEntry("model.weights.h5") is not null)
        {
            throw new InvalidDataException(
                "it is a model of Keras. 'KerasWeights.Read(path)' of the package ModelGen.Keras reads such files, for "
                    + "'model.LoadFrom(weights)'.");
        }

        if (archive.Entries.Any(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)))
        {
            return new ModelWeights(WeightFormat.Npz, NpzFile.Load(path).Select(array => FromNumpy(array.Key, array.Value)));
        }

        throw new InvalidDataException("it is an archive with neither 'data.pkl', as PyTorch writes, nor arrays of NumPy ('.npy').");
    }

    private static WeightTensor FromNumpy(string name, NpyArray array) =>
        new(name, array.StandardType, [.. array.Shape], array.ToLittleEndian());

    /// <summary>Eight bytes with the length of a header that fits in the file, and then an object.</summary>
    private static bool IsSafeTensors(ReadOnlySpan<byte> start, long length) =>
        start.Length > 8 && start[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(start) <= (ulong)length;

    private static char FirstLetter(ReadOnlySpan<byte> start)
    {
        foreach (byte letter in start)
        {
            if (letter is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                return (char)letter;
        }

        return '\0';
    }
}
