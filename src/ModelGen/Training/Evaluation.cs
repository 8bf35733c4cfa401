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
    public static double MeanLoss<TTarget>(
        ITrainable<TTarget> model,
        Dataset<TTarget> data,
        int batchSize,
        CancellationToken cancellation,
        Span<double> losses = default)
        where TTarget : unmanaged
    {
        double sum = 0;
        losses.Clear();
        float[] each = new float[losses.Length];
        foreach (Batch<TTarget> batch in new BatchLoader<TTarget>(data, batchSize, shuffle: false).Epoch(0))
        {
            cancellation.ThrowIfCancellationRequested();
            float loss = each.Length > 0
                ? ((IMultiLossTrainable<TTarget>)model).Evaluate(batch.Inputs, batch.Targets, batch.Weights, each)
                : batch.Weights.IsEmpty
                    ? model.Evaluate(batch.Inputs, batch.Targets)
                    : ((IWeightedTrainable<TTarget>)model).Evaluate(batch.Inputs, batch.Targets, batch.Weights);
            sum += (double)loss * batch.Count;
            for (int i = 0; i < each.Length; i++)
                losses[i] += (double)each[i] * batch.Count;
        }

        foreach (ref double loss in losses)
            loss /= data.Count;
        return sum / data.Count;
    }
}
