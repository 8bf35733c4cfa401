using System.Runtime.InteropServices;
using ModelGen.Data;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Training;

/// <summary>Finds what would make a training fail, before the model changes.</summary>
internal static class FitChecks
{
    private const int ChunkSize = 256;

    public static void Check<TTarget>(ITrainable<TTarget> model, Dataset<TTarget> training, FitOptions<TTarget> options)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(training);
        CheckOptions(options);
        CheckCheckpoint(model, options);
        CheckAverage(model, options);
        CheckData(model, training, "training");
        CheckBatches(model, training.Count, options);
        if (options.Validation is not null)
            CheckData(model, options.Validation.InputsFor(model).TargetsFor(model), "validation");
    }

    /// <summary>The samples of a stream themselves are checked when they are read.</summary>
    public static void Check<TTarget>(ITrainable<TTarget> model, SampleStream<TTarget> training, FitOptions<TTarget> options)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(training);
        CheckOptions(options);
        CheckCheckpoint(model, options);
        CheckAverage(model, options);
        if (training.InputSize != model.InputSize || training.TargetSize != model.TargetSize)
        {
            throw new ArgumentException(
                $"The stream has {training.InputSize} inputs and {training.TargetSize} targets a sample; the model needs {model.InputSize} "
                    + $"and {model.TargetSize}.",
                nameof(training));
        }

        CheckBatches(model, training.Count, options);
        if (options.Augmentations.Count > 0 || options.Sampling is not null)
            throw new ArgumentException(
                "Augmentations and sampling by weights are for datasets; the stream itself can do the like.",
                nameof(options));
        if (options.Validation is not null)
            CheckData(model, options.Validation.InputsFor(model).TargetsFor(model), "validation");
    }

    private static void CheckOptions<TTarget>(FitOptions<TTarget> options)
        where TTarget : unmanaged
    {
        if (options.Epochs < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.Epochs, "The number of epochs must be at least 1.");
        if (options.BatchSize < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.BatchSize, "The batch size must be at least 1.");
        if (options.Threads < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.Threads, "The number of threads must be at least 1.");
        if (options.Prefetch < 0)
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.Prefetch,
                "The number of batches to load ahead must be at least 0.");
        if (options.ShuffleWindow < 1)
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.ShuffleWindow,
                "The window for shuffling must have at least 1 sample.");
    }

    private static void CheckCheckpoint<TTarget>(ITrainable<TTarget> model, FitOptions<TTarget> options)
        where TTarget : unmanaged
    {
        if (options.Checkpoint is not { } checkpoint)
            return;
        if (model is not ICheckpointed)
        {
            throw new ArgumentException(
                $"A checkpoint is asked for, and {model.GetType().Name} does not say what state it has: it is not {nameof(ICheckpointed)}.",
                nameof(options));
        }

        if (checkpoint.EveryBatches < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), checkpoint.EveryBatches, "The number of batches between checkpoints must be at least 1.");
        }

        if (checkpoint.EveryBatches is not null && options.TrainingMetrics)
        {
            throw new ArgumentException(
                "With TrainingMetrics, checkpoints are written after epochs only: metrics are counted over an epoch, and what they have "
                    + "counted is not in the file. Leave EveryBatches null, or do without TrainingMetrics.",
                nameof(options));
        }
    }

    private static void CheckAverage<TTarget>(ITrainable<TTarget> model, FitOptions<TTarget> options)
        where TTarget : unmanaged
    {
        if (options.ValidateAverage && model.Averaged() is null)
        {
            throw new ArgumentException(
                $"ValidateAverage asks for the average of the weights, and {model.GetType().Name} keeps none. Give its optimizer one, as "
                    + "in Adam(1e-3, WeightAverage = 0.999).",
                nameof(options));
        }
    }

    public static void CheckData<TTarget>(ITrainable<TTarget> model, Dataset<TTarget> data, string name)
        where TTarget : unmanaged
    {
        if (data.Count == 0)
            throw new ArgumentException($"The {name} data have 0 samples; at least 1 is needed.", name);
        data.CheckInputs(model, name);
        CheckTargets(model, data, name);
        if (!data.Weights.IsEmpty && model is not IWeightedTrainable<TTarget>)
        {
            throw new ArgumentException(
                $"The samples of the {name} data have weights, and the loss of {model.GetType().Name} takes none. Write SampleWeights = "
                    + "true at the loss, or take them away: WithWeights(default).",
                name);
        }

        foreach (Batch<TTarget> batch in new BatchLoader<TTarget>(data, ChunkSize, shuffle: false).Epoch(0))
            CheckFinite(batch.Inputs, data.InputSize, batch.Index * ChunkSize, "input", name);
        if (typeof(TTarget) == typeof(float))
            CheckFinite(MemoryMarshal.Cast<TTarget, float>(data.Targets), data.TargetSize, 0, "target", name);
        if (data is Dataset<int> labelled && model.ClassCount > 0)
            CheckLabels(labelled.Targets, data.TargetSize, model.ClassCount, model.IgnoredLabel, name);
        if (data is Dataset<float> mixed && model.Targets is { Count: > 1 } targets)
            CheckLabels(mixed.Targets, targets, name);
    }

    private static void CheckTargets<TTarget>(ITrainable<TTarget> model, Dataset<TTarget> data, string name)
        where TTarget : unmanaged
    {
        if (data.TargetParts is { } parts)
        {
            ModelInput[] needed = [.. model.Targets.Select(target => target.Part)];
            if (parts.Count != needed.Length || !parts.Zip(needed).All(pair => pair.First.Fits(pair.Second)))
            {
                throw new ArgumentException(
                    $"The samples have the targets {ModelInput.Format(parts)}; the model needs {ModelInput.Format(needed)}, in this order. "
                        + "TargetsFor(model) puts those of the right names and sizes in order.",
                    name);
            }
        }

        if (data.TargetSize == model.TargetSize) return;
        string parted = model.Targets is { Count: > 1 } several ? $": {ModelInput.Format(several.Select(target => target.Part))}" : "";
        throw new ArgumentException($"The samples have {data.TargetSize} targets; the model needs {model.TargetSize}{parted}.", name);
    }

    /// <summary>The labels in rows of several targets: whole numbers among floats.</summary>
    private static void CheckLabels(ReadOnlySpan<float> rows, IReadOnlyList<ModelTarget> targets, string name)
    {
        int rowLength = targets.Sum(target => target.Size), start = 0;
        foreach (ModelTarget target in targets)
        {
            for (int row = 0; target.ClassCount > 0 && row < rows.Length; row += rowLength)
            {
                for (int i = 0; i < target.Size; i++)
                {
                    float label = rows[row + start + i];
                    if (label == target.IgnoredLabel || (label >= 0 && label < target.ClassCount && label == MathF.Truncate(label)))
                        continue;
                    throw new ArgumentException(
                        $"In the {name} data, {target.Name}[{i}] of sample {row / rowLength} is {Numbers.Format(label, "R")}; it has "
                            + $"{target.ClassCount} classes, so it must be a whole number from 0 to {target.ClassCount - 1}"
                            + $"{(target.IgnoredLabel is { } ignored ? $", or {Numbers.Format(ignored)} where none counts" : "")}.",
                        name);
                }
            }

            start += target.Size;
        }
    }

    // All batches of an epoch are full but the last one.
    private static void CheckBatches<TTarget>(ITrainable<TTarget> model, int samples, FitOptions<TTarget> options)
        where TTarget : unmanaged
    {
        int rest = samples % options.BatchSize, fewest = model.FewestSamples;
        string given = $"There are {Numbers.Format(samples)} training samples, and the batch size is {Numbers.Format(options.BatchSize)}";
        if (options.DropLast && samples < options.BatchSize)
            throw new ArgumentException(
                $"{given}, so no batch is left without the last one. Choose a smaller batch size.",
                nameof(options));
        if (options.BatchSize < fewest)
            throw new ArgumentException(
                $"{given}; {model.GetType().Name} normalizes over the samples of a batch, so at least {fewest} are needed in each.",
                nameof(options));
        if (rest > 0 && rest < fewest && !options.DropLast)
        {
            throw new ArgumentException(
                $"{given}, so the last batch of an epoch has {Count(rest, "sample")}; {model.GetType().Name} normalizes over the samples "
                    + $"of a batch, so at least {fewest} are needed in each. "
                + (samples > rest ? "Choose another batch size, or set DropLast." : "Give it more samples."),
                nameof(options));
        }
    }

    private static string Count(int count, string what) => $"{Numbers.Format(count)} {what}{(count == 1 ? "" : "s")}";

    private static void CheckFinite(ReadOnlySpan<float> values, int rowLength, int firstSample, string kind, string name)
    {
        int index = FiniteCheck.IndexOfNonFinite(values);
        if (index >= 0)
        {
            (int sample, int position) = Math.DivRem(index, rowLength);
            throw new ArgumentException(
                $"In the {name} data, {kind} {position} of sample {firstSample + sample} is {Numbers.Format(values[index], "R")}; finite "
                    + "numbers are needed.",
                name);
        }
    }

    private static void CheckLabels(ReadOnlySpan<int> labels, int perSample, int classCount, int? ignored, string name)
    {
        for (int start = 0; labels[start..].IndexOfAnyExceptInRange(0, classCount - 1) is >= 0 and int next; start += next + 1)
        {
            int index = start + next;
            if (labels[index] == ignored) continue;
            string place = perSample == 1 ? $"the label of sample {index}" : $"label {index % perSample} of sample {index / perSample}";
            throw new ArgumentException(
                $"In the {name} data, {place} is {Numbers.Format(labels[index])}; the model has {classCount} classes, so it must be from 0 "
                    + $"to {classCount - 1}{(ignored is { } label ? $", or {Numbers.Format(label)} where none counts" : "")}.",
                name);
        }
    }
}
