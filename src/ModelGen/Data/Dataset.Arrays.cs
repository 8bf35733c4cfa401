using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>Makes <see cref="Dataset{TTarget}"/>s from arrays and files.</summary>
public static partial class Dataset
{
    /// <summary>Samples with class labels from flat arrays. The arrays are used as they are, not copied.</summary>
    /// <param name="inputs">labels.Length · inputSize floats, sample after sample.</param>
    /// <param name="labels">One label per sample, counted from 0.</param>
    /// <param name="inputSize">How many floats one sample has.</param>
    /// <param name="inputShape">The shape of one sample; by default [inputSize].</param>
    /// <param name="classNames">What the labels stand for.</param>
    /// <returns>The dataset.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label is negative or has no name.</exception>
    public static Dataset<int> FromArrays(
        float[] inputs, int[] labels, int inputSize, IReadOnlyList<int>? inputShape = null, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labels);
        CheckLabels(labels, classNames);
        CheckLength(inputs.Length, labels.Length, inputSize);
        return new Dataset<int>(
            new FloatRows(inputs, inputSize),
            labels,
            labels.Length,
            CheckedShape(inputSize, inputShape),
            1,
            classNames);
    }

    /// <summary>Samples with numeric targets from flat arrays. The arrays are used as they are, not copied.</summary>
    /// <param name="inputs">n · inputSize floats, sample after sample.</param>
    /// <param name="targets">n · targetSize floats, sample after sample.</param>
    /// <param name="inputSize">How many floats one sample has.</param>
    /// <param name="targetSize">How many targets one sample has.</param>
    /// <param name="inputShape">The shape of one sample; by default [inputSize].</param>
    /// <returns>The dataset.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static Dataset<float> FromArrays(
        float[] inputs, float[] targets, int inputSize, int targetSize = 1, IReadOnlyList<int>? inputShape = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetSize);
        if (targets.Length % targetSize != 0)
            throw new ArgumentException($"{targets.Length} targets were given; a multiple of {targetSize} is needed.", nameof(targets));
        int count = targets.Length / targetSize;
        CheckLength(inputs.Length, count, inputSize);
        return new Dataset<float>(new FloatRows(inputs, inputSize), targets, count, CheckedShape(inputSize, inputShape), targetSize, null);
    }

    /// <summary>Samples with several named inputs and class labels, for models that have as many.</summary>
    /// <param name="inputs">
    /// For each input its name, as the model's <c>Predict</c> calls it, and n · size floats, sample after sample; ids and lengths as whole
    /// numbers. In any order: <c>Fit</c> goes by the names.
    /// </param>
    /// <param name="labels">n · labelsPerSample labels; negative ones are for positions that do not count.</param>
    /// <param name="classNames">What the labels stand for.</param>
    /// <param name="labelsPerSample">How many labels one sample has.</param>
    /// <returns>The dataset, with copies of the inputs. One row has all inputs of a sample behind each other.</returns>
    /// <exception cref="ArgumentException">There is no input, two have one name, or a length does not fit.</exception>
    public static Dataset<int> FromInputs(
        IEnumerable<KeyValuePair<string, float[]>> inputs,
        int[] labels,
        IReadOnlyList<string>? classNames = null,
        int labelsPerSample = 1)
    {
        ArgumentNullException.ThrowIfNull(labels);
        int count = Samples(labels.Length, labelsPerSample, "labels", nameof(labels));
        FloatRows rows = Rows(inputs, count);
        return new Dataset<int>(rows, labels, count, CheckedShape(rows.RowLength, null), labelsPerSample, classNames);
    }

    /// <summary>Samples with several named inputs and numeric targets, for models that have as many.</summary>
    /// <param name="inputs">As in the other overload.</param>
    /// <param name="targets">n · targetSize floats, sample after sample.</param>
    /// <param name="targetSize">How many targets one sample has.</param>
    /// <returns>The dataset, with copies of the inputs. One row has all inputs of a sample behind each other.</returns>
    /// <exception cref="ArgumentException">There is no input, two have one name, or a length does not fit.</exception>
    public static Dataset<float> FromInputs(IEnumerable<KeyValuePair<string, float[]>> inputs, float[] targets, int targetSize = 1)
    {
        ArgumentNullException.ThrowIfNull(targets);
        int count = Samples(targets.Length, targetSize, "targets", nameof(targets));
        FloatRows rows = Rows(inputs, count);
        return new Dataset<float>(rows, targets, count, CheckedShape(rows.RowLength, null), targetSize, null);
    }

    private static int Samples(int given, int perSample, string what, string parameterName)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSample);
        if (given == 0 || given % perSample != 0)
        {
            throw new ArgumentException(
                $"{given} {what} were given; {perSample} for each of at least one sample are needed.", parameterName);
        }

        return given / perSample;
    }

    /// <summary>Samples with several named inputs and several named targets, for models that have as many.</summary>
    /// <param name="inputs">As in <c>FromInputs</c>. A model with one input calls it <c>input</c>.</param>
    /// <param name="targets">
    /// For each target its name, as the model's <c>TrainStep</c> calls it, and n · size floats, sample after sample; labels as whole
    /// numbers. In any order: <c>Fit</c> goes by the names.
    /// </param>
    /// <param name="count">How many samples.</param>
    /// <returns>The dataset, with copies of both. One row has all targets of a sample behind each other.</returns>
    /// <exception cref="ArgumentException">There is no input or target, two have one name, or a length does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample.</exception>
    public static Dataset<float> FromInputsAndTargets(
        IEnumerable<KeyValuePair<string, float[]>> inputs, IEnumerable<KeyValuePair<string, float[]>> targets, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        (float[] rows, ModelInput[] parts) = RowParts.Join(targets, count, "target", nameof(targets));
        FloatRows inputRows = Rows(inputs, count);
        return new Dataset<float>(inputRows, rows, count, CheckedShape(inputRows.RowLength, null), rows.Length / count, null)
        {
            TargetParts = parts,
        };
    }

    private static FloatRows Rows(IEnumerable<KeyValuePair<string, float[]>> inputs, int count)
    {
        (float[] rows, ModelInput[] parts) = RowParts.Join(inputs, count, "input", nameof(inputs));
        return new FloatRows(rows, rows.Length / count, parts);
    }

    /// <summary>Samples of ids, such as the words of sentences, with one label each or one for every id.</summary>
    /// <param name="ids">
    /// n · length ids, sample after sample: at least 0, at most 16,777,216, up to which floats hold integers exactly.
    /// </param>
    /// <param name="labels">n · labelsPerSample labels; negative ones are for positions that do not count.</param>
    /// <param name="length">How many ids one sample has.</param>
    /// <param name="labelsPerSample">How many labels one sample has.</param>
    /// <returns>The dataset, whose inputs are the ids as floats.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or an id is negative or too large.</exception>
    public static Dataset<int> FromTokens(int[] ids, int[] labels, int length, int labelsPerSample = 1)
    {
        const int Largest = 1 << 24;
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labelsPerSample);
        int wrong = Array.FindIndex(ids, id => id is < 0 or > Largest);
        if (wrong >= 0)
            throw new ArgumentException($"Id {wrong} is {ids[wrong]}; it must be from 0 to {Largest}.", nameof(ids));
        if (labels.Length % labelsPerSample != 0)
            throw new ArgumentException($"{labels.Length} labels were given; a multiple of {labelsPerSample} is needed.", nameof(labels));
        int count = labels.Length / labelsPerSample;
        CheckLength(ids.Length, count, length, nameof(ids));
        FloatRows rows = new(Array.ConvertAll(ids, id => (float)id), length);
        return new Dataset<int>(rows, labels, count, CheckedShape(length, null), labelsPerSample, null);
    }

    /// <summary>Samples with class labels from one array per sample.</summary>
    /// <param name="inputs">The samples, all of the same length.</param>
    /// <param name="labels">One label per sample, counted from 0.</param>
    /// <param name="classNames">What the labels stand for.</param>
    /// <returns>The dataset, with copies of the rows.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label is negative or has no name.</exception>
    public static Dataset<int> FromArrays(float[][] inputs, int[] labels, IReadOnlyList<string>? classNames = null) =>
        FromArrays(Flatten(inputs, nameof(inputs), out int inputSize), labels, inputSize, null, classNames);

    /// <summary>Samples with numeric targets from one array per sample.</summary>
    /// <param name="inputs">The samples, all of the same length.</param>
    /// <param name="targets">The targets of each sample, all of the same length.</param>
    /// <returns>The dataset, with copies of the rows.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static Dataset<float> FromArrays(float[][] inputs, float[][] targets)
    {
        float[] flatInputs = Flatten(inputs, nameof(inputs), out int inputSize);
        return FromArrays(flatInputs, Flatten(targets, nameof(targets), out int targetSize), inputSize, targetSize);
    }

    /// <summary>Samples with class labels from a table.</summary>
    /// <param name="inputs">One row per sample.</param>
    /// <param name="labels">One label per sample, counted from 0.</param>
    /// <param name="classNames">What the labels stand for.</param>
    /// <returns>The dataset, with copies of the rows.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label is negative or has no name.</exception>
    public static Dataset<int> FromArrays(float[,] inputs, int[] labels, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return FromArrays([.. inputs.Cast<float>()], labels, inputs.GetLength(1), null, classNames);
    }

    /// <summary>Samples with numeric targets from tables.</summary>
    /// <param name="inputs">One row per sample.</param>
    /// <param name="targets">One row per sample.</param>
    /// <returns>The dataset, with copies of the rows.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static Dataset<float> FromArrays(float[,] inputs, float[,] targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return FromArrays([.. inputs.Cast<float>()], [.. targets.Cast<float>()], inputs.GetLength(1), targets.GetLength(1));
    }

    private static void CheckLength(int given, int count, int inputSize, string parameterName = "inputs")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        long needed = (long)count * inputSize;
        if (given != needed)
        {
            throw new ArgumentException(
                $"{given} input values were given; {count} samples of {inputSize} need {needed}.", parameterName);
        }
    }

    private static void CheckLabels(int[] labels, IReadOnlyList<string>? classNames)
    {
        int bound = classNames?.Count ?? int.MaxValue;
        int wrong = Array.FindIndex(labels, label => label < 0 || label >= bound);
        if (wrong >= 0)
        {
            string needed = classNames is null ? "at least 0" : $"from 0 to {bound - 1}, as there are {bound} class names";
            throw new ArgumentException($"The label of sample {wrong} is {labels[wrong]}; it must be {needed}.", nameof(labels));
        }
    }

    private static IReadOnlyList<int> CheckedShape(int inputSize, IReadOnlyList<int>? inputShape)
    {
        if (inputShape is null)
            return Array.AsReadOnly([inputSize]);
        int[] shape = [.. inputShape];
        if (Array.Exists(shape, size => size < 1) || shape.Aggregate(1L, (product, size) => product * size) != inputSize)
        {
            throw new ArgumentException(
                $"The shape {TensorShape.Format(shape)} was given; a sample has {inputSize} elements.", nameof(inputShape));
        }

        return Array.AsReadOnly(shape);
    }

    private static float[] Flatten(float[][] rows, string parameterName, out int rowLength)
    {
        ArgumentNullException.ThrowIfNull(rows, parameterName);
        rowLength = rows.Length == 0 ? 1 : rows[0].Length;
        int length = rowLength;
        int wrong = Array.FindIndex(rows, row => row.Length != length);
        if (wrong >= 0)
            throw new ArgumentException(
                $"Row {wrong} has {rows[wrong].Length} elements; row 0 has {length}, and all must have the same.",
                parameterName);
        return [.. rows.SelectMany(row => row)];
    }
}
