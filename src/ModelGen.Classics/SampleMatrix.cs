using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.LinearAlgebra.Storage;
using ModelGen.Data;
using ModelGen.Metrics;

namespace ModelGen.Classics;

/// <summary>Samples in double precision, and what is checked of them.</summary>
internal static class SampleMatrix
{
    /// <summary>The inputs of a dataset, sample after sample.</summary>
    public static double[] Rows<TTarget>(Dataset<TTarget> data, int fewest = 1)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count < fewest)
            throw new ArgumentException($"The data have {data.Count} samples; at least {fewest} are needed.", nameof(data));
        double[] rows = new double[checked(data.Count * data.InputSize)];
        float[] sample = new float[data.InputSize];
        for (int row = 0; row < data.Count; row++)
        {
            data.CopyInput(row, sample);
            for (int column = 0; column < sample.Length; column++)
            {
                if (!float.IsFinite(sample[column]))
                {
                    throw new ArgumentException(
                        FormattableString.Invariant($"Input {column} of sample {row} is {sample[column]}; finite numbers are needed."),
                        nameof(data));
                }

                rows[(row * sample.Length) + column] = sample[column];
            }
        }

        return rows;
    }

    /// <summary>The targets of a dataset, sample after sample.</summary>
    public static double[] Targets(Dataset<float> data)
    {
        ReadOnlySpan<float> targets = data.Targets;
        double[] rows = new double[targets.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            if (!float.IsFinite(targets[i]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"Target {i % data.TargetSize} of sample {i / data.TargetSize} is {targets[i]}; finite numbers are needed."),
                    nameof(data));
            }

            rows[i] = targets[i];
        }

        return rows;
    }

    /// <summary>Inputs that are to be predicted, sample after sample; the lengths must fit.</summary>
    public static int Count(ReadOnlySpan<float> inputs, int inputSize)
    {
        if (inputs.Length % inputSize != 0)
            throw new ArgumentException($"{inputs.Length} input values were given; a multiple of {inputSize} is needed.", nameof(inputs));
        return inputs.Length / inputSize;
    }

    /// <summary>Throws if the samples have another length than those that were fitted.</summary>
    public static void CheckSize<TTarget>(Dataset<TTarget> data, int inputSize)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.InputSize != inputSize)
        {
            throw new ArgumentException(
                $"The samples have {data.InputSize} inputs; those that were fitted have {inputSize}.", nameof(data));
        }
    }

    /// <summary>The coefficient of determination R² of what a model predicts, as scikit-learn's <c>score</c>.</summary>
    /// <param name="data">Samples with targets.</param>
    /// <param name="inputSize">How many inputs the model has.</param>
    /// <param name="targetSize">How many numbers it predicts.</param>
    /// <param name="predict">The model.</param>
    public static double R2(Dataset<float> data, int inputSize, int targetSize, Func<ReadOnlySpan<float>, float[]> predict)
    {
        CheckSize(data, inputSize);
        if (data.TargetSize != targetSize)
            throw new ArgumentException($"The samples have {data.TargetSize} targets; {targetSize} are predicted.", nameof(data));
        return Regression.R2(predict(data.Inputs), data.Targets, targetSize);
    }

    /// <summary>The mean of each column.</summary>
    public static double[] Means(double[] rows, int columns)
    {
        double[] means = new double[columns];
        for (int i = 0; i < rows.Length; i++)
            means[i % columns] += rows[i];
        for (int column = 0; column < columns; column++)
            means[column] /= rows.Length / columns;
        return means;
    }

    /// <summary>Subtracts a row from each row, in place.</summary>
    public static void Subtract(double[] rows, double[] means)
    {
        for (int i = 0; i < rows.Length; i++)
            rows[i] -= means[i % means.Length];
    }

    public static Matrix<double> Of(double[] rows, int columns) =>
        new DenseMatrix(DenseColumnMajorMatrixStorage<double>.OfRowMajorArray(rows.Length / columns, columns, rows));
}
