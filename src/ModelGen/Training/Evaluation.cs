using ModelGen.Data;

namespace ModelGen.Training;

/// <summary>The mean loss over a whole dataset.</summary>
internal static class Evaluation
{
    /// <param name="model">The model.</param>
    /// <param name="data">The samples.</param>
    /// <param name="batchSize">How many are computed at once.</param>
    /// <param name="cancellation">Looked at before each batch.</param>
    /// <param name="losses">Receives the mean of each of several losses; empty for models with one.</param>
    /// <param name="group">The processes that share the batches, or null. The result is the same bits with any number.</param>
    public static double MeanLoss<TTarget>(
        ITrainable<TTarget> model,
        Dataset<TTarget> data,
        int batchSize,
        CancellationToken cancellation,
        Span<double> losses = default,
        ProcessGroup? group = null)
        where TTarget : unmanaged
    {
        BatchLoader<TTarget> loader = new(data, batchSize, shuffle: false);
        loader.Begin(0);
        int row = 1 + losses.Length;
        double[] sums = new double[checked(loader.BatchCount * row)];
        float[] each = new float[losses.Length];
        for (int index = group?.Rank ?? 0; index < loader.BatchCount; index += group?.Size ?? 1)
        {
            if (group is null) cancellation.ThrowIfCancellationRequested();
            Batch<TTarget> batch = loader.Load(index);
            float loss = each.Length > 0
                ? ((IMultiLossTrainable<TTarget>)model).Evaluate(batch.Inputs, batch.Targets, batch.Weights, each)
                : batch.Weights.IsEmpty
                    ? model.Evaluate(batch.Inputs, batch.Targets)
                    : ((IWeightedTrainable<TTarget>)model).Evaluate(batch.Inputs, batch.Targets, batch.Weights);
            sums[index * row] = (double)loss * batch.Count;
            for (int i = 0; i < each.Length; i++)
                sums[(index * row) + 1 + i] = (double)each[i] * batch.Count;
        }

        // Each sum is one process's; the others add zeros. Behind that all add the same numbers in the same order.
        group?.Sum(sums);
        for (int i = 0; i < losses.Length; i++)
            losses[i] = InOrder(sums, 1 + i, row) / data.Count;
        return InOrder(sums, 0, row) / data.Count;
    }

    private static double InOrder(double[] sums, int first, int step)
    {
        double sum = 0;
        for (int i = first; i < sums.Length; i += step)
            sum += sums[i];
        return sum;
    }
}
