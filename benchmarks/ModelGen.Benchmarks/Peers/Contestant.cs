using ModelGen.Benchmarks.Measuring;

namespace ModelGen.Benchmarks.Peers;

/// <summary>One side of the comparison, at one number of threads, set up for one workload.</summary>
/// <param name="name">Whose code runs.</param>
/// <param name="threads">How many threads it may use; it stays on as many cores.</param>
internal abstract class Contestant(string name, int threads) : ITimed, IDisposable
{
    public string Name => name;

    public int Threads => threads;

    /// <summary>
    /// Which of several ways of doing the work was found to be the fastest, or an empty string. Known after <see cref="Prepare"/>.
    /// </summary>
    public string Variant { get; protected set; } = "";

    /// <summary>
    /// What the contestant computes, from the common weights and data: the outputs, or the loss of each of the first steps.
    /// </summary>
    public abstract float[] Evidence();

    /// <summary>Warms up, and chooses among variants.</summary>
    public abstract void Prepare();

    public abstract double Time(int repetitions);

    public virtual void Dispose()
    {
    }
}
