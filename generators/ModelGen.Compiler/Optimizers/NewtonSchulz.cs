using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Optimizers;

/// <summary>Makes all singular values of a matrix about 1, with matrix products only.</summary>
/// <remarks>
/// X ← a · X + (b · X Xᵀ + c · (X Xᵀ)²) X, a polynomial of the singular values which takes those in (0, 1] to about 0.7 … 1.2 in five
/// steps (K. Jordan et al., Muon, 2024). X Xᵀ and Xᵀ X give the same result: the smaller one is computed.
/// </remarks>
internal static class NewtonSchulz
{
    private const double A = 3.4445, B = -4.7750, C = 2.0315;

    /// <summary>The iteration on a matrix whose norm is at most 1.</summary>
    /// <param name="x">The matrix, as it lies in memory. Zeros of a padding stay zero.</param>
    /// <param name="form">Which of its axes are those of rows.</param>
    /// <param name="iterations">How many steps.</param>
    public static Value Orthogonalize(Value x, MatrixForm form, int iterations)
    {
        var axes = Enumerable.Range(0, form.Shape.Rank).ToArray();
        var side = axes.Where(axis => form.RowAxes.Contains(axis) == form.Rows <= form.Columns).ToArray();
        if (side.Length == 0) return OfVector(x, axes, iterations);
        string all = Letters('a', axes), moved = new(axes.Select(axis => Letter(side.Contains(axis) ? 'k' : 'a', axis)).ToArray());
        string one = Letters('a', side), other = Letters('k', side), third = Letters('u', side);
        var sideInLanes = side.Contains(axes.Length - 1);
        var builder = x.Builder;
        for (var i = 0; i < iterations; i++)
        {
            var gram = builder.Contract($"{all},{moved}->{one}{other}", x, x);
            var mix = (gram * B) + (builder.Contract($"{one}{third},{third}{other}->{one}{other}", gram, gram) * C);

            // It is symmetric, and read so that the result's last axis is that of an operand.
            x = (x * A) + (sideInLanes
                ? builder.Contract($"{moved},{other}{one}->{all}", x, mix)
                : builder.Contract($"{other}{one},{moved}->{all}", mix, x));
        }

        return x;

        // A matrix with one row or one column has one singular value.
        static Value OfVector(Value x, int[] axes, int iterations)
        {
            for (var i = 0; i < iterations; i++)
            {
                var square = (x * x).Sum(axes);
                x *= (square * ((square * C) + B)) + A;
            }

            return x;
        }

        static string Letters(char first, IEnumerable<int> axes) => new(axes.Select(axis => Letter(first, axis)).ToArray());

        static char Letter(char first, int axis) => (char)(first + axis);
    }
}
