namespace ModelGen.Compiler.Costs;

/// <summary>A vector width and the register tiles that fit it.</summary>
/// <param name="Bits">The width of a vector register.</param>
/// <param name="Accumulators">Registers that sums may occupy, so that their operands still find room.</param>
/// <param name="Tiles">Rows × virtual vectors of accumulators, for rows from many to one; the last has one row.</param>
public sealed record Target(int Bits, int Accumulators, params Tile[] Tiles)
{
    private const int MostVectorsOfRow = 16;

    /// <summary>AVX-512: 32 registers; 14 × 2 accumulators measured at 99 % of the FMA peak.</summary>
    public static readonly Target Vector512 = new(512, 28, new Tile(14, 2), new Tile(4, 4), new Tile(1, 4));

    /// <summary>
    /// AVX2: 16 registers; a virtual vector is two of them. Four rows are eight chains, as many as there are multiply-adds in flight.
    /// </summary>
    public static readonly Target Vector256 = new(256, 12, new Tile(6, 1), new Tile(4, 1), new Tile(1, 4));

    /// <summary>NEON: 32 registers; a virtual vector is four of them. Also the portable path.</summary>
    /// <remarks>At most six rows fit beside a vector of the other operand and a broadcast number: 24 + 4 + 1 registers.</remarks>
    public static readonly Target Vector128 = new(128, 24, new Tile(6, 1), new Tile(4, 1), new Tile(1, 4));

    public static readonly IReadOnlyList<Target> All = [Vector512, Vector256, Vector128];

    /// <summary>The registers that a core has for vectors.</summary>
    public int Registers { get; private init; } = Bits == 256 ? 16 : 32;

    /// <summary>The lanes of a virtual vector that are computed.</summary>
    public int Lanes { get; private init; } = VirtualVector.Lanes;

    /// <summary>Machine vectors in a virtual vector.</summary>
    public int Parts => Lanes * 32 / Bits;

    /// <summary>Floats in a machine vector.</summary>
    public int LanesPerPart => Bits / 32;

    /// <summary>
    /// For kernels that compute only eight lanes: vectors of at most 256 bits, and more rows, since a virtual vector has fewer parts.
    /// </summary>
    public Target Narrow
    {
        get
        {
            var narrow = this with { Bits = Math.Min(Bits, 32 * VirtualVector.NarrowLanes), Lanes = VirtualVector.NarrowLanes };
            return narrow with
            {
                Tiles = Tiles
                    .Select((tile, i) => i == Tiles.Length - 1 ? tile : tile with { Rows = tile.Rows * Parts / narrow.Parts })
                    .ToArray(),
            };
        }
    }

    /// <summary>For kernels of a single sample: its only row has as many vectors as there are accumulators, up to sixteen.</summary>
    public Target OneSample => this with
    {
        IsForOneSample = true,
        Tiles = [.. Tiles.Take(Tiles.Length - 1), new Tile(1, Math.Min(MostVectorsOfRow, Accumulators / Parts))],
    };

    /// <summary>Whether kernels are written for exactly one sample.</summary>
    public bool IsForOneSample { get; private init; }

    /// <summary>
    /// The tile for fewer rows than the largest one has: as many vectors as fit beside those of the other operand, with no more
    /// accumulators.
    /// </summary>
    public Tile TileOf(int rows)
    {
        var accumulators = Tiles[0].Rows * Tiles[0].Vectors;
        var inRegisters = Registers / ((rows + 1) * Parts);
        return new Tile(rows, Math.Max(1, Math.Min(Tiles[Tiles.Length - 1].Vectors, Math.Min(accumulators / rows, inRegisters))));
    }
}

/// <summary>A block of accumulators held in registers.</summary>
public sealed record Tile(int Rows, int Vectors);
