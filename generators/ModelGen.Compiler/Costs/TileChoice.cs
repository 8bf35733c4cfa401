namespace ModelGen.Compiler.Costs;

/// <summary>An axis that a register tile may cover.</summary>
/// <param name="Count">Its size.</param>
/// <param name="InPanels">Whether a tile must stay within sixteen neighbours.</param>
/// <param name="IsVector">Whether the operand that has it is loaded as vectors; otherwise one number is broadcast.</param>
/// <param name="HasEdges">Whether it has implicit padding, so that the first and the last tile have code of their own.</param>
internal sealed record TileAxis(int Count, bool InPanels, bool IsVector, bool HasEdges);

/// <summary>Chooses the rows and columns of a register tile: those with the fewest cycles for the whole result.</summary>
internal static class TileChoice
{
    // A vector mostly comes from the second-level cache, which takes as long as a product; a single number comes from the first-level one.
    private const double VectorLoad = 1;
    private const double NumberLoad = 0.5;

    // What of a load is not hidden behind products.
    private const double LoadShare = 0.35;

    // Each product of a chain takes four cycles, and two products can start in each cycle.
    private const int ProductsInFlight = 8;

    // The cost of a further tile as code, for a remainder or at an end of the axis: the JIT optimises long methods less.
    private const double KindCost = 1.02;

    private const int MostRows = 16;

    /// <summary>The best tile. Without an axis there is one row or column.</summary>
    /// <param name="target">The registers.</param>
    /// <param name="rows">The axis of rows.</param>
    /// <param name="columns">The axis of columns.</param>
    /// <param name="taps">The taps of a window that every column has. Neighbouring taps read mostly the same elements.</param>
    public static (Tile Tile, double Cost) Best(Target target, TileAxis? rows, TileAxis? columns, int taps = 1)
    {
        var best = (Tile: new Tile(1, 1), Cost: double.MaxValue);
        for (var r = 1; r <= Math.Min(rows?.Count ?? 1, MostRows); r++)
        {
            for (var c = 1; c <= Math.Min(columns?.Count ?? 1, MostRows) && r * c * taps * target.Parts <= target.Accumulators; c++)
            {
                var cost = Cost(target, rows, columns, taps, r, c);
                if (cost < best.Cost) best = (new Tile(r, c), cost);
            }
        }

        return best;
    }

    /// <summary>The sizes of the tiles along an axis, and the number of each.</summary>
    public static IEnumerable<(int Size, int Times)> Pieces(TileAxis? axis, int tile)
    {
        if (axis is null) return [(1, 1)];
        if (!axis.InPanels) return Split(axis.Count, tile, 1);
        var (panels, rest) = (axis.Count / VirtualVector.Lanes, axis.Count % VirtualVector.Lanes);
        return Split(panels > 0 ? VirtualVector.Lanes : 0, tile, panels).Concat(Split(rest, tile, 1));
    }

    private static IEnumerable<(int, int)> Split(int count, int tile, int times)
    {
        if (count >= tile) yield return (tile, count / tile * times);
        if (count % tile > 0) yield return (count % tile, times);
    }

    private static double Cost(Target target, TileAxis? rows, TileAxis? columns, int taps, int r, int c)
    {
        var cost = 0.0;
        var (high, wide) = (Pieces(rows, r).ToArray(), Pieces(columns, c).ToArray());
        foreach (var (height, down) in high)
        {
            foreach (var (width, across) in wide)
            {
                var products = Math.Max(height * width * taps * target.Parts, ProductsInFlight);
                var loads = Loads(rows, height) + Loads(columns, width) + ((taps - 1) * width * NumberLoad * target.Parts);
                cost += down * across * (Math.Max(products, loads) + (LoadShare * loads));

                double Loads(TileAxis? axis, int count) => count * (axis is { IsVector: true } ? VectorLoad * target.Parts : NumberLoad);
            }
        }

        return cost * Math.Pow(KindCost, (Kinds(rows, high.Length) * Kinds(columns, wide.Length)) - 1);

        static int Kinds(TileAxis? axis, int pieces) => pieces + (axis is { HasEdges: true } ? 1 : 0);
    }
}
