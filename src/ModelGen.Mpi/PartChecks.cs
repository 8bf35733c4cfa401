namespace ModelGen.Mpi;

/// <summary>Finds what would make a step fail on some ranks, before the model changes.</summary>
internal static class PartChecks
{
    /// <exception cref="ArgumentException">A rank would have fewer samples of a batch than the model needs.</exception>
    public static void Check<TTarget>(
        ITrainable<TTarget> model, int samples, int batchSize, bool dropLast, DataParallel parallel)
        where TTarget : unmanaged
    {
        if (model.FewestSamples <= 1 || batchSize < 1)
            return;
        int rest = samples % batchSize;
        if (samples >= batchSize) Check(model, batchSize, "batch", parallel);
        if (rest > 0 && !dropLast) Check(model, rest, "last batch of an epoch", parallel);
    }

    private static void Check<TTarget>(ITrainable<TTarget> model, int total, string which, DataParallel parallel)
        where TTarget : unmanaged
    {
        int fewest = int.MaxValue;
        for (int rank = 0; rank < parallel.World.Size; rank++)
        {
            int count = parallel.PartOf(total, rank).Count;
            if (parallel.Reproducible && count > 0) count = count % parallel.GroupSize is > 0 and int last ? last : parallel.GroupSize;

            // A rank without samples takes part, and normalizes nothing.
            if (count > 0) fewest = Math.Min(fewest, count);
        }

        if (fewest >= model.FewestSamples)
            return;
        string where = parallel.Reproducible ? $"a group of {parallel.GroupSize}" : "a rank's part";
        throw new ArgumentException(
            $"The {which} has {total} samples for {parallel.World.Size} ranks, and {where} would have {fewest}; {model.GetType().Name} "
                + $"normalizes over its samples, so at least {model.FewestSamples} are needed. Choose another batch size, or set DropLast.",
            nameof(parallel));
    }
}
