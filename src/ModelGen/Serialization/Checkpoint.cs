using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Serialization;

/// <summary>
/// A training in one safetensors file: the weights under their names, and behind them what decides how it goes on: the optimizer's state
/// (<c>optimizer/mean/dense1.weight</c>), its numbers in double precision, learning rate, counters, the seed. A training that goes on from
/// a checkpoint ends with the bits of one that was never interrupted.
/// </summary>
/// <remarks>
/// Gradients are not in it: it is to be written between updates. The weights in it can be read by any reader of the format.
/// </remarks>
public static class Checkpoint
{
    private const string ModelKey = "modelgen.model", OptimizerKey = "modelgen.optimizer";

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="path">The file. If it exists it is replaced in one step, and unchanged if writing fails.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    public static void Save(string path, ICheckpointed model)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        Save(path, model, model.Exchange);
    }

    /// <summary>
    /// Goes on from a checkpoint. The whole file is read and checked against the model first: after an exception nothing has changed.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is truncated, not in the format, or of another model or optimizer; the message
    /// says what differs.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static void Load(string path, ICheckpointed model)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        Load(path, model, model.Exchange, other => other.StartsWith(TrainingScope, StringComparison.Ordinal));
    }

    /// <summary>What <c>Fit</c> adds: it is ignored where only the model is loaded.</summary>
    internal const string TrainingScope = "fit/";

    /// <summary>The content of a checkpoint of a model, for another process.</summary>
    internal static byte[] ToBytes(ICheckpointed model)
    {
        CheckpointState state = new(model.Parameters);
        model.Exchange(state);
        using MemoryStream stream = new();
        IEnumerable<SavedTensor> tensors = model.Parameters.Select(SavedTensor.Of).Concat(state.Saved);
        SafeTensorsWriter.Write(stream, tensors, [new(ModelKey, state.Model), new(OptimizerKey, state.Optimizer)]);
        return stream.ToArray();
    }

    /// <summary>The seed of a model: part of its state.</summary>
    internal static long SeedOf(ICheckpointed model)
    {
        CheckpointState state = new(model.Parameters);
        model.Exchange(state);
        return state.SeedOrZero;
    }

    /// <summary>Gives a model the state of another, which <see cref="ToBytes"/> has written.</summary>
    internal static void FromBytes(byte[] content, ICheckpointed model) =>
        Load("of the first process", model, model.Exchange, _ => false, content);

    internal static void Save(string path, ICheckpointed model, Action<CheckpointState> exchange)
    {
        CheckpointState state = new(model.Parameters);
        exchange(state);
        IEnumerable<SavedTensor> tensors = model.Parameters.Select(SavedTensor.Of).Concat(state.Saved);
        AtomicFile.Write(
            path,
            stream => SafeTensorsWriter.Write(stream, tensors, [new(ModelKey, state.Model), new(OptimizerKey, state.Optimizer)]));
    }

    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="exchange">Names what the file must have.</param>
    /// <param name="mayHave">What it may have besides.</param>
    /// <param name="content">What is in the file, if it has been read.</param>
    internal static void Load(
        string path, ICheckpointed model, Action<CheckpointState> exchange, Func<string, bool> mayHave, byte[]? content = null)
    {
        if (content is null && Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; a checkpoint is needed.");
        if (content is null && !File.Exists(path))
            throw new FileNotFoundException($"There is no checkpoint '{path}'.", path);
        CheckpointState needed = new(model.Parameters);
        exchange(needed);
        (float[][] weights, IReadOnlyDictionary<string, byte[]> others) = Read(
            path, content, model.Parameters, needed, mayHave);
        exchange(new CheckpointState(model.Parameters, others));
        for (int i = 0; i < weights.Length; i++)
            model.Parameters[i].Value.CopyFrom(weights[i]);
    }

    private static (float[][] Weights, IReadOnlyDictionary<string, byte[]> Others) Read(
        string path, byte[]? content, ParameterSet parameters, CheckpointState needed, Func<string, bool> mayHave)
    {
        try
        {
            using Stream stream = content is null ? File.OpenRead(path) : new MemoryStream(content, writable: false);
            TensorTable table = TensorTable.Read(stream);
            IReadOnlyDictionary<string, TensorEntry> entries = table.Entries;
            Check(entries, table.Metadata, parameters, needed, mayHave);
            float[][] weights = [.. parameters.Select(parameter => new float[parameter.Length])];
            Dictionary<string, float[]> byName = parameters.Zip(weights)
                .ToDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal);
            Dictionary<string, byte[]> others = new(StringComparer.Ordinal);
            foreach (TensorEntry entry in entries.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
            {
                if (byName.TryGetValue(entry.Name, out float[]? values))
                {
                    SafeTensorsReader.ReadInto(stream, entry, values);
                    continue;
                }

                byte[] bytes = new byte[entry.End - entry.Begin];
                stream.ReadExactly(bytes);
                others.Add(entry.Name, bytes);
            }

            return (weights, others);
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"Cannot go on from the checkpoint '{path}': {problem.Message}", problem);
        }
        catch (EndOfStreamException problem)
        {
            throw new InvalidDataException(
                $"Cannot go on from the checkpoint '{path}': it ends within the data of a tensor. It became shorter while it was read.",
                problem);
        }
    }

    /// <summary>One message says all that differs.</summary>
    private static void Check(
        IReadOnlyDictionary<string, TensorEntry> entries,
        IReadOnlyDictionary<string, string> metadata,
        ParameterSet parameters,
        CheckpointState needed,
        Func<string, bool> mayHave)
    {
        if (!metadata.TryGetValue(ModelKey, out string? model) || !metadata.TryGetValue(OptimizerKey, out string? optimizer))
            throw new InvalidDataException("it holds weights and no training. Load it with Load, and train from the beginning.");
        StringBuilder problems = new();
        if (model != needed.Model)
            problems.Append($" It is of the model {model}; this one is {needed.Model}.");
        if (optimizer != needed.Optimizer)
            problems.Append($" Its optimizer is {optimizer}; that of the model is {needed.Optimizer}.");
        SavedTensor[] all = [.. parameters.Select(SavedTensor.Of), .. needed.Saved];
        HashSet<string> names = [.. all.Select(tensor => tensor.Name)];
        SafeTensorsReader.AppendNames(problems, "missing", all.Select(tensor => tensor.Name).Where(name => !entries.ContainsKey(name)));
        SafeTensorsReader.AppendNames(
            problems,
            "unexpected",
            entries.Keys.Where(name => !names.Contains(name) && !mayHave(name)).Order(StringComparer.Ordinal));
        foreach (SavedTensor tensor in all)
        {
            if (!entries.TryGetValue(tensor.Name, out TensorEntry? entry))
                continue;
            bool isText = tensor.Type == "U8";
            if (entry.Type != tensor.Type || (!isText && !entry.Shape.AsSpan().SequenceEqual([.. tensor.Shape.Select(size => (long)size)])))
            {
                problems.Append(
                    $" The tensor '{tensor.Name}' is {entry.Type} {entry.ShapeText} in the file; {tensor.Type} "
                        + $"{TensorShape.Format(tensor.Shape)} is needed.");
            }
        }

        if (problems.Length > 0)
            throw new InvalidDataException($"it does not belong to this training.{problems}");
    }
}
