using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using ModelGen.Runtime;

namespace ModelGen.Serialization;

/// <summary>A tensor on its way into a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The format's name of its element type.</param>
/// <param name="Shape">Its shape; empty for a single number.</param>
/// <param name="Write">Writes its bytes, little-endian.</param>
internal sealed record SavedTensor(string Name, string Type, IReadOnlyList<int> Shape, Action<Stream> Write)
{
    /// <summary>What the factors of whole numbers are called behind the name of these.</summary>
    public const string ScaleSuffix = "_scale";

    public long Bytes => Shape.Aggregate((long)BitsPerElement / 8, (bytes, size) => bytes * size);

    /// <summary>Wider elements come first, so that each tensor is aligned to its type.</summary>
    public int BitsPerElement => TensorTypes.BitsPerElement(Type)!.Value;

    /// <summary>A parameter or buffer; counts as 64-bit integers.</summary>
    public static SavedTensor Of(Parameter parameter) => parameter.Descriptor.IsCount
        ? new(parameter.Name, "I64", parameter.Shape, stream => WriteCounts(stream, parameter.Value.ToArray()))
        : Of(parameter.Name, parameter.Value);

    /// <summary>A parameter or buffer in the form in which the model keeps its weights.</summary>
    /// <exception cref="InvalidOperationException">A number is too large for that form.</exception>
    public static IEnumerable<SavedTensor> Stored(Parameter parameter) => parameter.Descriptor switch
    {
        { IsMeasured: true } when parameter.Value[0] == 0 => [],
        { IsCount: true } or { Storage: Storage.Float32 } => [Of(parameter)],
        { Storage: Storage.Int8 } => Whole(parameter),
        _ => [Narrow(parameter)],
    };

    /// <summary>Weights as whole numbers, and their factors.</summary>
    private static SavedTensor[] Whole(Parameter parameter)
    {
        float[] values = parameter.Value.ToArray(), scales = new float[parameter.Shape[0]];
        WholeNumbers.Of(values, scales);
        return
        [
            new(parameter.Name + ScaleSuffix, "F32", [scales.Length], stream => WriteNumbers(stream, scales)),
            new(parameter.Name, "I8", parameter.Shape, stream => stream.Write([.. values.Select(value => (byte)(sbyte)value)])),
        ];
    }

    private static SavedTensor Narrow(Parameter parameter)
    {
        string type = parameter.Descriptor.Storage == Storage.Float16 ? "F16" : "BF16";
        float[] values = parameter.Value.ToArray();
        if (NarrowFloats.FirstBeyond(type, values) is { } beyond)
        {
            throw new InvalidOperationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The weights cannot be kept as {parameter.Descriptor.Storage}: '{parameter.Name}' holds {beyond}, which would become ")
                + "infinite. Nothing was written.");
        }

        return new(parameter.Name, type, parameter.Shape, stream => stream.Write(NarrowFloats.RoundToBytes(type, values)));
    }

    public static SavedTensor Of(string name, TensorView values) =>
        new(name, "F32", values.Shape, stream => WriteNumbers(stream, values.ToArray()));

    public static SavedTensor Of(string name, double value) =>
        new(name, "F64", [], stream => WriteWord(stream, BitConverter.DoubleToInt64Bits(value)));

    public static SavedTensor Of(string name, long value) => new(name, "I64", [], stream => WriteWord(stream, value));

    public static SavedTensor Of(string name, byte[] bytes) => new(name, "U8", [bytes.Length], stream => stream.Write(bytes));

    private static void WriteWord(Stream stream, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void WriteCounts(Stream stream, float[] values)
    {
        // A cast of what does not fit depends on the machine. 2^62 is a float, as is every count that can have been counted.
        foreach (float value in values)
            WriteWord(stream, float.IsNaN(value) ? 0 : (long)Math.Clamp(value, -(1L << 62), 1L << 62));
    }

    private static void WriteNumbers(Stream stream, float[] values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }
}
