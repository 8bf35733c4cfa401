using ModelGen.Runtime;

namespace ModelGen.Serialization;

/// <summary>
/// Weights in the safetensors format (https://github.com/huggingface/safetensors): the length of the header as 8 bytes,
/// little-endian; the header, JSON that gives each tensor's type, shape and place; the numbers. Files written here open
/// in the official library, and the other way round.
/// </summary>
public static class SafeTensors
{
    /// <summary>
    /// Writes all parameters and buffers, in their standard shapes, as 32-bit floats; counts as 64-bit integers. Weights of a model that
    /// says so (<see cref="ModelAttribute.Storage"/>) are rounded to 16 bits.
    /// </summary>
    /// <param name="path">The file. If it exists it is replaced in one step, and unchanged if writing fails.</param>
    /// <param name="parameters">What to write.</param>
    /// <exception cref="InvalidOperationException">A weight is too large for the form in which the model keeps them.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    public static void Save(string path, ParameterSet parameters)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(parameters);
        AtomicFile.Write(path, stream => SafeTensorsWriter.Write(stream, parameters));
    }

    /// <summary>Writes all parameters and buffers to a stream, as <see cref="Save(string, ParameterSet)"/> does to a file.</summary>
    /// <param name="stream">Where to write, from where it stands; it need not be able to seek. It is left open.</param>
    /// <param name="parameters">What to write.</param>
    /// <exception cref="InvalidOperationException">A weight is too large for the form in which the model keeps them.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Save(Stream stream, ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(parameters);
        SafeTensorsWriter.Write(stream, parameters);
    }

    /// <summary>
    /// Reads all parameters. The whole file is read and checked against the model first: after an exception no parameter
    /// has changed. Tensors of type F32, F64, F16 and BF16 are accepted, the last three converted; counts may be I64, or missing: then they
    /// are 0.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="parameters">What to overwrite; the file must hold exactly these names and shapes.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is truncated, not in the format, or belongs to another model; the
    /// message names the file, the tensor, and what was found and needed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static void Load(string path, ParameterSet parameters)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(parameters);
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; a safetensors file is needed.");
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no weights file '{path}'.", path);

        using FileStream stream = File.OpenRead(path);
        Load(stream, parameters, $"'{path}'");
    }

    /// <summary>Reads all parameters from a stream, as <see cref="Load(string, ParameterSet)"/> does from a file.</summary>
    /// <param name="stream">The file's bytes, from where the stream stands to its end; it need not be able to seek. It is left
    /// open.</param>
    /// <param name="parameters">What to overwrite; the file must hold exactly these names and shapes.</param>
    /// <exception cref="InvalidDataException">The bytes are truncated, not in the format, or belong to another model; no parameter has
    /// changed.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static void Load(Stream stream, ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(parameters);
        Load(stream, parameters, "the stream");
    }

    /// <summary>Reads all parameters from memory, as <see cref="Load(string, ParameterSet)"/> does from a file.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <param name="parameters">What to overwrite; the file must hold exactly these names and shapes.</param>
    /// <exception cref="InvalidDataException">The bytes are truncated, not in the format, or belong to another model; no parameter has
    /// changed.</exception>
    public static unsafe void Load(ReadOnlySpan<byte> bytes, ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        fixed (byte* first = bytes)
        {
            // An empty span has no address, which a stream would take for a mistake.
            byte none = 0;
            using UnmanagedMemoryStream stream = new(bytes.IsEmpty ? &none : first, bytes.Length);
            Load(stream, parameters, "memory");
        }
    }

    private static void Load(Stream stream, ParameterSet parameters, string source)
    {
        try
        {
            IReadOnlyDictionary<string, TensorEntry> entries = TensorTable.Read(stream).Entries;
            SafeTensorsReader.CheckMatch(entries, parameters);
            float[][] values = SafeTensorsReader.ReadAll(stream, entries, parameters);
            for (int index = 0; index < values.Length; index++)
                parameters[index].Value.CopyFrom(values[index]);
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"Cannot load the weights from {source}: {problem.Message}", problem);
        }
        catch (EndOfStreamException problem)
        {
            throw new InvalidDataException(
                $"Cannot load the weights from {source}: it ends within the data of a tensor. It is truncated, or became shorter while it "
                    + "was read.",
                problem);
        }
    }
}
