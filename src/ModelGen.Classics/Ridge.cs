using ModelGen.Data;

namespace ModelGen.Classics;

/// <summary>
/// Least squares with a penalty on the weights, in closed form: the least of Σ(y − ŷ)² + α·Σw²; scikit-learn's <c>Ridge</c>. A. E. Hoerl,
/// R. W. Kennard, "Ridge regression: biased estimation for nonorthogonal problems", 1970.
/// </summary>
/// <remarks>The intercept is not penalised. Squared errors are added up, not averaged: α grows with the number of samples.</remarks>
public sealed class Ridge : LinearModel
{
    private Ridge(LinearFit fit, double alpha)
        : base(fit) => Alpha = alpha;

    /// <summary>The penalty's factor.</summary>
    public double Alpha { get; }

    /// <summary>Finds the weights.</summary>
    /// <param name="data">At least one sample; all numbers finite.</param>
    /// <param name="alpha">The penalty's factor; at least 0, which is <see cref="LinearRegression"/>.</param>
    /// <param name="fitIntercept">Whether a constant is added; false for data that are centred already.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">There are no samples, or NaN or infinity among them.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is negative or not finite.</exception>
    public static Ridge Fit(Dataset<float> data, double alpha = 1, bool fitIntercept = true)
    {
        if (!(alpha >= 0 && double.IsFinite(alpha)))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The penalty must be finite and at least 0.");
        return new Ridge(LinearFit.Of(data, alpha, fitIntercept), alpha);
    }
}
