namespace ModelGen.Metrics;

/// <summary>How far predicted numbers are from the right ones. Sums are in double precision; a NaN anywhere gives NaN.</summary>
public static class Regression
{
    /// <summary>The mean of |prediction − target|.</summary>
    /// <param name="predictions">The predicted numbers.</param>
    /// <param name="targets">As many right ones.</param>
    /// <returns>At least 0; NaN if there are none.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double MeanAbsoluteError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
        Check(predictions, targets, 1);
        return SumOfAbsolutes(predictions, targets) / targets.Length;
    }

    /// <summary>The mean of (prediction − target)².</summary>
    /// <param name="predictions">The predicted numbers.</param>
    /// <param name="targets">As many right ones.</param>
    /// <returns>At least 0; NaN if there are none.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double MeanSquaredError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
        Check(predictions, targets, 1);
        return SumOfSquares(predictions, targets) / targets.Length;
    }

    /// <summary>The root of <see cref="MeanSquaredError"/>, in the unit of the targets.</summary>
    /// <param name="predictions">The predicted numbers.</param>
    /// <param name="targets">As many right ones.</param>
    /// <returns>At least 0; NaN if there are none.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double RootMeanSquaredError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets) =>
        Math.Sqrt(MeanSquaredError(predictions, targets));

    /// <summary>The coefficient of determination, 1 − Σ(prediction − target)² / Σ(mean − target)²: 1 is perfect, 0 is no better than the
    /// mean. Of several outputs, the mean over theirs, as scikit-learn's <c>r2_score</c>.</summary>
    /// <param name="predictions">n · outputs predicted numbers.</param>
    /// <param name="targets">As many right ones.</param>
    /// <param name="outputs">How many numbers a sample has; at least 1.</param>
    /// <returns>At most 1. Where all targets of an output are equal it is 1 if the predictions are these, otherwise 0. NaN for fewer than
    /// two samples.</returns>
    /// <exception cref="ArgumentException">The lengths differ or do not fit.</exception>
    public static double R2(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, int outputs = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Check(predictions, targets, outputs);
        int samples = targets.Length / outputs;
        if (samples < 2)
            return double.NaN;
        double sum = 0;
        for (int output = 0; output < outputs; output++)
        {
            double mean = 0, residual = 0, total = 0;
            for (int i = output; i < targets.Length; i += outputs)
                mean += targets[i];
            mean /= samples;
            for (int i = output; i < targets.Length; i += outputs)
            {
                residual += Square((double)predictions[i] - targets[i]);
                total += Square(targets[i] - mean);
            }

            sum += total != 0 ? 1 - (residual / total) : double.IsNaN(residual) ? double.NaN : residual == 0 ? 1 : 0;
        }

        return sum / outputs;
    }

    private static double SumOfAbsolutes(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
        double sum = 0;
        for (int i = 0; i < targets.Length; i++)
            sum += Math.Abs((double)predictions[i] - targets[i]);
        return sum;
    }

    private static double SumOfSquares(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
        double sum = 0;
        for (int i = 0; i < targets.Length; i++)
            sum += Square((double)predictions[i] - targets[i]);
        return sum;
    }

    private static double Square(double x) => x * x;

    private static void Check(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, int outputs)
    {
        if (predictions.Length != targets.Length || targets.Length % outputs != 0)
        {
            throw new ArgumentException(
                $"{predictions.Length} predictions and {targets.Length} targets were given; as many are needed, a multiple of {outputs}.",
                nameof(predictions));
        }
    }
}
