using ModelGen.Data;

namespace ModelGen.Metrics;

/// <summary>A sample that a model takes for another class.</summary>
/// <param name="Index">Its position in the dataset.</param>
/// <param name="Actual">Its class.</param>
/// <param name="Predicted">The class chosen.</param>
/// <param name="Margin">How far the score of the class chosen is above that of its own class: the larger, the surer the model was.</param>
public sealed record Mistake(int Index, int Actual, int Predicted, float Margin)
{
    // Enough samples a call to keep the kernels busy.
    private const int ChunkSize = 256;

    /// <summary>All mistakes of a model on a dataset, the largest margin first.</summary>
    /// <param name="model">A model with one score per class, so at least 2 outputs.</param>
    /// <param name="data">Samples with their labels.</param>
    /// <returns>One for each sample that is not recognised.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model, it has a single output, or a label is beyond its
    /// outputs.</exception>
    public static IReadOnlyList<Mistake> Of(IModel model, Dataset<int> data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        Classification.CheckOutputs(model);
        data.CheckInputs(model, nameof(data));
        int size = model.OutputSize, wrong = data.Labels("Looking for mistakes").IndexOfAnyExceptInRange(0, size - 1);
        if (wrong >= 0)
            throw new ArgumentException(
                $"The label of sample {wrong} is {data.Targets[wrong]}; the model has {size} outputs, so it must be from 0 to {size - 1}.",
                nameof(data));

        List<Mistake> mistakes = [];
        float[] scores = new float[Math.Min(ChunkSize, data.Count) * size];
        foreach (Batch<int> batch in new BatchLoader<int>(data, ChunkSize, shuffle: false).Epoch(0))
        {
            model.Predict(batch.Inputs, scores.AsSpan(0, batch.Count * size));
            for (int i = 0; i < batch.Count; i++)
            {
                ReadOnlySpan<float> own = scores.AsSpan(i * size, size);
                int actual = batch.Targets[i], predicted = Classification.ArgMax(own);
                if (predicted != actual)
                    mistakes.Add(new Mistake((batch.Index * ChunkSize) + i, actual, predicted, own[predicted] - own[actual]));
            }
        }

        return [.. mistakes.OrderByDescending(mistake => mistake.Margin)];
    }
}
