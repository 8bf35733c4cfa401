using ModelGen.Compiler.Spec;
using ModelGen.Serialization;

namespace ModelGen.Compiler.Weights;

/// <summary>Reads what the compiler must know of a file of weights: its header, and how large its numbers are.</summary>
public static class WeightsReader
{
    /// <summary>The metadata in which a model that saves its weights notes its architecture.</summary>
    public const string ArchitectureKey = "modelgen.architecture";

    private const int PieceLength = 1 << 16;

    /// <summary>Reads a file, which is gone through once, with little memory.</summary>
    /// <param name="file">The file, at its beginning; it can tell its length.</param>
    /// <param name="resource">The name under which it is a resource of the assembly.</param>
    /// <exception cref="InvalidDataException">It is not in the format; the message is the end of a sentence.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static WeightsHeader Read(Stream file, string resource)
    {
        var length = file.Length;
        var table = TensorTable.Read(file);
        var tensors = table.Entries.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End).ToArray();
        var piece = new byte[Math.Min(PieceLength, Math.Max(8, length))];
        var reach = tensors.Select(tensor => ReachOf(file, tensor, piece)).ToArray();
        return new WeightsHeader(
            resource,
            length,
            Hash(table.Header),
            tensors.Select((t, i) => new TensorSpec(t.Name, t.Type, t.Shape.ToEquatableArray(), table.Start + t.Begin, reach[i]))
                .ToEquatableArray(),
            table.Metadata.TryGetValue(ArchitectureKey, out var architecture) ? architecture : null,
            tensors.Where((_, i) => reach[i] == Reach.None).Select(t => t.Name).ToEquatableArray())
        {
            NotPositive = tensors.Where(tensor => IsNotPositive(file, table.Start, tensor)).Select(t => t.Name).ToEquatableArray(),
        };
    }

    /// <summary>Whether a tensor is one float that is not larger than 0.</summary>
    private static bool IsNotPositive(Stream file, long start, TensorEntry tensor)
    {
        if (tensor.Type != "F32" || tensor.End - tensor.Begin != sizeof(float)) return false;
        file.Position = start + tensor.Begin;
        uint bits = 0;
        for (var i = 0; i < sizeof(float); i++) bits |= (uint)file.ReadByte() << (8 * i);
        return bits == 0 || bits >= 0x8000_0000;
    }

    /// <summary>The hash that the code of a model expects: FNV-1a of the header and its length.</summary>
    private static ulong Hash(byte[] header)
    {
        var hash = 14695981039346656037;
        for (var i = 0; i < sizeof(long); i++) Add((byte)(header.LongLength >> (8 * i)));
        foreach (var value in header) Add(value);
        return hash;

        void Add(byte value) => hash = unchecked((hash ^ value) * 1099511628211);
    }

    /// <summary>Reads the data of a tensor.</summary>
    private static Reach ReachOf(Stream file, TensorEntry tensor, byte[] piece)
    {
        // The upper 16 bits, without the sign, from which on a number may be infinite as a half; most are below.
        var (size, large) = tensor.Type switch
        {
            "F64" => (8, 0x40EF),
            "F32" => (4, 0x477F),
            "BF16" => (2, 0x477F),
            "F16" => (2, 0x7C00),
            _ => (1, int.MaxValue),
        };
        var reach = Reach.Half;
        for (var left = tensor.End - tensor.Begin; left > 0;)
        {
            var count = (int)Math.Min(left, piece.Length / size * size);
            for (var done = 0; done < count;)
            {
                var read = file.Read(piece, done, count - done);
                if (read == 0) throw new InvalidDataException("it became shorter while it was read.");
                done += read;
            }

            left -= count;
            if (large == int.MaxValue || reach == Reach.None) continue;
            for (var last = size - 1; last < count; last += size)
            {
                if ((((piece[last] << 8) | piece[last - 1]) & 0x7FFF) < large) continue;
                var own = ReachOf(tensor.Type, piece, last);
                if (own > reach) reach = own;
            }
        }

        return reach;
    }

    /// <summary>The reach of one large number.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="piece">Where it is, little-endian.</param>
    /// <param name="last">Its last byte.</param>
    private static Reach ReachOf(string type, byte[] piece, int last)
    {
        if (type == "F16") return Reach.None;
        ulong bits = 0;
        for (var i = 0; i < (type == "F64" ? 8 : type == "F32" ? 4 : 2); i++) bits = (bits << 8) | piece[last - i];
        var word = type switch
        {
            "F64" => Bits((float)BitConverter.Int64BitsToDouble((long)bits)),
            "F32" => (uint)bits,
            _ => (uint)bits << 16,
        };
        return (word & 0x7FFF_FFFF) switch
        {
            >= 0x7F80_0000 => Reach.None,
            >= 0x7F7F_8000 => Reach.Single,
            >= 0x477F_F000 => Reach.BFloat16,
            _ => Reach.Half,
        };

        static uint Bits(float number) => BitConverter.ToUInt32(BitConverter.GetBytes(number), 0);
    }
}
