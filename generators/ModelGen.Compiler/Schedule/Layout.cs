using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Schedule;

/// <summary>Where the elements of a tensor lie in memory, in floats.</summary>
/// <param name="Strides">The distance between neighbours along each axis.</param>
/// <param name="LaneAxis">The axis whose neighbours are adjacent, so that a vector holds sixteen of them; -1 if there is none.</param>
/// <param name="SampleSize">The distance between samples, or the size of a tensor without a batch.</param>
/// <param name="InPanels">Whether only sixteen neighbours along the lane axis are adjacent: see <see cref="Panels"/>.</param>
/// <remarks>
/// With features in the lanes: row-major. Rows of the last axis longer than one are padded to whole vectors of 16, so that kernels need
/// no remainder. The padding is undefined, except in parameters and their gradients, where it is zero. A tensor of one number a sample
/// is a dense column.
/// </remarks>
public sealed record Layout(EquatableArray<int> Strides, int LaneAxis, int SampleSize, bool InPanels = false)
{
    /// <summary>Floats in a virtual vector.</summary>
    public const int Lanes = VirtualVector.Lanes;

    /// <summary>The compiler's own layout.</summary>
    public static Layout Padded(Shape shape) => Make(shape, padded: true);

    /// <summary>Blocks of sixteen samples, in each of which every element is a vector.</summary>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="isPacked"> Whether nothing lies between the elements. Otherwise the distance of neighbours along an axis is never a
    /// multiple of four kibibytes, where they would use the same sets of the first-level cache: such a distance gets one vector more.
    /// </param>
    /// <remarks>These are panels along the batch: sample i lies at ⌊i / 16⌋ · 16 · stride + i mod 16.</remarks>
    public static Layout Samples(Shape shape, bool isPacked = false)
    {
        var strides = new int[shape.Rank];
        var step = Lanes;
        for (var axis = shape.Rank - 1; axis > 0; axis--)
        {
            if (shape[axis] == 1) continue;
            if (!isPacked && step % 1024 == 0) step += Lanes;
            strides[axis] = step;
            step *= shape[axis];
        }

        strides[0] = step / Lanes;
        return new Layout(strides.ToEquatableArray(), 0, strides[0], InPanels: true);
    }

    /// <summary>The layout of what kernels compute.</summary>
    public static Layout Of(Shape shape, Graph.Lanes lanes) =>
        lanes == Graph.Lanes.Samples && shape.IsBatched ? Samples(shape) : Padded(shape);

    /// <summary>Row-major without gaps: what callers pass and files hold.</summary>
    public static Layout Contiguous(Shape shape) => Make(shape, padded: false);

    /// <summary>A matrix cut into panels of sixteen columns, one behind the other, each row-major.</summary>
    /// <remarks>
    /// A product reads column by column. In a row-major matrix that is a stride of a whole row, which uses few sets of the caches; in a
    /// panel it is the next cache line. Element i of the lane axis lies at ⌊i / 16⌋ · 16 · stride + i mod 16, so a stride times a
    /// position is right at each whole vector. The layout of matrices of sixteen columns and less is the padded one.
    /// </remarks>
    public static Layout Panels(Shape shape)
    {
        var padded = Padded(shape);
        if (shape.IsBatched || padded.LaneAxis < 0 || shape[padded.LaneAxis] <= Lanes) return padded;
        var rows = padded.SampleSize / RoundUp(shape[padded.LaneAxis]);
        if (rows == 1) return padded;
        var strides = new int[shape.Rank];
        var step = Lanes;
        for (var axis = padded.LaneAxis - 1; axis >= 0; axis--)
        {
            if (shape[axis] == 1) continue;
            strides[axis] = step;
            step *= shape[axis];
        }

        strides[padded.LaneAxis] = rows;
        return new Layout(strides.ToEquatableArray(), padded.LaneAxis, padded.SampleSize, InPanels: true);
    }

    /// <summary>Whether a matrix in panels can be read as another without moving an element: only its rows are counted otherwise.</summary>
    public static bool SamePanels(Shape from, Shape to)
    {
        var (a, b) = (Panels(from), Panels(to));
        return a.InPanels && b.InPanels && from.SampleElements == to.SampleElements && from[a.LaneAxis] == to[b.LaneAxis];
    }

    public static int RoundUp(int count) => VirtualVector.RoundUp(count);

    private static Layout Make(Shape shape, bool padded)
    {
        var strides = new int[shape.Rank];
        var first = shape.IsBatched ? 1 : 0;
        var lane = -1;
        var step = 1;
        for (var axis = shape.Rank - 1; axis >= first; axis--)
        {
            if (shape[axis] == 1) continue;
            strides[axis] = step;
            step *= padded && lane < 0 ? RoundUp(shape[axis]) : shape[axis];
            if (lane < 0) lane = axis;
        }

        if (shape.IsBatched)
        {
            if (padded && lane >= 0 && shape[lane] % Lanes == 0) step = Skewed(step);
            strides[0] = step;
            if (lane < 0) lane = 0;
        }

        return new Layout(strides.ToEquatableArray(), lane, step);
    }

    /// <summary>
    /// Samples at a distance of a multiple of a kibibyte would use few sets of the caches. Such a distance gets one vector more.
    /// </summary>
    private static int Skewed(int sampleSize) => sampleSize % 256 == 0 ? sampleSize + Lanes : sampleSize;

    /// <summary>Whether a tensor of one shape can be read as the other without moving an element.</summary>
    public static bool SameMemory(Shape from, Shape to)
    {
        if (from.IsBatched != to.IsBatched || from.SampleElements != to.SampleElements) return false;
        return RowLength(from) == RowLength(to) || (RowLength(from) % Lanes == 0 && RowLength(to) % Lanes == 0);
    }

    private static int RowLength(Shape shape) => shape.Sample.LastOrDefault(d => d != 1) is > 0 and var row ? row : 1;
}
