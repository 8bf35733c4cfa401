using System.Text;

namespace ModelGen.Weights;

/// <summary>
/// What TorchSharp's <c>module.save</c> writes: how many tensors there are, and for each its name, the number of its type, its shape and
/// its numbers. All lengths are LEB128. There is no sign at the beginning: it is such a file if all of it can be read as one.
/// </summary>
internal static class TorchSharpFile
{
    private const int LongestName = 4096, MostAxes = 64;

    /// <summary>The element types by the numbers that PyTorch gives them (c10::ScalarType).</summary>
    private static readonly Dictionary<long, string> s_types = new()
    {
        [0] = "U8",
        [1] = "I8",
        [2] = "I16",
        [3] = "I32",
        [4] = "I64",
        [5] = "F16",
        [6] = "F32",
        [7] = "F64",
        [11] = "BOOL",
        [15] = "BF16",
    };

    /// <summary>Whether a name follows the first number.</summary>
    public static bool MayBe(ReadOnlySpan<byte> start)
    {
        int position = 0;
        while (position < start.Length && position < 3 && start[position] >= 0x80) position++;
        return position + 2 < start.Length && start[position + 1] > 0 && start[position + 2] is >= 0x20 and < 0x7F;
    }

    public static ModelWeights Read(Stream file)
    {
        long count = Number(file, "the number of tensors");
        List<WeightTensor> tensors = [];
        for (long i = 0; i < count; i++)
        {
            string name = Name(file, i);
            long code = Number(file, $"the type of '{name}'");
            if (!s_types.TryGetValue(code, out string? type))
                throw Invalid($"the type of '{name}' has the number {code}, which is none that can be read");
            long axes = Number(file, $"the number of axes of '{name}'");
            if (axes > MostAxes)
                throw Invalid($"'{name}' would have {axes} axes");
            long[] shape = new long[axes];
            for (int axis = 0; axis < shape.Length; axis++)
                shape[axis] = Number(file, $"the shape of '{name}'");
            int[] sizes = WeightFile.Sizes(name, shape);
            long bytes = sizes.Aggregate(Serialization.TensorTypes.BitsPerElement(type)!.Value / 8L, (product, size) => product * size);
            if (bytes > file.Length - file.Position)
                throw Invalid($"'{name}' needs {bytes} bytes, and {file.Length - file.Position} are left");
            byte[] data = new byte[WeightFile.ByteCount(name, bytes)];
            file.ReadExactly(data);
            tensors.Add(new WeightTensor(name, type, sizes, data));
        }

        if (file.Position != file.Length)
            throw Invalid($"{file.Length - file.Position} bytes follow the last tensor");
        return new ModelWeights(WeightFormat.TorchSharp, tensors);
    }

    private static string Name(Stream file, long index)
    {
        long length = Number(file, $"the name of tensor {index + 1}");
        if (length is 0 or > LongestName || length > file.Length - file.Position)
            throw Invalid($"the name of tensor {index + 1} would have {length} bytes");
        byte[] bytes = new byte[length];
        file.ReadExactly(bytes);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Invalid($"the name of tensor {index + 1} is not valid UTF-8");
        }
    }

    private static long Number(Stream file, string what)
    {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            int next = file.ReadByte();
            if (next < 0)
                throw Invalid($"it ends where {what} should be");
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw Invalid($"{what} has too many bytes");
    }

    private static InvalidDataException Invalid(string problem) => new(
        $"it looks like a file of TorchSharp, but {problem}. It is truncated, damaged, or of another format.");
}
