namespace ModelGen.Benchmarks.Workloads;

/// <summary>All workloads, in the order in which they are reported.</summary>
internal static class WorkloadTable
{
    /// <summary>The table. A new workload is a file with its model, and its name here.</summary>
    public static readonly IReadOnlyList<Workload> All =
    [
        Digits784x128.I1,
        Digits784x256x128.I2,
        Digits784x512x256.I3,
        LeNet5.I4,
        LeNet5.I4x64,
        .. RecurrentStreams.I5,
        ResNet20.I8,
        ResNet18.R18,
        Gpt4x128.I7,
        Gpt4x128.I7kv,
        Tiny2x16x16.Tiny,
        Digits784x128.T1,
        Digits784x512x256.T2,
        LeNet5.T3,
        SmallConvolution.T4,
        Regression4x32x16.T5,
        LstmClassifier.T6,
        Gpt4x128.T7,
        ResNet20.T8,
    ];

    /// <summary>The workloads with these names, or all if there are none, in the order of the table.</summary>
    /// <exception cref="UsageException">A name is unknown.</exception>
    public static IReadOnlyList<Workload> Named(IReadOnlyList<string> ids)
    {
        string? unknown = ids.FirstOrDefault(id => !All.Any(workload => Is(workload, id)));
        if (unknown is not null)
            throw new UsageException($"'{unknown}' is not a workload; there are {string.Join(", ", All.Select(workload => workload.Id))}.");
        return ids.Count == 0 ? All : [.. All.Where(workload => ids.Any(id => Is(workload, id)))];
    }

    private static bool Is(Workload workload, string id) => workload.Id.Equals(id, StringComparison.OrdinalIgnoreCase);
}
