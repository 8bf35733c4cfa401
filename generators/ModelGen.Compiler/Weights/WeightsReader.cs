using ModelGen.Compiler.Spec;
using ModelGen.Serialization;

namespace ModelGen.Compiler.Weights;

/// <summary>Reads what the compiler must know of a file of weights: its header, and whether its numbers are finite.</summary>
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
        var notFinite = new List<string>();
        var piece = new byte[Math.Min(PieceLength, Math.Max(8, length))];
        foreach (var tensor in tensors)
            if (!IsFinite(file, tensor, piece)) notFinite.Add(tensor.Name);
        return new WeightsHeader(
            resource,
            length,
            Hash(table.Header),
            tensors.Select(t => new TensorSpec(t.Name, t.Type, t.Shape.ToEquatableArray(), table.Start + t.Begin)).ToEquatableArray(),
            table.Metadata.TryGetValue(ArchitectureKey, out var architecture) ? architecture : null,
            notFinite.ToEquatableArray());
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

    /// <summary>Reads the data of a tensor; false if one of its numbers is NaN or infinite.</summary>
    private static bool IsFinite(Stream file, TensorEntry tensor, byte[] piece)
    {
        // Where the bits of the exponent are, in the last two bytes of a number.
        var (size, exponent) = tensor.Type switch
        {
            "F64" => (8, 0x7FF0),
            "F32" => (4, 0x7F80),
            "BF16" => (2, 0x7F80),
            "F16" => (2, 0x7C00),
            _ => (1, 0),
        };
        var isFinite = true;
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
            if (exponent == 0 || !isFinite) continue;
            for (var last = size - 1; last < count; last += size)
            {
                if ((((piece[last] << 8) | piece[last - 1]) & exponent) != exponent) continue;
                isFinite = false;
                break;
            }
        }

        return isFinite;
    }
}
