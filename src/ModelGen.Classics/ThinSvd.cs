using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace ModelGen.Classics;

/// <summary>
/// The thin singular value decomposition A = U·S·Vᵀ, with as many singular values as the shorter side of A. The QR decomposition comes
/// first, so that nothing is larger than A: MathNet's own would make U a square of the longer side.
/// </summary>
/// <param name="U">[rows, k].</param>
/// <param name="S">k singular values, the largest first.</param>
/// <param name="Vt">[k, columns].</param>
internal sealed record ThinSvd(Matrix<double> U, double[] S, Matrix<double> Vt)
{
    public static ThinSvd Of(Matrix<double> a)
    {
        if (a.RowCount < a.ColumnCount)
        {
            ThinSvd transposed = Of(a.Transpose());
            return new ThinSvd(transposed.Vt.Transpose(), transposed.S, transposed.U.Transpose());
        }

        QR<double> qr = a.QR(QRMethod.Thin);
        Svd<double> inner = qr.R.Svd(computeVectors: true);
        return new ThinSvd(qr.Q * inner.U, inner.S.ToArray(), inner.VT);
    }

    /// <summary>Below this a singular value counts as zero, as in NumPy's <c>matrix_rank</c>.</summary>
    public double Tolerance => S.Length == 0 ? 0 : S[0] * Math.Max(U.RowCount, Vt.ColumnCount) * Epsilon;

    /// <summary>How many singular values do not count as zero.</summary>
    public int Rank => S.Count(value => value > Tolerance);

    // The distance from 1 to the next double.
    private const double Epsilon = 1.0 / (1L << 52);
}
