namespace ModelGen.Compiler.Schedule;

/// <summary>A vector width and the register tiles that fit it.</summary>
/// <param name="Bits">The width of a vector register.</param>
/// <param name="Tiles">Rows × virtual vectors of accumulators, for rows from many to one; the last has one row.</param>
public sealed record Target(int Bits, params Tile[] Tiles)
{
    /// <summary>AVX-512: 32 registers; 14 × 2 accumulators measured at 99 % of the FMA peak.</summary>
    public static readonly Target Vector512 = new(512, new Tile(14, 2), new Tile(4, 4), new Tile(1, 4));

    /// <summary>AVX2: 16 registers; a virtual vector is two of them.</summary>
    public static readonly Target Vector256 = new(256, new Tile(6, 1), new Tile(1, 4));

    /// <summary>NEON: 32 registers; a virtual vector is four of them. Also the portable path.</summary>
    public static readonly Target Vector128 = new(128, new Tile(6, 1), new Tile(1, 4));

    public static readonly IReadOnlyList<Target> All = [Vector512, Vector256, Vector128];

    /// <summary>Machine vectors in a virtual vector of sixteen floats.</summary>
    public int Parts => 512 / Bits;

    /// <summary>Floats in a machine vector.</summary>
    public int LanesPerPart => Bits / 32;
}

/// <summary>A block of accumulators held in registers.</summary>
public sealed record Tile(int Rows, int Vectors);
