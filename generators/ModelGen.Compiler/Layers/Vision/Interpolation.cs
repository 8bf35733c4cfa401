using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary>Interpolation along one axis as a contraction with a table of weights.</summary>
internal static class Interpolation
{
    /// <summary>The table for an axis that is enlarged by an integer factor.</summary>
    public static TableFormula Table(int length, int scale, Upsampling mode, bool alignCorners) =>
        alignCorners ? new AlignedWeights(length, scale, mode) : new PeriodicWeights(scale, mode);

    /// <summary>
    /// Element s·i + r of the result is a sum over the neighbours of element i. A periodic table has phases r and neighbours t; the
    /// elements at the ends are repeated. A table with rows i adds the weights of repeated elements to the last element.
    /// </summary>
    public static Value Resize(Value x, int axis, int scale, Upsampling mode, bool alignCorners)
    {
        var (length, reach) = (x.Shape[axis], Reach(mode));
        var table = x.Builder.Table(Table(length, scale, mode, alignCorners));
        var (read, result) = axis == 2 ? ("w", "ncirw") : ("", "nchir");
        var before = axis == 2 ? "nc" : "nch";
        var phases = alignCorners
            ? x.Builder.Contract($"{before}(i+t-{reach}){read},irt->{result}", x, table)
            : x.Builder.Contract($"{before}(i+t){read},rt->{result}", WithEdges(x, axis, reach), table, ('i', length));
        return phases.Reshape(Resized(x.Shape, axis, length * scale));
    }

    /// <summary>The neighbours on each side that positions up to half a step away need.</summary>
    private static int Reach(Upsampling mode) => mode == Upsampling.Bilinear ? 1 : 2;

    /// <summary>The neighbours of a position and their weights.</summary>
    private static IEnumerable<(int Neighbour, double Weight)> Weights(double place, Upsampling mode)
    {
        var left = (int)Math.Floor(place);
        var distance = place - left;
        return mode == Upsampling.Bilinear
            ? [(left, 1 - distance), (left + 1, distance)]
            : Enumerable.Range(-1, 4).Select(i => (left + i, Cubic(Math.Abs(distance - i))));
    }

    /// <summary>The kernel of cubic convolution, with a = −0.75 as in PyTorch.</summary>
    private static double Cubic(double distance)
    {
        const double A = -0.75;
        return distance <= 1
            ? ((((A + 2) * distance) - (A + 3)) * distance * distance) + 1
            : ((((((distance - 5) * distance) + 8) * distance) - 4) * A);
    }

    private static Value WithEdges(Value x, int axis, int count)
    {
        var (first, last) = (x.Slice(axis, 0, 1), x.Slice(axis, x.Shape[axis] - 1, 1));
        return x.Builder.Concat(axis, [.. Enumerable.Repeat(first, count), x, .. Enumerable.Repeat(last, count)]);
    }

    private static Shape Resized(Shape shape, int axis, int size) =>
        Shape.Of(shape.Dimensions.Select((d, i) => i == axis ? size : d).ToArray());

    /// <summary>Element s·i + r is at position (s·i + r + ½) / s − ½ of the input, so its weights depend on r alone.</summary>
    private sealed record PeriodicWeights(int Scale, Upsampling Mode) : TableFormula
    {
        public override Shape Sizes => Shape.Of(Scale, (2 * Reach(Mode)) + 1);

        public override string Name => $"{Mode}By{Limits.Plain(Scale)}";

        public override double[] Numbers()
        {
            var (reach, width) = (Reach(Mode), (2 * Reach(Mode)) + 1);
            var weights = new double[Scale * width];
            for (var phase = 0; phase < Scale; phase++)
                foreach (var (neighbour, weight) in Weights(((phase + 0.5) / Scale) - 0.5, Mode))
                    weights[(phase * width) + neighbour + reach] += weight;
            return weights;
        }
    }

    /// <summary>
    /// Element j of s · length is at position j · (length − 1) / (s · length − 1), so each has its own weights. With j = s·i + r that
    /// is less than one step from i, so the same neighbours are enough.
    /// </summary>
    private sealed record AlignedWeights(int Length, int Scale, Upsampling Mode) : TableFormula
    {
        public override Shape Sizes => Shape.Of(Length, Scale, (2 * Reach(Mode)) + 1);

        public override string Name => $"{Mode}Corners{Limits.Plain(Length)}By{Limits.Plain(Scale)}";

        public override double[] Numbers()
        {
            var (reach, width, larger) = (Reach(Mode), (2 * Reach(Mode)) + 1, Length * Scale);
            var weights = new double[larger * width];
            for (var j = 0; j < larger; j++)
                foreach (var (neighbour, weight) in Weights(j * (double)(Length - 1) / (larger - 1), Mode))
                    weights[(j * width) + Math.Max(0, Math.Min(Length - 1, neighbour)) - (j / Scale) + reach] += weight;
            return weights;
        }
    }
}
