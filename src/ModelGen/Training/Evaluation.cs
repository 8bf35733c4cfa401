using ModelGen.Data;

namespace ModelGen.Training;

/// <summary>The mean loss over a whole dataset.</summary>
internal static class Evaluation
{
    public static double MeanLoss<TTarget>(
        ITrainable<TTarget> model, Dataset<TTarget> data, int batchSize, CancellationToken cancellation)
        where TTarget : unmanaged
    {
        double sum = 0;
        foreach (Batch<TTarget> batch in new BatchLoader<TTarget>(data, batchSize, shuffle: false).Epoch(0))
        {
            cancellation.ThrowIfCancellationRequested();
            float loss = batch.Weights.IsEmpty
                ? model.Evaluate(batch.Inputs, batch.Targets)
                : ((IWeightedTrainable<TTarget>)model).Evaluate(batch.Inputs, batch.Targets, batch.Weights);
            sum += (double)loss * batch.Count;
        }

        return sum / data.Count;
    }
}
