using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>
/// Samples in memory, each a row of numbers with its targets. Immutable: shuffling, splitting and choosing give new sets.
/// The factories are in <see cref="Dataset"/>.
/// </summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
public sealed class Dataset<TTarget>
    where TTarget : unmanaged
{
    private readonly ReadOnlyMemory<float> _inputs;
    private readonly ReadOnlyMemory<TTarget> _targets;

    internal Dataset(
        ReadOnlyMemory<float> inputs,
        ReadOnlyMemory<TTarget> targets,
        int count,
        IReadOnlyList<int> inputShape,
        int targetSize,
        IReadOnlyList<string>? classNames)
    {
        _inputs = inputs;
        _targets = targets;
        Count = count;
        InputShape = inputShape;
        InputSize = TensorShape.ElementCount([.. inputShape]);
        TargetSize = targetSize;
        ClassNames = classNames;
    }

    /// <summary>How many samples.</summary>
    public int Count { get; }

    /// <summary>How many floats one sample has: the product of <see cref="InputShape"/>.</summary>
    public int InputSize { get; }

    /// <summary>The shape of one sample, such as [1, 28, 28] (channels, height, width).</summary>
    public IReadOnlyList<int> InputShape { get; }

    /// <summary>How many targets one sample has: 1 for a class label.</summary>
    public int TargetSize { get; }

    /// <summary>What the labels 0, 1, … stand for, or null if unknown.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>All inputs, sample after sample: <see cref="Count"/> · <see cref="InputSize"/> floats.</summary>
    public ReadOnlySpan<float> Inputs => _inputs.Span;

    /// <summary>All targets, sample after sample: <see cref="Count"/> · <see cref="TargetSize"/> numbers.</summary>
    public ReadOnlySpan<TTarget> Targets => _targets.Span;

    /// <summary>The input of one sample.</summary>
    /// <param name="index">From 0 up to <see cref="Count"/> − 1.</param>
    /// <returns><see cref="InputSize"/> floats.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The position is outside that range.</exception>
    public ReadOnlySpan<float> Input(int index) => Inputs.Slice(Checked(index) * InputSize, InputSize);

    /// <summary>The targets of one sample.</summary>
    /// <param name="index">From 0 up to <see cref="Count"/> − 1.</param>
    /// <returns><see cref="TargetSize"/> numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The position is outside that range.</exception>
    public ReadOnlySpan<TTarget> Target(int index) => Targets.Slice(Checked(index) * TargetSize, TargetSize);

    /// <summary>The first samples; nothing is copied.</summary>
    /// <param name="count">How many, from 0 up to <see cref="Count"/>.</param>
    /// <returns>The smaller set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer, or the number is negative.</exception>
    public Dataset<TTarget> Take(int count) => Slice(0, count);

    /// <summary>Some samples in a row; nothing is copied.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    /// <returns>The smaller set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the set.</exception>
    public Dataset<TTarget> Slice(int start, int count)
    {
        if (start < 0 || count < 0 || start > Count - count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"{count} samples from {start} on were asked for; the dataset has {Count}.");
        }

        return new Dataset<TTarget>(
            _inputs.Slice(start * InputSize, count * InputSize), _targets.Slice(start * TargetSize, count * TargetSize),
            count, InputShape, TargetSize, ClassNames);
    }

    /// <summary>The samples at the given positions, in that order; a position may occur several times.</summary>
    /// <param name="indices">Each from 0 up to <see cref="Count"/> − 1.</param>
    /// <returns>A new set with copies of the rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A position is outside that range.</exception>
    public Dataset<TTarget> Subset(ReadOnlySpan<int> indices)
    {
        float[] inputs = new float[checked(indices.Length * InputSize)];
        TTarget[] targets = new TTarget[checked(indices.Length * TargetSize)];
        CopyRows(indices, inputs, targets);
        return new Dataset<TTarget>(inputs, targets, indices.Length, InputShape, TargetSize, ClassNames);
    }

    /// <summary>All samples in a random order.</summary>
    /// <param name="seed">The same seed gives the same order on every machine.</param>
    /// <returns>A new set with copies of the rows.</returns>
    public Dataset<TTarget> Shuffle(int seed = 0) => Subset(Splitting.Permutation(Count, seed));

    /// <summary>Shuffles and cuts in two: training and test data, for example.</summary>
    /// <param name="fraction">The part of the samples that the first set gets, rounded to the nearest number of samples:
    /// 0.8 for four fifths.</param>
    /// <param name="seed">The same seed gives the same parts on every machine.</param>
    /// <param name="stratify">True to keep the share of each class in both parts; needs integer labels.</param>
    /// <returns>Two new sets with copies of the rows; together they hold each sample once.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is not between 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">Stratifying without one integer label per sample.</exception>
    public (Dataset<TTarget> First, Dataset<TTarget> Second) Split(double fraction, int seed = 0, bool stratify = false)
    {
        if (!(fraction >= 0 && fraction <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The fraction must be from 0 to 1.");
        int first = (int)Math.Round(Count * fraction, MidpointRounding.AwayFromZero);
        return Split(first, Count - first, seed, stratify);
    }

    /// <summary>Shuffles and gives two parts of the given sizes; samples beyond both are left out.</summary>
    /// <param name="first">How many samples the first set gets.</param>
    /// <param name="second">How many samples the second set gets.</param>
    /// <param name="seed">The same seed gives the same parts on every machine.</param>
    /// <param name="stratify">True to keep the share of each class in both parts; needs integer labels.</param>
    /// <returns>Two new sets with copies of the rows and no sample in common.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or together they exceed <see cref="Count"/>.</exception>
    /// <exception cref="InvalidOperationException">Stratifying without one integer label per sample.</exception>
    public (Dataset<TTarget> First, Dataset<TTarget> Second) Split(int first, int second, int seed = 0, bool stratify = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(second);
        if ((long)first + second > Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(second), second, $"{first} and {second} samples were asked for; the dataset has {Count}.");
        }

        int[] order = Splitting.Permutation(Count, seed);
        if (stratify)
            order = Splitting.Stratify(order, Labels("Stratifying"), first, second);
        return (Subset(order.AsSpan(0, first)), Subset(order.AsSpan(first, second)));
    }

    /// <summary>A short description: <c>1797 samples, inputs [64], 10 classes</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        string targets = ClassNames is not null ? $"{ClassNames.Count} classes" : $"{TargetSize} target{(TargetSize == 1 ? "" : "s")} each";
        return $"{Count} samples, inputs {TensorShape.Format(InputShape)}, {targets}";
    }

    /// <summary>Copies the rows of the given samples behind each other.</summary>
    internal void CopyRows(ReadOnlySpan<int> indices, Span<float> inputs, Span<TTarget> targets)
    {
        ReadOnlySpan<float> allInputs = Inputs;
        ReadOnlySpan<TTarget> allTargets = Targets;
        for (int row = 0; row < indices.Length; row++)
        {
            int index = indices[row];
            if ((uint)index >= (uint)Count)
                ThrowOutside(index);
            allInputs.Slice(index * InputSize, InputSize).CopyTo(inputs[(row * InputSize)..]);
            allTargets.Slice(index * TargetSize, TargetSize).CopyTo(targets[(row * TargetSize)..]);
        }
    }

    /// <summary>Throws if the samples are not as long as the model needs them.</summary>
    internal void CheckInputs(IModel model, string parameterName)
    {
        if (InputSize != model.InputSize)
            throw new ArgumentException($"The samples have {InputSize} inputs; the model needs {model.InputSize}.", parameterName);
    }

    /// <summary>The targets as class labels.</summary>
    internal ReadOnlySpan<int> Labels(string purpose)
    {
        if (typeof(TTarget) != typeof(int) || TargetSize != 1)
        {
            throw new InvalidOperationException(
                $"{purpose} needs one integer label per sample; this dataset has {TargetSize} of type {typeof(TTarget).Name}.");
        }

        return MemoryMarshal.Cast<TTarget, int>(Targets);
    }

    private int Checked(int index)
    {
        if ((uint)index >= (uint)Count)
            ThrowOutside(index);
        return index;
    }

    [DoesNotReturn]
    private void ThrowOutside(int index) => throw new ArgumentOutOfRangeException(
        nameof(index), index, $"The position must be at least 0 and less than {Count}, the number of samples.");
}
