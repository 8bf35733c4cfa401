using ModelGen.Data;
using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>
/// Finds a learning rate to begin with: trains for some steps while the rate grows from step to step, and looks at the loss. L. N. Smith,
/// "Cyclical learning rates for training neural networks", 2017, section 3.3, with the smoothing and the ends of fastai's <c>lr_find</c>.
/// </summary>
/// <remarks>
/// Weights, buffers and the rate are put back; the state of the optimizer is not, so give it a model that has not trained yet.
/// </remarks>
/// <example><code>
/// LearningRateFinder finder = LearningRateFinder.Run(new Net(seed: 1), training, batchSize: 64);
/// Net model = new(seed: 1) { LearningRate = finder.Suggestion };
/// </code></example>
public sealed class LearningRateFinder
{
    private const double Smoothing = 0.98, Diverged = 4;
    private const int LeftOutAtTheStart = 10; // There the mean is one of few batches.
    private const int LeftOutAtTheEnd = 5; // There the loss rises, or is about to.

    private LearningRateFinder(IReadOnlyList<Point> points) => Points = points;

    /// <summary>A step.</summary>
    /// <param name="LearningRate">Its rate.</param>
    /// <param name="Loss">The loss of its batch, smoothed with those before.</param>
    public sealed record Point(float LearningRate, double Loss);

    /// <summary>The steps, up to where the loss was four times the smallest, or no number.</summary>
    public IReadOnlyList<Point> Points { get; }

    /// <summary>The rate at which the loss fell fastest, by the logarithm of the rate.</summary>
    /// <exception cref="InvalidOperationException">There are too few steps to tell: the loss rose at once.</exception>
    public float Suggestion
    {
        get
        {
            int count = Points.Count - LeftOutAtTheEnd, steepest = 0;
            double slope = 0;
            for (int i = LeftOutAtTheStart; i < count - 1; i++)
            {
                // The rates grow by the same factor from step to step.
                double own = Points[i + 1].Loss - Points[i - 1].Loss;
                if (own < slope)
                    (slope, steepest) = (own, i);
            }

            return steepest > 0
                ? Points[steepest].LearningRate
                : throw new InvalidOperationException(
                    $"The loss did not fall in {Points.Count} steps. Begin with a smaller rate, or look at the data.");
        }
    }

    /// <summary>Tries rates.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="model">A model that has not trained yet.</param>
    /// <param name="data">The samples to learn from.</param>
    /// <param name="batchSize">How many samples a step sees; at least 1.</param>
    /// <param name="from">The first rate; above 0.</param>
    /// <param name="to">The last rate; above the first.</param>
    /// <param name="steps">How many steps at most; at least 2.</param>
    /// <param name="seed">Decides the order of the samples.</param>
    /// <returns>What the steps gave.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model, or hold NaN or infinity.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static LearningRateFinder Run<TTarget>(
        ITrainable<TTarget> model,
        Dataset<TTarget> data,
        int batchSize = 32,
        float from = 1e-7f,
        float to = 10,
        int steps = 100,
        int seed = 0)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        if (!(from > 0 && from < to && float.IsFinite(to)))
            throw new ArgumentOutOfRangeException(nameof(to), to, "The rates must be above 0, finite, and the last one above the first.");
        FitChecks.CheckData(model, data, nameof(data));
        WeightSnapshot weights = new(model.Parameters);
        weights.Take();
        float rate = model.LearningRate;
        try
        {
            return new LearningRateFinder(
                Try(model, new BatchLoader<TTarget>(data, batchSize, seed), step => RateOf(step, from, to, steps), steps));
        }
        finally
        {
            weights.Restore();
            model.LearningRate = rate;
        }
    }

    private static float RateOf(int step, float from, float to, int steps) =>
        step == steps - 1 ? to : (float)(from * Exponential.Pow((double)to / from, (double)step / (steps - 1)));

    private static List<Point> Try<TTarget>(ITrainable<TTarget> model, BatchLoader<TTarget> loader, Func<int, float> rateOf, int steps)
        where TTarget : unmanaged
    {
        List<Point> points = [];
        double mean = 0, best = double.PositiveInfinity;
        for (int epoch = 0; ; epoch++)
        {
            foreach (Batch<TTarget> batch in loader.Epoch(epoch))
            {
                float rate = model.LearningRate = rateOf(points.Count), loss = Step(model, batch);
                mean = (Smoothing * mean) + ((1 - Smoothing) * loss);
                double smooth = mean / (1 - Exponential.Pow(Smoothing, points.Count + 1L));
                if (!double.IsFinite(smooth) || smooth > Diverged * best)
                    return points;
                best = Math.Min(best, smooth);
                points.Add(new Point(rate, smooth));
                if (points.Count == steps)
                    return points;
            }
        }
    }

    private static float Step<TTarget>(ITrainable<TTarget> model, Batch<TTarget> batch)
        where TTarget : unmanaged
    {
        try
        {
            return batch.Weights.IsEmpty
                ? model.TrainStep(batch.Inputs, batch.Targets)
                : ((IWeightedTrainable<TTarget>)model).TrainStep(batch.Inputs, batch.Targets, batch.Weights);
        }
        catch (ArithmeticException)
        {
            return float.NaN; // So a generated model says that its loss is no number.
        }
    }
}
