using ModelGen.Compiler.Kernels;
using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// A few dozen models of the table through the C# compiler and the JIT, at every vector width: the bits of the interpreted kernels, which
/// the other tests
/// compare with everything else. Together they have every kind of kernel that any model of the table has.
/// </summary>
public sealed class CompiledTests(ITestOutputHelper output)
{
    private static readonly string[] Chosen =
    [
        "activation-prelu",
        "activation-elu",
        "activation-gelu",
        "activation-hard-sigmoid",
        "activation-softmax",
        "activation-chain",
        "softmax-sequence",
        "maxout-sequence",
        "loss-huber",
        "loss-binary-cross-entropy",
        "loss-cross-entropy-of-sigmoid",
        "loss-sequence-softmax-cross-entropy",
        "loss-sequence-hinge",
        "loss-seventeen-classes",
        "optimizer-sgd-all",
        "optimizer-adam-decay",
        "optimizer-adamw-all",
        "optimizer-adagrad-all",
        "optimizer-rmsprop-all",
        "optimizer-radam-all",
        "optimizer-lion-all",
        "update-all",
        "update-layers",
        "update-wide",
        "wiring-add-stretched",
        "wiring-concat-image",
        "wiring-three-inputs",
        "wiring-three-outputs",
        "shape-reshape-17",
        "shape-reshape-skip",
        "shape-dense-sequence-of-scalars",
        "block-repeat-nested",
        "block-parallel-sequence",
        "size-1-1-1",
        "size-17-33-2",
        "size-100-33-10",
        "size-many-buffers",
        "size-names-of-locals",
        "size-few-outputs-of-inputs",
        "dropout-two",
        "norm-batch",
        "norm-weight-transposed",
        "vision-lenet",
        "vision-residual",
        "vision-inception",
        "vision-u",
        "vision-many-features-of-positions",
        "vision-tiles-max-dropout",
        "vision-conv-oblong",
        "vision-groups",
        "vision-groups-stride",
        "vision-depthwise-multiplier",
        "vision-transposed-oblong",
        "vision-conv1d-all",
        "vision-max-pool-ceil-padding",
        "vision-avg-pool-ceil-oblong",
        "vision-bicubic",
        "vision-crop-input",
        "vision-permute-sequence",
        "unfused-activation-chain",
        "unfused-activation-elu",
        "unfused-activation-gelu",
        "unfused-loss-binary-cross-entropy",
        "unfused-loss-cross-entropy-of-sigmoid",
        "unfused-optimizer-adam-decay",
        "unfused-size-1-1-1",
        "unfused-vision-lenet",
        "unfused-vision-depthwise-multiplier",
        "sequence-embedding",
        "sequence-embedding-wide",
        "sequence-embedding-mixed-inputs",
        "sequence-positional-encoding-dropout",
        "sequence-labels",
        "sequence-attention-cross",
        "sequence-encoder-dropout",
        "sequence-lstm-all-options",
        "sequence-lstm-dropout",
        "sequence-gru-bidirectional",
        "sequence-rnn-one-unit",
        "sequence-conv-causal-wide",
        "sequence-stream-rotary",
        "sequence-stream-wavenet",
    ];

    /// <summary>The models that are compiled; all where everything runs.</summary>
    public static TheoryData<string> Names => TestTier.IsExhaustive ? Models.Names : [.. Chosen];

    [Theory]
    [MemberData(nameof(Names))]
    public void Same_bits_as_interpreted(string name) => CompiledChecks.SameAsInterpreted(name, Models.Find(name).Source, output);

    /// <summary>
    /// What makes kernels different: how they are anchored and shared, the statements, expressions and functions in them.
    /// </summary>
    [Fact]
    public void The_chosen_models_have_every_kind_of_kernel()
    {
        Dictionary<string, string> lacking = [];
        HashSet<string> covered = [.. Chosen.SelectMany(FeaturesOf)];
        foreach (string name in Models.All.Select(model => model.Name).Except(Chosen))
            foreach (string feature in FeaturesOf(name).Except(covered))
                lacking.TryAdd(feature, name);
        Assert.True(
            lacking.Count == 0,
            string.Join('\n', lacking.GroupBy(pair => pair.Value, pair => pair.Key).Select(g => $"{g.Key}: {string.Join(", ", g)}")));
    }

    private static IEnumerable<string> FeaturesOf(string name)
    {
        ModelPrograms programs = Subject.Programs(Models.Find(name).Source);
        return CompiledModel
            .Widths.SelectMany(bits => programs.Kernels(bits).SelectMany(kernel => KernelFeatures.Of(kernel.Kernel)))
            .Distinct();
    }
}
