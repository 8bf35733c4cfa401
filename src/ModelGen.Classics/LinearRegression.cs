using ModelGen.Data;

namespace ModelGen.Classics;

/// <summary>
/// Linear least squares in closed form: the weights with the least sum of squared errors; scikit-learn's <c>LinearRegression</c>.
/// </summary>
/// <remarks>
/// By the singular value decomposition of the centred inputs, which is as exact as they allow, where the normal equations would square
/// their condition number. If inputs depend on each other, or are more than the samples, the shortest of the solutions is taken.
/// </remarks>
/// <example><code>double r2 = LinearRegression.Fit(training).Score(test);</code></example>
public sealed class LinearRegression : LinearModel
{
    private LinearRegression(LinearFit fit)
        : base(fit)
    {
    }

    /// <summary>Finds the weights.</summary>
    /// <param name="data">At least one sample; all numbers finite.</param>
    /// <param name="fitIntercept">Whether a constant is added; false for data that are centred already.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">There are no samples, or NaN or infinity among them.</exception>
    public static LinearRegression Fit(Dataset<float> data, bool fitIntercept = true) => new(LinearFit.Of(data, 0, fitIntercept));
}
