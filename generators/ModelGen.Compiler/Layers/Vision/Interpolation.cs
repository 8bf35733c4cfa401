using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>Interpolation along one axis as a contraction with a table of weights.</summary>
internal static class Interpolation
{
    /// <summary>
    /// Element s·i + r lies at (s·i + r + ½) / s − ½ of the input, so its weights depend on r alone: a small table of phases and taps, over
    /// the input with its edges repeated.
    /// </summary>
    public static Value Periodic(Value x, int axis, int scale, Upsampling mode)
    {
        var reach = Reach(mode);
        var weights = new double[scale, (2 * reach) + 1];
        for (var phase = 0; phase < scale; phase++)
            foreach (var (neighbour, weight) in Weights(((phase + 0.5) / scale) - 0.5, mode))
                weights[phase, neighbour + reach] += weight;

        var length = x.Shape[axis];
        var table = x.Builder.Table(weights.Cast<double>(), scale, (2 * reach) + 1);
        var equation = axis == 2 ? "nc(i+t)w,rt->ncirw" : "nch(i+t),rt->nchir";
        var phases = x.Builder.Contract(equation, WithEdges(x, axis, reach), table, ('i', length));
        return phases.Reshape(Resized(x.Shape, axis, length * scale));
    }

    /// <summary>Element j of the scale · length ones lies at j · (length − 1) / (scale · length − 1): every one has weights of its own.</summary>
    public static Value AlignedCorners(Value x, int axis, int scale, Upsampling mode)
    {
        var (length, larger) = (x.Shape[axis], x.Shape[axis] * scale);
        var weights = new double[larger, length];
        for (var j = 0; j < larger; j++)
            foreach (var (neighbour, weight) in Weights(j * (double)(length - 1) / (larger - 1), mode))
                weights[j, Math.Max(0, Math.Min(length - 1, neighbour))] += weight;

        var table = x.Builder.Table(weights.Cast<double>(), larger, length);
        return x.Builder.Contract(axis == 2 ? "nciw,ji->ncjw" : "nchi,ji->nchj", x, table);
    }

    /// <summary>How many neighbours an element can need on each side, half a step away from it at most.</summary>
    private static int Reach(Upsampling mode) => mode == Upsampling.Bilinear ? 1 : 2;

    /// <summary>The neighbours of a place and their weights.</summary>
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

    private static Shape Resized(Shape shape, int axis, int size) => Shape.Of(shape.Dimensions.Select((d, i) => i == axis ? size : d).ToArray());
}
