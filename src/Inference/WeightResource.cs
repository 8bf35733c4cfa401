using System.Reflection;
using System.Runtime.InteropServices;
using ModelGen.Serialization;

namespace ModelGen.Runtime;

/// <summary>The weights of a model that only predicts: a safetensors file among the resources of the model's assembly.</summary>
/// <remarks>
/// Names, types, shapes and places were checked when the model was compiled, and stand in its code. So the header is not read again: that
/// it is the same is all that must hold.
/// </remarks>
internal sealed class WeightResource : IDisposable
{
    private const int PieceLength = 1 << 14;

    private readonly Stream _stream;
    private readonly AlignedBuffer _memory;
    private float[] _numbers = Array.Empty<float>();
    private float[] _packed = Array.Empty<float>();
    private byte[] _bytes = Array.Empty<byte>();

    /// <summary>Opens the file.</summary>
    /// <param name="assembly">The model's assembly.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="length">The length of the file when the model was compiled.</param>
    /// <param name="headerHash">The hash of its header then, see <see cref="Hash"/>.</param>
    /// <param name="memory">Where the weights go: the model's flat buffer.</param>
    /// <param name="model">The model's class, for messages.</param>
    /// <exception cref="InvalidOperationException">There is no such file, or another one.</exception>
    public WeightResource(Assembly assembly, string name, long length, ulong headerHash, AlignedBuffer memory, string model)
    {
        _memory = memory;
        _stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException(
            $"The weights of {model} are missing: the assembly {assembly.GetName().Name} has no resource '{name}'. Its project must list "
                + "the file: <ModelGenWeights Include=\"…\" />.");
        if (_stream.Length == length && Hash(_stream) == headerHash) return;
        _stream.Dispose();
        throw new InvalidOperationException(
            $"The weights of {model} in the assembly {assembly.GetName().Name} are not those that it was compiled with: the file was "
                + "changed during the build. Build again.");
    }

    /// <summary>Reads a tensor and puts it where the kernels expect it.</summary>
    /// <param name="begin">Where its data begin in the file.</param>
    /// <param name="type">Its type in the file.</param>
    /// <param name="offset">Where it begins in the flat buffer.</param>
    /// <param name="shape">Its standard shape.</param>
    /// <param name="strides">The distances of neighbours in the flat buffer.</param>
    /// <param name="panelAxis">The axis that is cut into panels of sixteen, or -1.</param>
    public void Read(long begin, string type, int offset, ReadOnlySpan<int> shape, ReadOnlySpan<int> strides, int panelAxis = -1) =>
        TensorPacking.Pack(ReadNumbers(begin, type, shape), _memory.Span.Slice(offset), shape, strides, panelAxis);

    /// <summary>Reads a tensor that kernels read as numbers of 16 bits, and puts it where they expect it.</summary>
    /// <param name="begin">Where its data begin in the file.</param>
    /// <param name="type">Its type in the file.</param>
    /// <param name="element">The type in memory: F16 or BF16. Numbers are rounded to the nearest.</param>
    /// <param name="offset">Where it begins in the flat buffer, in elements of that type.</param>
    /// <param name="size">Its size in memory, in elements.</param>
    /// <param name="shape">Its standard shape.</param>
    /// <param name="strides">The distances of neighbours in memory, in elements.</param>
    /// <param name="panelAxis">The axis that is cut into panels of sixteen, or -1.</param>
    public void ReadNarrow(
        long begin,
        string type,
        string element,
        int offset,
        int size,
        ReadOnlySpan<int> shape,
        ReadOnlySpan<int> strides,
        int panelAxis = -1)
    {
        if (_packed.Length < size) _packed = new float[size];
        Span<float> packed = _packed.AsSpan(0, size);
        packed.Clear();
        TensorPacking.Pack(ReadNumbers(begin, type, shape), packed, shape, strides, panelAxis);
        NarrowFloats.Round(element, packed, MemoryMarshal.Cast<float, short>(_memory.Span).Slice(offset, size));
    }

