using ModelGen.Benchmarks.Architectures;
using ModelGen.Benchmarks.Peers;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>A piece of work that we and the peers do on the same weights and the same data.</summary>
/// <param name="Id">The name that docs and the command line use, such as <c>T1</c>.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Samples">Samples in one call.</param>
/// <param name="Architecture">What the peers build; the same as our model.</param>
internal abstract record Workload(string Id, string Title, int Samples, Architecture Architecture)
{
    /// <summary>Floating-point operations of one call, from the shapes.</summary>
    public abstract double Flop { get; }

    /// <summary>
    /// Whether the weights, each used once a call, have to come from a cache that is slower than the arithmetic.
    /// Such a workload is compared with the measured rate of reading a block of that size.
    /// </summary>
    public bool ReadsWeightsOnce { get; init; }

    /// <summary>If inputs are ids, how many there are; 0 if they are numbers. Peers get them as floats, too.</summary>
    public int Ids { get; init; }

    /// <summary>The shape of one sample as the peers see it, or null for a vector.</summary>
    public IReadOnlyList<int>? InputShape { get; init; }

    /// <summary>How much two contestants' numbers may differ, relative to our number.</summary>
    public abstract double Tolerance { get; init; }

    /// <summary>What <see cref="Tolerance"/> is about: <c>losses</c> or <c>outputs</c>.</summary>
    public abstract string Evidence { get; }

    /// <summary>A new model of ours; every time with the same weights.</summary>
    public abstract IModel CreateModel();

    /// <summary>Our side, on data made from a fixed seed.</summary>
    /// <param name="threads">How many threads it may use.</param>
    public abstract Ours CreateOurs(int threads);

    /// <summary>What PyTorch is asked to do besides building the module.</summary>
    /// <param name="exchange">The files with weights and data.</param>
    public abstract PyTorchTask PyTorchTask(Exchange exchange);

    /// <summary>Writes the weights and the data for the peers.</summary>
    public abstract void Write(Exchange exchange);

    /// <summary>Inputs for some samples, from a fixed seed.</summary>
    protected float[] RandomInputs(int count) =>
        Ids > 0 ? [.. RandomData.Labels(count, Ids, seed: 1).Select(id => (float)id)] : RandomData.Floats(count, seed: 1);

    /// <summary>The shape of a whole input, the batch first.</summary>
    public IReadOnlyList<int> BatchShape(IModel model) => [Samples, .. InputShape ?? [model.InputSize]];
}
