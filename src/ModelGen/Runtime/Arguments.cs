using System.ComponentModel;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>What generated models check before they compute. Nothing here allocates unless it throws.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Arguments
{
    [ThreadStatic]
    private static int[]? t_integers;

    /// <summary>Requires a batch to hold enough samples to learn from.</summary>
    /// <param name="samples">How many there are.</param>
    /// <param name="fewest">How many the model needs.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="model">The model's class.</param>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AtLeast(int samples, int fewest, string name, string model)
    {
        if (samples < fewest) ThrowTooFewSamples(samples, fewest, name, model);
    }

    /// <summary>Requires numbers to be finite.</summary>
    /// <param name="values">Samples, one after the other.</param>
    /// <param name="perSample">How many values one sample has.</param>
    /// <param name="name">The parameter.</param>
    /// <exception cref="ArgumentException">One is NaN or infinite.</exception>
    public static void Finite(ReadOnlySpan<float> values, int perSample, string name)
    {
        int index = FiniteCheck.IndexOfNonFinite(values);
        if (index >= 0) ThrowNotFinite(values[index], index, perSample, name);
    }

    /// <summary>Ids that come as floats, through interfaces that know no others.</summary>
    /// <param name="ids">Whole numbers.</param>
    /// <param name="name">The parameter.</param>
    /// <returns>The same as integers, valid until the next call on this thread.</returns>
    /// <exception cref="ArgumentException">One is no whole number that an integer can hold.</exception>
    public static ReadOnlySpan<int> WholeNumbers(ReadOnlySpan<float> ids, string name)
    {
        int[] integers = t_integers ??= [];
        if (integers.Length < ids.Length) t_integers = integers = new int[ids.Length];
        WholeNumbers(ids, integers, 0, name);
        return integers.AsSpan(0, ids.Length);
    }

    /// <param name="ids">Whole numbers.</param>
    /// <param name="integers">Receives as many.</param>
    /// <param name="first">The position of the first in the parameter.</param>
    /// <param name="name">The parameter.</param>
    internal static void WholeNumbers(ReadOnlySpan<float> ids, Span<int> integers, int first, string name)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            // The cast saturates, and a float that is no whole number, or NaN, does not come back.
            int whole = (int)ids[i];
            if (whole != ids[i]) ThrowNoWholeNumber(ids[i], first + i, name);
            integers[i] = whole;
        }
    }

    /// <summary>Requires labels to be numbers of classes.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="perSample">How many labels one sample has.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="model">The model's class.</param>
    /// <exception cref="ArgumentException">One is negative, or not less than <paramref name="classes"/>.</exception>
    public static void Labels(ReadOnlySpan<int> labels, int classes, int perSample, string name, string model)
    {
        int position = IndexOfOutside(labels, classes);
        if (position >= 0) ThrowBadLabel(labels[position], position, classes, perSample, name, model, null);
    }

    /// <summary>Requires labels to be numbers of classes, or the one of positions that do not count.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="perSample">How many labels one sample has.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="model">The model's class.</param>
    /// <param name="ignored">The label that does not count.</param>
    /// <exception cref="ArgumentException">One is another negative number, or not less than <paramref name="classes"/>.</exception>
    public static void Labels(ReadOnlySpan<int> labels, int classes, int perSample, string name, string model, int ignored)
    {
        for (int start = 0; IndexOfOutside(labels[start..], classes) is >= 0 and int next; start += next + 1)
        {
            int position = start + next;
            if (labels[position] != ignored) ThrowBadLabel(labels[position], position, classes, perSample, name, model, ignored);
        }
    }

    /// <summary>How many samples' worth of labels count: what the sum of their losses is divided by.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="ignored">The label that does not count.</param>
    /// <param name="perSample">How many labels one sample has.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="model">The model's class.</param>
    /// <returns>The labels that count, divided by <paramref name="perSample"/>.</returns>
    /// <exception cref="ArgumentException">None counts.</exception>
    public static double Weight(ReadOnlySpan<int> labels, int ignored, int perSample, string name, string model)
    {
        int counted = labels.Length - labels.Count(ignored);
        if (counted == 0) ThrowNothingCounts(ignored, name, model);
        return (double)counted / perSample;
    }

    /// <summary>What the sum of the samples' losses is divided by, where classes have weights.</summary>
    /// <param name="labels">The labels, each a class.</param>
    /// <param name="classWeights">The weight of each class.</param>
    /// <param name="perSample">How many labels one sample has.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="model">The model's class.</param>
    /// <returns>The sum of the weights of the labels, in order, divided by <paramref name="perSample"/>.</returns>
    /// <exception cref="ArgumentException">It is 0.</exception>
    public static double Weight(ReadOnlySpan<int> labels, ReadOnlySpan<float> classWeights, int perSample, string name, string model) =>
        Mean(SumOfWeights(labels, classWeights, null), perSample, name, model);

    /// <inheritdoc cref="Weight(ReadOnlySpan{int}, ReadOnlySpan{float}, int, string, string)"/>
    /// <param name="labels">The labels, each a class or <paramref name="ignored"/>.</param>
    /// <param name="classWeights">The weight of each class.</param>
    /// <param name="ignored">The label that does not count.</param>
    /// <param name="perSample">How many labels one sample has.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="model">The model's class.</param>
    public static double Weight(
        ReadOnlySpan<int> labels, ReadOnlySpan<float> classWeights, int ignored, int perSample, string name, string model) =>
        Mean(SumOfWeights(labels, classWeights, ignored), perSample, name, model);

    /// <summary>Requires a weight for each sample.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="samples">How many samples there are.</param>
    /// <param name="model">The model's class.</param>
    /// <exception cref="ArgumentException">There are more or fewer, or one is negative or not finite.</exception>
    public static void SampleWeights(ReadOnlySpan<float> weights, int samples, string model)
    {
        const string Name = "sampleWeights";
        if (weights.Length != samples)
        {
            throw new ArgumentException(
                $"{Name} has {Count(weights.Length, "number")}; {model} is given {Count(samples, "sample")}, and each has one weight.",
                Name);
        }

        for (int i = 0; i < weights.Length; i++)
        {
            if (!float.IsFinite(weights[i]) || weights[i] < 0)
                throw new ArgumentException($"{Name}[{i}] is {Format(weights[i])}; a weight is finite and at least 0.", Name);
        }
    }

    /// <summary>What the sum of the samples' losses is divided by, where classes have weights and samples lengths.</summary>
    /// <param name="labels">The labels, each a class or <paramref name="ignored"/>.</param>
    /// <param name="lengths">The length of each sample; labels behind it do not count.</param>
    /// <param name="classWeights">The weight of each class.</param>
    /// <param name="ignored">The label that does not count either.</param>
    /// <param name="perSample">How many labels one sample has.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="model">The model's class.</param>
    /// <returns>The sum of the weights of the labels that count, in order, divided by <paramref name="perSample"/>.</returns>
    /// <exception cref="ArgumentException">It is 0.</exception>
    public static double Weight(
        ReadOnlySpan<int> labels,
        ReadOnlySpan<int> lengths,
        ReadOnlySpan<float> classWeights,
        int ignored,
        int perSample,
        string name,
        string model)
    {
        double sum = 0;
        for (int sample = 0; sample < lengths.Length; sample++)
            sum += SumOfWeights(labels.Slice(sample * perSample, lengths[sample]), classWeights, ignored);
        return Mean(sum, perSample, name, model);
    }

    private static double SumOfWeights(ReadOnlySpan<int> labels, ReadOnlySpan<float> classWeights, int? ignored)
    {
        double sum = 0;
        foreach (int label in labels)
        {
            if (label != ignored) sum += classWeights[label];
        }

        return sum;
    }

    private static double Mean(double sum, int perSample, string name, string model) => sum > 0
        ? sum / perSample
        : throw new ArgumentException(
            $"the weights of the classes of all labels in {name} are 0 for {model}, so there is no loss to take the mean of; leave "
                + "such batches out.",
            name);

    /// <summary>How many samples' worth of labels count, of those within the samples' lengths.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="lengths">The length of each sample; labels behind it do not count.</param>
    /// <param name="ignored">The label that does not count either.</param>
    /// <param name="perSample">How many labels one sample has.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="model">The model's class.</param>
    /// <returns>The labels that count, divided by <paramref name="perSample"/>.</returns>
    /// <exception cref="ArgumentException">None counts.</exception>
    public static double Weight(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> lengths, int ignored, int perSample, string name, string model)
    {
        int counted = 0;
        for (int sample = 0; sample < lengths.Length; sample++)
            counted += lengths[sample] - labels.Slice(sample * perSample, lengths[sample]).Count(ignored);
        if (counted == 0) ThrowNothingCounts(ignored, name, model);
        return (double)counted / perSample;
    }

    /// <summary>Requires room for each of several losses, or none.</summary>
    /// <param name="room">How many floats there is room for.</param>
    /// <param name="losses">How many losses there are.</param>
    /// <param name="model">The model's class.</param>
    /// <exception cref="ArgumentException">There is room for more or fewer.</exception>
    public static void RoomForLosses(int room, int losses, string model)
    {
        if (room == 0 || room == losses) return;
        throw new ArgumentException(
            $"There is room for {Numbers.Format(room)} losses; {model} has {Numbers.Format(losses)}. Leave it out if you do not want them.",
            "losses");
    }

    /// <summary>Requires that there are no weights of samples, for a model whose losses take none.</summary>
    /// <param name="given">How many were given.</param>
    /// <param name="model">The model's class.</param>
    /// <exception cref="ArgumentException">There are some.</exception>
    public static void NoSampleWeights(int given, string model)
    {
        if (given == 0) return;
        throw new ArgumentException(
            $"{Numbers.Format(given)} weights of samples were given, and no loss of {model} takes any. Write SampleWeights = true at the "
                + "losses.",
            "sampleWeights");
    }

    /// <summary>The number of samples in rows of inputs and in outputs one behind the other; requires both to have as many.</summary>
    /// <param name="rows">The floats of all rows.</param>
    /// <param name="rowLength">The floats of a row.</param>
    /// <param name="outputs">The floats there is room for.</param>
    /// <param name="outputSize">The floats of all outputs of a sample.</param>
    /// <param name="model">The model's class.</param>
    /// <returns>How many there are, at least 1.</returns>
    /// <exception cref="ArgumentException">There is none, or they differ.</exception>
    public static int Rows(int rows, int rowLength, int outputs, int outputSize, string model)
    {
        int samples = Samples(rows, rowLength, "rows", model);
        SameSamples(outputs, outputSize, "outputs", samples, "rows");
        return samples;
    }

    /// <summary>The mean loss of a training step; requires it to be finite.</summary>
    /// <param name="sum">The sum over the samples.</param>
    /// <param name="samples">How many there were, or how many samples' worth of labels count.</param>
    /// <param name="learningRate">The learning rate, for the message.</param>
    /// <param name="parameters">The model's parameters, for the message.</param>
    /// <param name="model">The model's class.</param>
    /// <returns>The mean, a finite number.</returns>
    /// <exception cref="ArithmeticException">It is NaN, infinite, or too large for a float.</exception>
    public static float FiniteLoss(double sum, double samples, float learningRate, ParameterSet parameters, string model)
    {
        float loss = (float)(sum / samples);
        if (!float.IsFinite(loss)) ThrowLoss(loss, learningRate, parameters, model);
        return loss;
    }

    /// <summary>Requires a learning rate to be finite and not negative.</summary>
    /// <param name="value">The learning rate.</param>
    /// <returns>The same.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, NaN or infinite.</exception>
    public static float LearningRate(float value)
    {
        if (!float.IsFinite(value) || value < 0) ThrowLearningRate(value);
        return value;
    }

    /// <summary>Requires a number of threads to be at least 1.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The same.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public static int Threads(int value)
    {
        if (value < 1) ThrowThreads(value);
        return value;
    }

    /// <summary>Requires that a forward pass is waiting for its backward pass.</summary>
    /// <param name="samples">The samples of that pass, or 0.</param>
    /// <param name="model">The model's class.</param>
    /// <returns>The same.</returns>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static int AfterForward(int samples, string model)
    {
        if (samples == 0) ThrowNoForward(model);
        return samples;
    }

    private static void ThrowTooFewSamples(int samples, int fewest, string name, string model) =>
        throw new ArgumentException(
            $"{name} has {Count(samples, "sample")}; {model} normalizes each number over the samples of a batch, so a batch of at least "
                + $"{fewest} is needed for training.",
            name);

    private static void ThrowNotFinite(float value, int index, int perSample, string name) => throw new ArgumentException(
        $"{name}[{index}] is {Format(value)}: sample {index / perSample}"
        + (perSample > 1 ? $", value {index % perSample} of its {perSample}" : "")
        + " (counted from 0). Only finite numbers can be learned from; the model is unchanged.",
        name);

    private static void ThrowNothingCounts(int ignored, string name, string model) =>
        throw new ArgumentException(
            $"every number in {name} is {Numbers.Format(ignored)}, the label of {model} that does not count, so there is no loss to take "
                + "the mean of; leave such batches out.",
            name);

    private static void ThrowBadLabel(int label, int index, int classes, int perSample, string name, string model, int? ignored) =>
        throw new ArgumentException(
            $"{name}[{index}] is {Numbers.Format(label)}"
                + (perSample > 1 ? $" (sample {index / perSample}, position {index % perSample})" : "")
                + $"; {model} has {Count(classes, "class", "classes")}, so a label is at least 0 and at most {classes - 1}"
                + (ignored is { } other ? $", or {Numbers.Format(other)} where none counts." : "."),
            name);

    private static void ThrowNoWholeNumber(float value, int index, string name) =>
        throw new ArgumentException($"{name}[{index}] is {Format(value)}; ids are whole numbers.", name);

    private static void ThrowLearningRate(float value) => throw new ArgumentOutOfRangeException(
        nameof(value), value, "The learning rate must be finite and at least 0.");

    private static void ThrowThreads(int value) => throw new ArgumentOutOfRangeException(
        nameof(value), value, "The number of threads must be at least 1.");

    private static void ThrowNoForward(string model) => throw new InvalidOperationException(
        $"{model}.Backward needs the activations of a Forward, and there is none since the model was made, or since the last Backward "
        + "or TrainStep. Call Forward first, once for each Backward.");

    private static void ThrowLoss(float loss, float learningRate, ParameterSet parameters, string model)
    {
        string cause = parameters.FirstOrDefault(parameter => !parameter.Value.All(float.IsFinite)) is { } broken
            ? $"The parameter '{broken.Name}' holds numbers that are not finite: it was set or loaded so, or an earlier update left the "
                + "range of floats."
            : "Likely causes: a learning rate that is too high, inputs or targets of very large magnitude (scale them to about ±1), "
                + "or a loss that is undefined for such outputs, as the logarithm of a probability of 0 is.";
        throw new ArithmeticException(
            $"The loss of {model} is {Format(loss)} at the learning rate {Format(learningRate)}; "
            + $"no update was made, the parameters are unchanged. {cause}");
    }

    private static string Format(float value) => value.ToString(CultureInfo.InvariantCulture);
}
