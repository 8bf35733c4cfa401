using MathNet.Numerics.LinearAlgebra;
using ModelGen.Data;

namespace ModelGen.Classics;

/// <summary>y = coefficients · x + intercept: what <see cref="LinearRegression"/> and <see cref="Ridge"/> find. Immutable.</summary>
public abstract class LinearModel
{
    private readonly double[] _coefficients;
    private readonly double[] _intercept;

    private protected LinearModel(LinearFit fit)
    {
        InputSize = fit.InputSize;
        TargetSize = fit.Intercept.Length;
        (_coefficients, _intercept, Rank, SingularValues) = (fit.Coefficients, fit.Intercept, fit.Rank, fit.SingularValues);
    }

    /// <summary>How many inputs a sample has.</summary>
    public int InputSize { get; }

    /// <summary>How many numbers are predicted.</summary>
    public int TargetSize { get; }

    /// <summary>The weights, [<see cref="TargetSize"/>, <see cref="InputSize"/>], target after target: scikit-learn's
    /// <c>coef_</c>.</summary>
    public IReadOnlyList<double> Coefficients => _coefficients;

    /// <summary>What is added, one number for each target; zeros without an intercept.</summary>
    public IReadOnlyList<double> Intercept => _intercept;

    /// <summary>The rank of the (centred) inputs: fewer than <see cref="InputSize"/> if one depends on others.</summary>
    public int Rank { get; }

    /// <summary>The singular values of the (centred) inputs, the largest first.</summary>
    public IReadOnlyList<double> SingularValues { get; }

    /// <summary>Predicts.</summary>
    /// <param name="inputs">n · <see cref="InputSize"/> floats, sample after sample.</param>
    /// <returns>n · <see cref="TargetSize"/> floats.</returns>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public float[] Predict(ReadOnlySpan<float> inputs)
    {
        float[] outputs = new float[SampleMatrix.Count(inputs, InputSize) * TargetSize];
        for (int i = 0; i < outputs.Length; i++)
        {
            ReadOnlySpan<float> input = inputs.Slice(i / TargetSize * InputSize, InputSize);
            int target = i % TargetSize;
            double sum = 0;
            for (int k = 0; k < input.Length; k++)
                sum += _coefficients[(target * InputSize) + k] * input[k];
            outputs[i] = (float)(sum + _intercept[target]);
        }

        return outputs;
    }

    /// <summary>The coefficient of determination R², as scikit-learn's <c>score</c>: 1 is perfect, 0 as good as the mean.</summary>
    /// <param name="data">Samples with targets.</param>
    /// <returns>At most 1; the mean over the targets.</returns>
    /// <exception cref="ArgumentException">The samples have another number of inputs or targets.</exception>
    public double Score(Dataset<float> data) => SampleMatrix.R2(data, InputSize, TargetSize, Predict);
}

/// <summary>Weights of a linear model, and what was found on the way.</summary>
internal sealed record LinearFit(int InputSize, double[] Coefficients, double[] Intercept, int Rank, double[] SingularValues)
{
    /// <summary>
    /// The weights w that minimise |y − Xw|² + penalty·|w|²; without a penalty, and if several do, the shortest. From the singular value
    /// decomposition X = U·S·Vᵀ: w = V · diag(s / (s² + penalty)) · Uᵀ · y. The intercept is not penalised: inputs and targets are centred.
    /// </summary>
    public static LinearFit Of(Dataset<float> data, double penalty, bool intercept)
    {
        double[] inputs = SampleMatrix.Rows(data), targets = SampleMatrix.Targets(data);
        int size = data.InputSize, outputs = data.TargetSize;
        double[] inputMeans = new double[size], targetMeans = new double[outputs];
        if (intercept)
        {
            SampleMatrix.Subtract(inputs, inputMeans = SampleMatrix.Means(inputs, size));
            SampleMatrix.Subtract(targets, targetMeans = SampleMatrix.Means(targets, outputs));
        }

        ThinSvd svd = ThinSvd.Of(SampleMatrix.Of(inputs, size));
        int rank = svd.Rank;
        Matrix<double> projected = svd.U.TransposeThisAndMultiply(SampleMatrix.Of(targets, outputs));
        for (int k = 0; k < svd.S.Length; k++)
        {
            double s = svd.S[k], factor = k < rank ? s / ((s * s) + penalty) : 0;
            for (int target = 0; target < outputs; target++)
                projected[k, target] *= factor;
        }

        double[] coefficients = svd.Vt.TransposeThisAndMultiply(projected).ToColumnMajorArray();
        double[] constants = new double[outputs];
        for (int target = 0; target < outputs; target++)
        {
            constants[target] = targetMeans[target];
            for (int k = 0; k < size; k++)
                constants[target] -= coefficients[(target * size) + k] * inputMeans[k];
        }

        return new LinearFit(size, coefficients, constants, rank, svd.S);
    }
}
