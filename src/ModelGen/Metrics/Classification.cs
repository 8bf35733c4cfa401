using ModelGen.Data;

namespace ModelGen.Metrics;

/// <summary>From the scores of a classifier to the class it chooses.</summary>
public static class Classification
{
    // Enough samples a call to keep the kernels busy, few enough to keep the scores in the cache.
    private const int ChunkSize = 256;

    /// <summary>The position of the largest score; the first one of several equal. NaN counts as the largest, as in
    /// PyTorch.</summary>
    /// <param name="scores">Logits or probabilities; at least one.</param>
    /// <returns>The class.</returns>
    /// <exception cref="ArgumentException">There are no scores.</exception>
    public static int ArgMax(ReadOnlySpan<float> scores)
    {
        if (scores.IsEmpty)
            throw new ArgumentException("There are 0 scores; at least 1 is needed.", nameof(scores));
        int best = 0;
        for (int i = 1; i < scores.Length && !float.IsNaN(scores[best]); i++)
        {
            if (!(scores[i] <= scores[best]))
                best = i;
        }

        return best;
    }

    /// <summary>Turns the logits of one sample into probabilities: pᵢ = exp(xᵢ − m) / Σⱼ exp(xⱼ − m), m = maxⱼ xⱼ. For
    /// models trained with <see cref="SoftmaxCrossEntropyAttribute"/>, whose <c>Predict</c> gives logits.</summary>
    /// <remarks>Computed in double precision and rounded once.</remarks>
    /// <param name="logits">The scores of one sample; at least one.</param>
    /// <param name="probabilities">Receives as many numbers from 0 to 1 with the sum 1; may be the same memory.</param>
    /// <exception cref="ArgumentException">There are no scores, or the lengths differ.</exception>
    public static void Softmax(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        if (probabilities.Length != logits.Length)
        {
            throw new ArgumentException(
                $"There is room for {probabilities.Length} probabilities; {logits.Length} are needed, one per score.",
                nameof(probabilities));
        }

        double maximum = logits[ArgMax(logits)];
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - maximum);
        for (int i = 0; i < logits.Length; i++)
            probabilities[i] = (float)(Math.Exp(logits[i] - maximum) / sum);
    }

    /// <summary>The class that a model chooses for each of some samples.</summary>
    /// <param name="model">A model with one score per class, so at least 2 outputs.</param>
    /// <param name="inputs">n · <see cref="IModel.InputSize"/> floats; n may be 0.</param>
    /// <returns>n classes.</returns>
    /// <exception cref="ArgumentException">The length does not fit, or the model has a single output.</exception>
    public static int[] Classify(IModel model, ReadOnlySpan<float> inputs)
    {
        ArgumentNullException.ThrowIfNull(model);
        CheckOutputs(model);
        int inputSize = model.InputSize, outputSize = model.OutputSize;
        if (inputs.Length % inputSize != 0)
            throw new ArgumentException($"{inputs.Length} input values were given; a multiple of {inputSize} is needed.", nameof(inputs));

        int[] classes = new int[inputs.Length / inputSize];
        float[] scores = new float[Math.Min(ChunkSize, classes.Length) * outputSize];
        for (int start = 0; start < classes.Length; start += ChunkSize)
        {
            int count = Math.Min(ChunkSize, classes.Length - start);
            Classify(model, inputs.Slice(start * inputSize, count * inputSize), classes.AsSpan(start, count), scores);
        }

        return classes;
    }

    /// <summary>The class that a model chooses for each sample of a dataset.</summary>
    /// <typeparam name="TTarget">The targets do not matter.</typeparam>
    /// <param name="model">A model with one score per class, so at least 2 outputs.</param>
    /// <param name="data">The samples.</param>
    /// <returns>One class for each.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model, or it has a single output.</exception>
    public static int[] Classify<TTarget>(IModel model, Dataset<TTarget> data)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        CheckOutputs(model);
        data.CheckInputs(model, nameof(data));
        int[] classes = new int[data.Count];
        float[] scores = new float[Math.Min(ChunkSize, classes.Length) * model.OutputSize];
        foreach (Batch<TTarget> batch in new BatchLoader<TTarget>(data, ChunkSize, shuffle: false).Epoch(0))
            Classify(model, batch.Inputs, classes.AsSpan(batch.Index * ChunkSize, batch.Count), scores);
        return classes;
    }

    internal static void CheckOutputs(IModel model)
    {
        if (model.OutputSize < 2)
            throw new ArgumentException(
                $"The model has {model.OutputSize} output; to choose a class at least 2 are needed.",
                nameof(model));
    }

    private static void Classify(IModel model, ReadOnlySpan<float> inputs, Span<int> classes, float[] scores)
    {
        int outputSize = model.OutputSize;
        model.Predict(inputs, scores.AsSpan(0, classes.Length * outputSize));
        for (int i = 0; i < classes.Length; i++)
            classes[i] = ArgMax(scores.AsSpan(i * outputSize, outputSize));
    }
}