    /// <summary>Reads a tensor that kernels read as whole numbers of 8 bits, and puts it where they expect it.</summary>
    /// <param name="begin">Where its data begin in the file.</param>
    /// <param name="type">Its type in the file. If it is none of whole numbers, those and their factors are made of it.</param>
    /// <param name="offset">Where it begins in the flat buffer, in elements of 8 bits.</param>
    /// <param name="size">Its size in memory, in elements.</param>
    /// <param name="scales">Where its factors begin in the flat buffer.</param>
    /// <param name="shape">Its standard shape; there is a factor for each position along the first axis.</param>
    /// <param name="strides">The distances of neighbours in memory, in elements.</param>
    /// <param name="panelAxis">The axis that is cut into panels of sixteen, or -1.</param>
    public void ReadWhole(
        long begin,
        string type,
        int offset,
        int size,
        int scales,
        ReadOnlySpan<int> shape,
        ReadOnlySpan<int> strides,
        int panelAxis = -1)
    {
        if (_packed.Length < size) _packed = new float[size];
        Span<float> packed = _packed.AsSpan(0, size), numbers = ReadNumbers(begin, type, shape);
        packed.Clear();
        if (type != "I8") WholeNumbers.Of(numbers, _memory.Span.Slice(scales, shape[0]));
        TensorPacking.Pack(numbers, packed, shape, strides, panelAxis);
        Span<sbyte> memory = MemoryMarshal.Cast<float, sbyte>(_memory.Span).Slice(offset, size);
        for (int i = 0; i < size; i++) memory[i] = (sbyte)packed[i];
    }

    /// <summary>Reads a tensor of which kernels read two whole numbers as one element, and puts it where they expect it.</summary>
    /// <param name="begin">Where its data begin in the file.</param>
    /// <param name="type">Its type in the file. If it is none of whole numbers, those and their factors are made of it.</param>
    /// <param name="offset">Where it begins in the flat buffer.</param>
    /// <param name="axis">The axis along which numbers are in pairs.</param>
    /// <param name="scales">Where its factors begin in the flat buffer.</param>
    /// <param name="shape">Its standard shape; there is a factor for each position along the first axis.</param>
    /// <param name="strides">The distances of neighbours in the flat buffer, of pairs along the axis.</param>
    /// <param name="panelAxis">The axis that is cut into panels of sixteen, or -1.</param>
    public void ReadPairs(
        long begin,
        string type,
        int offset,
        int axis,
        int scales,
        ReadOnlySpan<int> shape,
        ReadOnlySpan<int> strides,
        int panelAxis = -1)
    {
        Span<float> numbers = ReadNumbers(begin, type, shape);
        if (type != "I8") WholeNumbers.Of(numbers, _memory.Span.Slice(scales, shape[0]));
        int[] paired = shape.ToArray();
        paired[axis] = (shape[axis] + 1) / 2;
        int size = numbers.Length / shape[axis] * paired[axis], inner = 1;
        for (int i = axis + 1; i < shape.Length; i++) inner *= shape[i];
        if (_packed.Length < size) _packed = new float[size];
        Span<float> packed = _packed.AsSpan(0, size);
        WholeNumbers.Pair(numbers, packed, shape[axis], inner);
        TensorPacking.Pack(packed, _memory.Span.Slice(offset), paired, strides, panelAxis);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>The hash of a file's header, its length included: FNV-1a with 64 bits.</summary>
    public static ulong Hash(Stream file)
    {
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        file.ReadExactly(prefix);
        byte[] header = new byte[BitConverter.ToInt32(prefix)];
        file.ReadExactly(header);
        ulong hash = 14695981039346656037;
        for (int i = 0; i < prefix.Length; i++) hash = (hash ^ prefix[i]) * 1099511628211;
        for (int i = 0; i < header.Length; i++) hash = (hash ^ header[i]) * 1099511628211;
        return hash;
    }

    private Span<float> ReadNumbers(long begin, string type, ReadOnlySpan<int> shape)
    {
        int count = 1;
        for (int axis = 0; axis < shape.Length; axis++) count *= shape[axis];
        if (_numbers.Length < count) _numbers = new float[count];
        Span<float> numbers = _numbers.AsSpan(0, count);
        _stream.Position = begin;
        if (type == "F32" && BitConverter.IsLittleEndian) _stream.ReadExactly(MemoryMarshal.AsBytes(numbers));
        else ReadByPieces(type, numbers);
        return numbers;
    }

    private void ReadByPieces(string type, Span<float> numbers)
    {
        int size = type switch
        {
            "F64" or "I64" => 8,
            "F32" => 4,
            "I8" => 1,
            _ => 2,
        };
        if (_bytes.Length == 0) _bytes = new byte[PieceLength * sizeof(double)];
        for (int done = 0; done < numbers.Length; done += PieceLength)
        {
            Span<float> piece = numbers.Slice(done, Math.Min(PieceLength, numbers.Length - done));
            Span<byte> bytes = _bytes.AsSpan(0, piece.Length * size);
            _stream.ReadExactly(bytes);
            TensorConversion.Convert(type, bytes, piece);
        }
    }
}
