using ModelGen.Data;
using ModelGen.Runtime;
using ModelGen.Training;

namespace ModelGen.Analysis;

/// <summary>
/// The loss around the weights of a model, on a grid along two random directions that are scaled filter by filter to the size of the
/// weights. H. Li et al., "Visualizing the loss landscape of neural nets", 2018.
/// </summary>
/// <remarks>Parameters with one axis, such as biases and what normalizations learn, stay as they are, as there. A unit on either axis is a
/// change as large as the weights themselves.</remarks>
public sealed class LossSurface
{
    private readonly double[] _losses;

    private LossSurface(double[] losses, double[] positions) => (_losses, Positions) = (losses, positions);

    /// <summary>Where the grid's points lie on both axes: the middle one is 0, the model itself.</summary>
    public IReadOnlyList<double> Positions { get; }

    /// <summary>The loss at a point of the grid.</summary>
    /// <param name="first">The position along the first direction, from 0 up to the number of <see cref="Positions"/> − 1.</param>
    /// <param name="second">The position along the second one.</param>
    /// <exception cref="IndexOutOfRangeException">A position is outside that range.</exception>
    public double this[int first, int second] =>
        (uint)first < (uint)Positions.Count && (uint)second < (uint)Positions.Count
            ? _losses[(first * Positions.Count) + second]
            : throw new IndexOutOfRangeException($"[{first}, {second}] is outside the grid of {Positions.Count} × {Positions.Count}.");

    /// <summary>Computes the losses: points² times the samples. Afterwards the model is as it was.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples; some hundreds are enough for a picture.</param>
    /// <param name="radius">How far to go to each side; above 0.</param>
    /// <param name="points">How many points each axis has: an odd number, at least 3.</param>
    /// <param name="seed">Decides the directions.</param>
    /// <returns>The surface.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model, or there are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The radius or the number of points is out of range.</exception>
    public static LossSurface Compute<TTarget>(
        ITrainable<TTarget> model, Dataset<TTarget> data, double radius = 1, int points = 21, int seed = 0)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        if (!(radius > 0 && double.IsFinite(radius)))
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "The radius must be above 0.");
        if (points < 3 || points % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(points), points, "The number of points must be odd, and at least 3.");
        TrainingSnapshot before = new(model);
        try
        {
            float[][] first = Direction(model.Parameters, seed, 0), second = Direction(model.Parameters, seed, 1);
            double[] positions = [.. Enumerable.Range(0, points).Select(i => radius * ((2.0 * i / (points - 1)) - 1))];
            double[] losses = new double[points * points];
            for (int i = 0; i < losses.Length; i++)
            {
                (double a, double b) = (positions[i / points], positions[i % points]);
                for (int index = 0; index < first.Length; index++)
                {
                    float[] weights = [.. before.Weights[index]];
                    for (int k = 0; k < weights.Length; k++)
                        weights[k] = (float)(weights[k] + (a * first[index][k]) + (b * second[index][k]));
                    model.Parameters[index].Value.CopyFrom(weights);
                }

                losses[i] = model.Evaluate(data);
            }

            return new LossSurface(losses, positions);
        }
        finally
        {
            before.Restore();
        }
    }

    /// <summary>A random direction: each filter, a row along the first axis, as long as that of the weights.</summary>
    private static float[][] Direction(ParameterSet parameters, int seed, int which)
    {
        RandomStream random = new(seed, RandomStreams.Split + 1 + (uint)which);
        return [.. parameters.Select(parameter =>
        {
            float[] direction = new float[parameter.Length];
            if (!parameter.Trainable || parameter.Shape.Count < 2) return direction;
            random.FillNormal(direction);
            float[] weights = parameter.Value.ToArray();
            int row = direction.Length / parameter.Shape[0];
            for (int start = 0; start < direction.Length; start += row)
            {
                double scale = Norm(weights.AsSpan(start, row)) / (Norm(direction.AsSpan(start, row)) + 1e-10);
                foreach (ref float value in direction.AsSpan(start, row)) value = (float)(value * scale);
            }

            return direction;
        })];
    }

    private static double Norm(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values) sum += (double)value * value;
        return Math.Sqrt(sum);
    }
}
