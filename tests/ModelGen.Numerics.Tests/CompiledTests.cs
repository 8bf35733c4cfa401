using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// A few dozen models of the table through the C# compiler and the JIT: the bits of the interpreted kernels, which the other tests compare
/// with everything else. Together they have every kind of kernel at every vector width, and every program and member, that any model of the
/// table has.
/// </summary>
public sealed class CompiledTests(ITestOutputHelper output)
{
    internal static readonly string[] Chosen =
    [
        "optimizer-adagrad-mean",
        "optimizer-rmsprop",
        "optimizer-radam",
        "optimizer-lion",
        "losses-all",
        "optimizer-lamb-weights",
        "optimizer-muon",
        "optimizer-sgd-accumulate",
        "update-all",
        "frozen-first",
        "wiring-three-inputs",
        "wiring-three-outputs",
        "size-1-1-1",
        "size-100-33-10",
        "size-many-buffers",
        "size-names-of-locals",
        "norm-batch",
        "norm-spectral",
        "norm-local-response",
        "vision-groups-stride",
        "vision-transposed-groups",
        "vision-transposed-depthwise",
        "vision-bicubic",
        "vision-lenet",
        "sequence-embedding-mixed-inputs",
        "sequence-embedding-dropout",
        "sequence-positional-encoding-dropout",
        "sequence-labels-weights",
        "sequence-attention-nothing-seen",
        "sequence-lengths-gru-steps",
        "sequence-stream-rotary",
        "sequence-conv-causal-wide",
        "sequence-translator",
        "unfused-activation-elu",
        "unfused-activation-gelu",
        "unfused-activation-chain",
        "unfused-loss-sequence-softmax-cross-entropy",
        "unfused-vision-conv1d-all",
    ];

    /// <summary>The models that are compiled; all where everything runs.</summary>
    public static TheoryData<string> Names => TestTier.IsExhaustive ? Models.Names : [.. Chosen];

    [Theory]
    [MemberData(nameof(Names))]
    public void Same_bits_as_interpreted(string name) =>
        CompiledChecks.SameAsInterpreted(name, Models.Find(name).Source, CompiledWidths.Of(name), output);

    /// <summary>What kernels have at a width, some model is compiled for at this width.</summary>
    [Fact]
    public void The_chosen_widths_have_every_kind_of_kernel_at_every_width()
    {
        string[] all = [.. Chosen.SelectMany(name => KernelsOf(name, CompiledModel.Widths)).Distinct()];
        HashSet<string> covered = [.. Chosen.SelectMany(name => KernelsOf(name, CompiledWidths.Of(name)))];
        output.WriteLine($"{Chosen.Sum(name => CompiledWidths.Of(name).Count)} pairs of {Chosen.Length} models and a width:");
        foreach (string name in Chosen) output.WriteLine($"{name}: {string.Join(", ", CompiledWidths.Of(name))}");
        Assert.Empty(all.Except(covered));
        Assert.All(Chosen, name => Assert.NotEmpty(CompiledWidths.Of(name)));
    }

    /// <summary>
    /// The chosen models have everything that makes the text that is generated for this one different: another model that is compiled is of
    /// use only if it has something that these lack.
    /// </summary>
    /// <param name="name">Any model of the table.</param>
    internal static void HasNothingElse(string name)
    {
        string[] lacking = [.. ModelFeatures.Of(Subject.Programs(Models.Find(name).Source)).Except(CompiledWidths.Features)];
        Assert.True(lacking.Length == 0, $"{name} has what no model of {nameof(CompiledTests)} has: {string.Join(", ", lacking)}");
    }

    private static IEnumerable<string> KernelsOf(string name, IReadOnlyCollection<int> widths) =>
        widths.SelectMany(bits => CompiledWidths.Kernels(name, bits));
}
