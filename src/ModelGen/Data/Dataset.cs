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
    private readonly InputRows _rows;
    private readonly ReadOnlyMemory<TTarget> _targets;
    private float[]? _computed;

    internal Dataset(
        InputRows rows,
        ReadOnlyMemory<TTarget> targets,
        int count,
        IReadOnlyList<int> inputShape,
        int targetSize,
        IReadOnlyList<string>? classNames,
        Standardization? standardization = null)
    {
        _rows = rows;
        _targets = targets;
        Count = count;
        InputShape = inputShape;
        InputSize = rows.RowLength;
        TargetSize = targetSize;
        ClassNames = classNames;
        Standardization = standardization;
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

    /// <summary>How the inputs are shifted and scaled when they are read, or null if they are not.</summary>
    public Standardization? Standardization { get; }

    /// <summary>All inputs, sample after sample: <see cref="Count"/> · <see cref="InputSize"/> floats.</summary>
    /// <remarks>
    /// Images from files lie in memory as bytes, and standardised inputs as they were before. All their floats at once take four
    /// bytes each: they are computed at the first use of this property and kept. Training, metrics and <see cref="CopyInput"/>
    /// compute what they need when they need it instead.
    /// </remarks>
    public ReadOnlySpan<float> Inputs => LieReady ? _rows.Floats.Span : _computed ?? ComputeAll();

    /// <summary>All targets, sample after sample: <see cref="Count"/> · <see cref="TargetSize"/> numbers.</summary>
    public ReadOnlySpan<TTarget> Targets => _targets.Span;

    /// <summary>The weight of each sample, by which <c>Fit</c> and <c>Evaluate</c> multiply its loss; empty if all count alike.</summary>
    public ReadOnlySpan<float> Weights => SampleWeights.Span;

    /// <summary>Where they lie; they go with their samples.</summary>
    internal ReadOnlyMemory<float> SampleWeights { get; private init; }

    /// <summary>The names and sizes of the targets of a sample, one row of <see cref="Targets"/>; null if they have no names.</summary>
    internal IReadOnlyList<ModelInput>? TargetParts { get; init; }

    /// <summary>
    /// The same samples with weights, for models whose loss says <see cref="LossAttribute.SampleWeights"/>; nothing is copied. Keras:
    /// <c>sample_weight</c>.
    /// </summary>
    /// <param name="weights">One for each sample, finite, at least 0; none to take them away. Not to be changed afterwards.</param>
    /// <returns>The set with weights.</returns>
    /// <exception cref="ArgumentException">There are more or fewer than samples, or one is negative or not finite.</exception>
    public Dataset<TTarget> WithWeights(ReadOnlyMemory<float> weights)
    {
        if (weights.Length > 0 && weights.Length != Count)
            throw new ArgumentException($"There are {weights.Length} weights for {Count} samples; each has one.", nameof(weights));
        for (int i = 0; i < weights.Length; i++)
        {
            if (!float.IsFinite(weights.Span[i]) || weights.Span[i] < 0)
            {
                throw new ArgumentException(
                    $"The weight of sample {i} is {Numbers.Format(weights.Span[i], "R")}; a weight is finite and at least 0.",
                    nameof(weights));
            }
        }

        return new Dataset<TTarget>(_rows, _targets, Count, InputShape, TargetSize, ClassNames, Standardization)
        {
            SampleWeights = weights,
            TargetParts = TargetParts,
        };
    }

    /// <summary>The input of one sample.</summary>
    /// <param name="index">From 0 up to <see cref="Count"/> − 1.</param>
    /// <returns><see cref="InputSize"/> floats; a new array if they do not lie in memory as floats.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The position is outside that range.</exception>
    public ReadOnlySpan<float> Input(int index)
    {
        Check(index);
        if (LieReady || _computed is not null)
            return Inputs.Slice(index * InputSize, InputSize);
        float[] input = new float[InputSize];
        CopyInput(index, input);
        return input;
    }

    /// <summary>Copies the input of one sample.</summary>
    /// <param name="index">From 0 up to <see cref="Count"/> − 1.</param>
    /// <param name="destination">Receives <see cref="InputSize"/> floats.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is outside that range.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyInput(int index, Span<float> destination)
    {
        Check(index);
        if (destination.Length < InputSize)
            throw new ArgumentException($"There is room for {destination.Length} floats; {InputSize} are needed.", nameof(destination));
        CopyRaw(index, destination);
        Standardization?.Apply(destination[..InputSize]);
    }

    /// <summary>One sample as an image to look at, before it is standardised: inputs from 0 to 1 become 0 to 255.</summary>
    /// <param name="index">From 0 up to <see cref="Count"/> − 1.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The position is outside that range.</exception>
    /// <exception cref="InvalidOperationException">The samples are not [height, width], or [channels, height, width] with 1 to 4
    /// channels.</exception>
    public ByteImage Image(int index)
    {
        Check(index);
        ImageShape shape = ImageShape.Of(InputShape, "Showing a sample");
        if (shape.Channels > ByteImage.MaxChannels)
            throw new InvalidOperationException(
                $"A sample is {TensorShape.Format(InputShape)}; images to look at have 1 to {ByteImage.MaxChannels} channels.");
        byte[] pixels = new byte[InputSize];
        _rows.CopyBytes(index, pixels);
        return new ByteImage(shape.Channels, shape.Height, shape.Width, pixels);
    }

    /// <summary>The targets of one sample.</summary>
    /// <param name="index">From 0 up to <see cref="Count"/> − 1.</param>
    /// <returns><see cref="TargetSize"/> numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The position is outside that range.</exception>
    public ReadOnlySpan<TTarget> Target(int index)
    {
        Check(index);
        return Targets.Slice(index * TargetSize, TargetSize);
    }

    /// <summary>
    /// The same samples, shifted and scaled channel by channel when they are read; nothing is copied. Fit the standardisation on
    /// the training data, and give it to all sets.
    /// </summary>
    /// <param name="standardization">The numbers, one mean and one standard deviation for each channel.</param>
    /// <returns>The standardised set.</returns>
    /// <exception cref="ArgumentException">It is for another number of channels: of entries of the first axis of
    /// <see cref="InputShape"/>.</exception>
    /// <exception cref="InvalidOperationException">The set is standardised already.</exception>
    public Dataset<TTarget> Standardize(Standardization standardization)
    {
        ArgumentNullException.ThrowIfNull(standardization);
        if (Standardization is not null)
            throw new InvalidOperationException("The dataset is standardised already; standardise the one it was made from.");
        if (standardization.Mean.Count != InputShape[0])
        {
            throw new ArgumentException(
                $"The standardisation is for {standardization.Mean.Count} channels; samples of the shape {TensorShape.Format(InputShape)} "
                    + $"have {InputShape[0]}.",
                nameof(standardization));
        }

        return new Dataset<TTarget>(_rows, _targets, Count, InputShape, TargetSize, ClassNames, standardization)
        {
            SampleWeights = SampleWeights,
            TargetParts = TargetParts,
        };
    }

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
            _rows.Slice(start, count), _targets.Slice(start * TargetSize, count * TargetSize),
            count, InputShape, TargetSize, ClassNames, Standardization)
        {
            SampleWeights = SampleWeights.IsEmpty ? default : SampleWeights.Slice(start, count),
            TargetParts = TargetParts,
        };
    }

    /// <summary>The samples at the given positions, in that order; a position may occur several times.</summary>
    /// <param name="indices">Each from 0 up to <see cref="Count"/> − 1.</param>
    /// <returns>A new set with copies of the rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A position is outside that range.</exception>
    public Dataset<TTarget> Subset(ReadOnlySpan<int> indices)
    {
        foreach (int index in indices)
            Check(index);
        TTarget[] targets = InputRows.Gather(Targets, TargetSize, indices);
        return new Dataset<TTarget>(_rows.Subset(indices), targets, indices.Length, InputShape, TargetSize, ClassNames, Standardization)
        {
            SampleWeights = SampleWeights.IsEmpty ? default : InputRows.Gather(Weights, 1, indices),
            TargetParts = TargetParts,
        };
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

    /// <summary>The same targets with other inputs, such as those that another model computes from them.</summary>
    /// <param name="inputs"><see cref="Count"/> · inputSize floats, sample after sample; used as they are, not copied.</param>
    /// <param name="inputSize">How many floats one sample has.</param>
    /// <returns>A set with inputs of the shape [inputSize], not standardised.</returns>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public Dataset<TTarget> WithInputs(float[] inputs, int inputSize)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        long needed = (long)Count * inputSize;
        if (inputs.Length != needed)
        {
            throw new ArgumentException(
                $"{inputs.Length} input values were given; {Count} samples of {inputSize} need {needed}.", nameof(inputs));
        }

        return new Dataset<TTarget>(
            new FloatRows(inputs, inputSize), _targets, Count, Array.AsReadOnly([inputSize]), TargetSize, ClassNames)
        {
            SampleWeights = SampleWeights,
            TargetParts = TargetParts,
        };
    }

    /// <summary>A short description: <c>1797 samples, inputs [64], 10 classes</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        string targets = ClassNames is not null ? $"{ClassNames.Count} classes" : $"{TargetSize} target{(TargetSize == 1 ? "" : "s")} each";
        return $"{Count} samples, inputs {TensorShape.Format(InputShape)}, {targets}";
    }

    /// <summary>Whether <see cref="Inputs"/> costs nothing.</summary>
    internal bool LieReady => _rows.AreFloats && Standardization is null;

    /// <summary>Copies the input of one sample as it was before it is standardised. The position must be right.</summary>
    internal void CopyRaw(int index, Span<float> destination) => _rows.CopyRow(index, destination);

    /// <summary>Throws if the samples are not as long as the model needs them.</summary>
    internal void CheckInputs(IModel model, string parameterName)
    {
        if (_rows.Parts is { } parts)
        {
            IReadOnlyList<ModelInput> needed = model.Inputs;
            if (parts.Count != needed.Count || !parts.Zip(needed).All(pair => pair.First.Fits(pair.Second)))
            {
                throw new ArgumentException(
                    $"The samples have the inputs {ModelInput.Format(parts)}; the model needs {ModelInput.Format(needed)}, in this order. "
                        + "InputsFor(model) puts those of the right names and sizes in order.",
                    parameterName);
            }
        }

        if (InputSize != model.InputSize)
            throw new ArgumentException($"The samples have {InputSize} inputs; the model needs {model.InputSize}.", parameterName);
    }

    /// <summary>
    /// The same samples with their named inputs in the order in which a model takes them; <c>Fit</c> does it itself. Names are compared
    /// without regard to the case of letters.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <returns>This set if nothing has to be moved, or if it was made without names; else one with copies of the rows.</returns>
    /// <exception cref="ArgumentException">An input is missing, unknown, or of another size; the message says what there is and what is
    /// needed.</exception>
    public Dataset<TTarget> InputsFor(IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (_rows.Parts is not { } parts) return this;
        IReadOnlyList<ModelInput> needed = model.Inputs;
        if (RowParts.Arrange(Inputs, parts, needed, "inputs", nameof(model)) is not { } moved) return this;
        return new Dataset<TTarget>(
            new FloatRows(moved, InputSize, needed), _targets, Count, InputShape, TargetSize, ClassNames, Standardization)
        {
            SampleWeights = SampleWeights,
            TargetParts = TargetParts,
        };
    }

    /// <summary>
    /// The same samples with their named targets in the order in which a model takes them; <c>Fit</c> does it itself. Names are compared
    /// without regard to the case of letters.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <returns>This set if nothing has to be moved, or if it was made without names; else one with copies of the targets.</returns>
    /// <exception cref="ArgumentException">A target is missing, unknown, or of another size; the message says what there is and what is
    /// needed.</exception>
    public Dataset<TTarget> TargetsFor(ITrainable<TTarget> model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (TargetParts is not { } parts) return this;
        ModelInput[] needed = [.. model.Targets.Select(target => target.Part)];
        return RowParts.Arrange(Targets, parts, needed, "targets", nameof(model)) is { } moved
            ? new Dataset<TTarget>(_rows, moved, Count, InputShape, TargetSize, ClassNames, Standardization)
            {
                SampleWeights = SampleWeights,
                TargetParts = needed,
            }
            : this;
    }

    /// <summary>The same inputs with other targets.</summary>
    internal Dataset<TOther> WithTargets<TOther>(TOther[] targets, int targetSize)
        where TOther : unmanaged =>
        new(_rows, targets, Count, InputShape, targetSize, ClassNames, Standardization) { SampleWeights = SampleWeights };

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

    private float[] ComputeAll()
    {
        float[] inputs = new float[checked(Count * InputSize)];
        for (int index = 0; index < Count; index++)
            CopyInput(index, inputs.AsSpan(index * InputSize, InputSize));

        // Threads that come at the same time must not see different arrays.
        return Interlocked.CompareExchange(ref _computed, inputs, null) ?? inputs;
    }

    private void Check(int index)
    {
        if ((uint)index >= (uint)Count)
            ThrowOutside(index);
    }

    [DoesNotReturn]
    private void ThrowOutside(int index) => throw new ArgumentOutOfRangeException(
        nameof(index), index, $"The position must be at least 0 and less than {Count}, the number of samples.");
}
