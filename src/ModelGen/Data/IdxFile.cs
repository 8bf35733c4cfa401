using System.Buffers.Binary;
using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>
/// The content of an IDX file: two zeros, a type, the number of dimensions, their sizes as 32 bits each, big-endian, the data.
/// </summary>
internal sealed record IdxFile(int[] Shape, IdxType Type, byte[] Data)
{
    // DEFLATE never packs better than 1 : 1032, so a header that announces more is damaged; without this check it could
    // make us allocate gigabytes.
    private const long BestCompression = 1032;

    public static IdxFile Read(string path)
    {
        using Stream stream = DataFile.OpenRead(path);
        try
        {
            (int[] shape, IdxType type) = ReadHeader(stream);
            long length = shape.Aggregate((long)type.Size(), (product, size) => checked(product * size));
            long limit = Math.Min(Array.MaxLength, new FileInfo(path).Length * BestCompression);
            if (length > limit)
                throw new InvalidDataException(
                    $"the header announces {TensorShape.Format(shape)} = {length} bytes; the file cannot hold them");

            byte[] data = new byte[length];
            int found = stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
            if (found < data.Length)
                throw new InvalidDataException(
                    $"the header announces {TensorShape.Format(shape)} = {length} bytes; {found} were found: the file is truncated");
            if (stream.ReadByte() >= 0)
                throw new InvalidDataException($"there are bytes behind the {length} that the header announces");
            return new IdxFile(shape, type, data);
        }
        catch (Exception problem) when (problem is InvalidDataException or OverflowException)
        {
            string reason = problem is OverflowException ? "the header announces impossible sizes" : problem.Message.TrimEnd('.');
            throw new InvalidDataException($"'{path}' is not a valid IDX file: {reason}.", problem);
        }
    }

    /// <summary>The elements, each divided by a number, rounded to the nearest float.</summary>
    public float[] ToFloats(double divisor)
    {
        float[] values = new float[Data.Length / Type.Size()];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(Type.Read(Data.AsSpan(i * Type.Size())) / divisor);
        return values;
    }

    /// <summary>The elements as labels: whole numbers of at least 0.</summary>
    /// <exception cref="InvalidDataException">One is something else; the message leaves the file's name to the caller.</exception>
    public int[] ToLabels()
    {
        int[] labels = new int[Data.Length / Type.Size()];
        for (int i = 0; i < labels.Length; i++)
        {
            double number = Type.Read(Data.AsSpan(i * Type.Size()));
            if (!(number >= 0 && number < int.MaxValue) || number != Math.Floor(number))
                throw new InvalidDataException(
                    $"the label of sample {i} is {Numbers.Format(number, "R")}; it must be a whole number of at least 0");
            labels[i] = (int)number;
        }

        return labels;
    }

    private static (int[] Shape, IdxType Type) ReadHeader(Stream stream)
    {
        Span<byte> word = stackalloc byte[sizeof(int)];
        ReadWord(stream, word);
        if (word[0] != 0 || word[1] != 0)
            throw new InvalidDataException(
                $"it begins with {Convert.ToHexString(word)}; two zeros, the type and the number of dimensions are needed");
        IdxType type = (IdxType)word[2];
        if (type.Size() == 0)
            throw new InvalidDataException($"its elements have the type 0x{word[2]:X2}; 0x08, 0x09, and 0x0B to 0x0E are known");
        if (word[3] == 0)
            throw new InvalidDataException("it has 0 dimensions; at least 1 is needed");

        int[] shape = new int[word[3]];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            ReadWord(stream, word);
            shape[axis] = checked((int)BinaryPrimitives.ReadUInt32BigEndian(word));
        }

        return (shape, type);
    }

    private static void ReadWord(Stream stream, Span<byte> word)
    {
        if (stream.ReadAtLeast(word, word.Length, throwOnEndOfStream: false) < word.Length)
            throw new InvalidDataException("the header is truncated");
    }
}
