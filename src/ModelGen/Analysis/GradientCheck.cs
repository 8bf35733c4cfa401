using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Analysis;

/// <summary>What a gradient check found for one parameter.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Norm">The norm of its gradient.</param>
/// <param name="RelativeError">The largest difference between the gradient and finite differences, over the directions that were tried, in
/// units of the norm.</param>
/// <param name="Passed">Whether the difference is explained by the tolerance and the rounding of the loss.</param>
public sealed record GradientCheckRow(string Name, double Norm, double RelativeError, bool Passed);

/// <summary>
/// Compares the gradients of a model with finite differences of its loss: a test of a layer, a loss or an update of one's own.
/// </summary>
/// <remarks>
/// For each parameter the loss is computed a little to both sides, along the gradient itself and along random directions. A loss in single
/// precision has few digits: along one element alone the difference would drown in them. Of several distances the one that agrees best
/// counts, since a near kink, such as that of ReLU, spoils the far ones, and rounding the near ones. The loss is that of
/// <see cref="ITrainable{TTarget}.TrainStep"/>, with the dropout of that step. Afterwards the model is as it was.
/// </remarks>
public sealed partial class GradientCheck
{
    private static readonly double[] s_distances = [0.1, 0.03, 0.01, 3e-3, 1e-3];

    private GradientCheck(IReadOnlyList<GradientCheckRow> rows) => Rows = rows;

    /// <summary>A row for each parameter that is learned.</summary>
    public IReadOnlyList<GradientCheckRow> Rows { get; }

    /// <summary>Whether all gradients are right.</summary>
    public bool Passed => Rows.All(row => row.Passed);

    /// <summary>Checks a model that can name its state, as generated ones can: penalties and clipping are left out, since gradients are
    /// those of the loss.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="model">The model; it is as before afterwards.</param>
    /// <param name="input">n samples.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="directions">How many random directions are tried for each parameter; at least 0.</param>
    /// <param name="tolerance">The largest relative error to accept.</param>
    /// <param name="seed">Decides the directions.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static GradientCheck Run<TTarget>(
        ITrainable<TTarget> model,
        ReadOnlySpan<float> input,
        ReadOnlySpan<TTarget> targets,
        int directions = 3,
        double tolerance = 0.02,
        int seed = 0)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(directions);
        TrainingSnapshot before = new(model);
        try
        {
            float start = model.TrainStep(input, targets);
            float[][] gradients = [.. model.Parameters.Select(parameter => parameter.Gradient.ToArray())];
            RandomStream random = new(seed, RandomStreams.Split);
            List<GradientCheckRow> rows = [];
            for (int index = 0; index < gradients.Length; index++)
            {
                if (!model.Parameters[index].Trainable) continue;
                double norm = Norm(gradients[index]), worst = 0;
                bool passed = true;
                for (int direction = norm > 0 ? -1 : 0; direction < directions; direction++)
                {
                    double[] along = direction < 0 ? Unit(gradients[index]) : RandomUnit(gradients[index].Length, random);
                    double expected = 0;
                    for (int i = 0; i < along.Length; i++) expected += along[i] * gradients[index][i];
                    (double error, bool agrees) = Closest(model, input, targets, before, index, along, expected, norm, start, tolerance);
                    worst = Math.Max(worst, error);
                    passed &= agrees;
                }

                rows.Add(new GradientCheckRow(model.Parameters[index].Name, norm, worst, passed));
            }

            return new GradientCheck(rows);
        }
        finally
        {
            before.Restore();
        }
    }

    /// <summary>A line for each parameter.</summary>
    /// <returns>Several lines, separated by \n.</returns>
    public override string ToString()
    {
        int width = Rows.Select(row => row.Name.Length).Append(4).Max();
        StringBuilder text = new($"{"name".PadRight(width)}  {"gradient norm",13}  {"relative error",14}");
        foreach (GradientCheckRow row in Rows)
        {
            text.Append('\n').Append(row.Name.PadRight(width)).Append("  ").Append(Numbers.Format(row.Norm, "0.###e+0").PadLeft(13))
                .Append("  ").Append(Numbers.Format(row.RelativeError, "0.##e+0").PadLeft(14)).Append(row.Passed ? "" : "  WRONG");
        }

        return text.ToString();
    }

    private static (double Error, bool Agrees) Closest<TTarget>(
        ITrainable<TTarget> model,
        ReadOnlySpan<float> input,
        ReadOnlySpan<TTarget> targets,
        TrainingSnapshot before,
        int index,
        double[] along,
        double expected,
        double norm,
        double start,
        double tolerance)
        where TTarget : unmanaged
    {
        (double Error, bool Agrees) best = (double.PositiveInfinity, false);
        foreach (double distance in s_distances)
        {
            double up = Moved(model, input, targets, before, index, along, distance);
            double down = Moved(model, input, targets, before, index, along, -distance);
            double difference = (up - down) / (2 * distance);

            // A loss of about this size is rounded to 2⁻²⁴ of it, and so are the numbers that it is made of.
            double rounding = 8 * Math.Max(1e-3, Math.Abs(start)) / (1 << 24) / distance;
            double error = Math.Abs(difference - expected) / Math.Max(norm, 1e-12);
            bool agrees = Math.Abs(difference - expected) <= (tolerance * norm) + rounding;
            if (double.IsFinite(error) && (error < best.Error || (agrees && !best.Agrees))) best = (error, agrees);
        }

        return norm > 0 || !best.Agrees ? best : (0, true);
    }

    private static double Moved<TTarget>(
        ITrainable<TTarget> model,
        ReadOnlySpan<float> input,
        ReadOnlySpan<TTarget> targets,
        TrainingSnapshot before,
        int index,
        double[] along,
        double distance)
        where TTarget : unmanaged
    {
        before.Restore();
        float[] weights = [.. before.Weights[index]];
        for (int i = 0; i < weights.Length; i++) weights[i] = (float)(weights[i] + (distance * along[i]));
        model.Parameters[index].Value.CopyFrom(weights);
        try
        {
            return model.TrainStep(input, targets);
        }
        catch (ArithmeticException)
        {
            // So far away the loss is no finite number; a nearer point may do.
            return double.NaN;
        }
    }

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static double[] Unit(float[] values)
    {
        double norm = Norm(values);
        return [.. values.Select(value => value / norm)];
    }

    private static double[] RandomUnit(int length, RandomStream random)
    {
        float[] values = new float[length];
        random.FillNormal(values);
        return Unit(values);
    }
}
