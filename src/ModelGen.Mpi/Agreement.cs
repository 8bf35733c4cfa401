using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Mpi;

/// <summary>The start of a training: what differs is refused, and all models get the state of the first rank's.</summary>
internal static class Agreement
{
    /// <summary>Begins a training.</summary>
    /// <param name="parallel">How it is shared.</param>
    /// <param name="model">The model.</param>
    /// <param name="settings">What else must be the same: lines of text, what it is before a colon.</param>
    /// <exception cref="RankFailedException">Something differs; the message says what.</exception>
    public static void Begin<TTarget>(DataParallel parallel, ITrainable<TTarget> model, IReadOnlyList<string> settings)
        where TTarget : unmanaged
    {
        if (model is not ICheckpointed state)
            throw new ArgumentException($"{model.GetType().Name} does not say what state it has: it is not {nameof(ICheckpointed)}.");
        Compare(parallel.World, [.. Describe(parallel, model, state), .. settings]);
        if (parallel.World.Size > 1) Spread(parallel.World, state);
    }

    private static IEnumerable<string> Describe<TTarget>(DataParallel parallel, ITrainable<TTarget> model, ICheckpointed state)
        where TTarget : unmanaged
    {
        if (parallel is { Reproducible: true, SyncBatchNorm: true })
        {
            throw new ArgumentException(
                "Reproducible and SyncBatchNorm exclude each other: what is reproducible is computed group by group, and normalized over "
                    + "each group. Choose a larger GroupSize, or do without one of them.");
        }

        yield return $"the statistics: {(parallel.SyncBatchNorm ? "of the whole batch" : "of each rank")}";
        string overlap = parallel.Overlap is { } wanted ? $"overlap {wanted}" : "as fits";
        yield return $"the messages: {overlap}, {Text(parallel.BucketBytes)} bytes";
        yield return $"the sums: {(parallel.Reproducible ? $"reproducible, groups of {Text(parallel.GroupSize)}" : "as the library adds")}";
        yield return $"the model: {model.GetType().Name}";
        yield return $"the parameters: {string.Join(", ", model.Parameters)}";
        yield return $"the layers: {model.Parameters.Architecture}";
        yield return $"the model's seed: {Text(Checkpoint.SeedOf(state))}";
        yield return $"the learning rate: {model.LearningRate.ToString("R", CultureInfo.InvariantCulture)}";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Every rank compares itself with the first, and all see what each has found.
    private static void Compare(Communicator world, IReadOnlyList<string> lines)
    {
        byte[] own = Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => line.ReplaceLineEndings(" "))));
        string[] first = Encoding.UTF8.GetString(BroadcastBytes(world, own)!).Split('\n');
        byte[] found = Encoding.UTF8.GetBytes(Difference(first, [.. lines.Select(line => line.ReplaceLineEndings(" "))], world.Rank));
        int[] lengths = new int[world.Size];
        Span<double> sizes = new double[world.Size];
        sizes[world.Rank] = found.Length;
        world.Sum(sizes);
        for (int rank = 0; rank < lengths.Length; rank++)
            lengths[rank] = (int)sizes[rank];
        byte[] all = new byte[lengths.Sum()];
        world.Gather(found, all, lengths);
        if (all.Length > 0)
            throw new RankFailedException("The ranks do not train the same. " + Encoding.UTF8.GetString(all).Trim());
    }

    private static string Difference(string[] first, string[] own, int rank)
    {
        List<string> differences = [];
        for (int i = 0; i < Math.Max(first.Length, own.Length); i++)
        {
            (string there, string here) = (i < first.Length ? first[i] : "nothing", i < own.Length ? own[i] : "nothing");
            if (there == here)
                continue;
            int colon = there.IndexOf(": ", StringComparison.Ordinal);
            differences.Add(
                colon > 0 && here.StartsWith(there[..(colon + 2)], StringComparison.Ordinal)
                    ? $"{there[..colon]} ({Shortened(here[(colon + 2)..])}; on rank 0 {Shortened(there[(colon + 2)..])})"
                    : $"{Shortened(here)} (on rank 0 {Shortened(there)})");
        }

        return differences.Count == 0 ? "" : $"On rank {Text(rank)} differ: {string.Join(", ", differences)}. ";
    }

    private static string Shortened(string text) => text.Length <= 200 ? text : text[..200] + "…";

    private static void Spread(Communicator world, ICheckpointed state)
    {
        byte[]? content = BroadcastBytes(world, world.Rank == 0 ? Checkpoint.ToBytes(state) : null);
        if (world.Rank > 0)
            Checkpoint.FromBytes(content!, state);

        // Files may hold weights in fewer bits than memory does.
        foreach (Parameter parameter in state.Parameters)
        {
            float[] values = new float[parameter.Length];
            parameter.Value.CopyTo(values);
            world.Broadcast(MemoryMarshal.AsBytes(values.AsSpan()));
            if (world.Rank > 0) parameter.Value.CopyFrom(values);
        }
    }

    /// <summary>Gives all ranks what the first has, or null.</summary>
    public static byte[]? BroadcastBytes(Communicator world, byte[]? content)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BitConverter.TryWriteBytes(length, content is null ? -1L : content.LongLength);
        world.Broadcast(length);
        long count = BitConverter.ToInt64(length);
        if (count < 0)
            return null;
        byte[] bytes = world.Rank == 0 ? content! : new byte[count];
        world.Broadcast(bytes);
        return bytes;
    }
}
