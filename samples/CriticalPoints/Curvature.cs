using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace CriticalPoints;

/// <summary>The eigenvalues and eigenvectors of a Hessian.</summary>
internal sealed class Curvature
{
    /// <summary>Eigenvalues closer to zero than this part of the largest are counted as zero: floats know no better.</summary>
    private const double Flat = 1e-5;

    private readonly Evd<double> _parts;

    public Curvature(Matrix<double> hessian)
    {
        _parts = hessian.Evd(Symmetricity.Symmetric);
        Values = [.. _parts.EigenValues.Select(value => value.Real)];
        double bound = Flat * Values.Max(Math.Abs);
        (Negative, Positive) = (Values.Count(value => value < -bound), Values.Count(value => value > bound));
    }

    /// <summary>The eigenvalues in ascending order.</summary>
    public double[] Values { get; }

    /// <summary>How many directions go down on both sides.</summary>
    public int Negative { get; }

    /// <summary>How many go up on both sides.</summary>
    public int Positive { get; }

    /// <summary>What a point with no gradient is.</summary>
    public string Kind => (Negative, Positive) switch
    {
        (0, 0) => "flat",
        (0, _) => "a minimum",
        (_, 0) => "a maximum",
        _ => "a saddle",
    };

    /// <summary>The direction in which the error bends downwards most.</summary>
    public Vector<double> SteepestDown => _parts.EigenVectors.Column(0);

    /// <summary>
    /// Newton's step with the absolute values of the eigenvalues: away from where the error bends downwards, and not towards it (Dauphin et
    /// al. 2014).
    /// </summary>
    public Vector<double> Step(Vector<double> gradient)
    {
        Vector<double> along = _parts.EigenVectors.TransposeThisAndMultiply(gradient);
        double least = 1e-3;
        return -_parts.EigenVectors * along.MapIndexed((i, share) => share / Math.Max(Math.Abs(Values[i]), least));
    }

    public override string ToString() => $"{Negative} negative, {Values.Length - Negative - Positive} zero, {Positive} positive; "
        + $"{Values[0]:0.00000} to {Values[^1]:0.00000}";
}
