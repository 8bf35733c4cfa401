namespace ModelGen.Benchmarks.DataParallel;

/// <summary>
/// What one run of several processes has measured: medians, in seconds. The program ModelGen.Ranks writes it, the command <c>scaling</c>
/// reads it.
/// </summary>
/// <param name="Workload">T2, T8 or GPT.</param>
/// <param name="Ranks">How many processes.</param>
/// <param name="Library">What carried the messages.</param>
/// <param name="Batch">The samples of one process.</param>
/// <param name="Alone">A step of one process without the package, while the others slept: in the same run, in turn.</param>
/// <param name="Together">A step of all of them, of <paramref name="Ranks"/> · <paramref name="Batch"/> samples.</param>
/// <param name="Ratio">The median over the rounds of N · alone / together: throughput over that of one process.</param>
/// <param name="Gradients">The part of a step of one process that computes gradients.</param>
/// <param name="Update">The part behind it.</param>
/// <param name="Buckets">What is sent together, in the order in which it is finished.</param>
/// <param name="SmallMessage">Adding up one number over all processes.</param>
/// <param name="BucketMessages">Adding up each bucket over all processes, when all are there.</param>
/// <param name="Hidden">The share of the time on the way that was hidden behind the computation; NaN if nothing was to be.</param>
internal sealed record MeasuredRanks(
    string Workload,
    int Ranks,
    string Library,
    int Batch,
    double Alone,
    double Together,
    double Ratio,
    double Gradients,
    double Update,
    IReadOnlyList<MeasuredBucket> Buckets,
    double SmallMessage,
    IReadOnlyList<double> BucketMessages,
    double Hidden);

/// <summary>Gradients that are sent together.</summary>
/// <param name="Ready">When they are finished, in seconds from the begin of the step.</param>
/// <param name="Bytes">How long they are.</param>
internal sealed record MeasuredBucket(double Ready, long Bytes);
