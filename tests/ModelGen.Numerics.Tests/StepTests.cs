using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Programs.Stepping;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>Models step by step: what the whole sequence gives, to the bit.</summary>
public sealed class StepTests(ITestOutputHelper output)
{
    private static readonly Lazy<string[]> Causal = new(() =>
        [.. Models.All.Where(model => StepGraph.Of(Built(model)).Steps is not null).Select(model => model.Name)]);

    public static TheoryData<string> Names => [.. Causal.Value];

    /// <summary>Models that must be among them.</summary>
    [Theory]
    [InlineData("sequence-attention-causal")]
    [InlineData("sequence-gpt")]
    [InlineData("sequence-stream-bigram")]
    [InlineData("sequence-stream-positions")]
    [InlineData("sequence-stream-rotary")]
    [InlineData("sequence-stream-long")]
    [InlineData("sequence-stream-two-inputs")]
    [InlineData("sequence-stream-two-outputs")]
    [InlineData("sequence-stream-wavenet")]
    [InlineData("sequence-conv-causal")]
    [InlineData("sequence-rnn-all-steps")]
    [InlineData("sequence-lstm")]
    [InlineData("sequence-lstm-two-layers")]
    [InlineData("sequence-lstm-all-steps")]
    [InlineData("sequence-gru-reset-before")]
    [InlineData("sequence-recurrent-tokens")]
    [InlineData("sequence-conv-causal-wide")]
    [InlineData("sequence-translator")]
    [InlineData("sequence-lengths-translator")]
    [InlineData("sequence-stream-decoder-wide")]
    [InlineData("sequence-stream-decoder-of-lstm")]
    [InlineData("sequence-stream-caption")]
    [InlineData("sequence-stream-masked")]
    [InlineData("function-steps")]
    public void Is_causal(string name) => Assert.Contains(name, Causal.Value);

    [Theory]
    [InlineData("sequence-encoder")]
    [InlineData("sequence-attention-window")]
    [InlineData("sequence-embedding")]
    [InlineData("sequence-lstm-bidirectional")]
    [InlineData("sequence-repeat-vector")]
    [InlineData("sequence-conv-causal-stride")]
    [InlineData("sequence-attention-cross")]
    [InlineData("sequence-decoder-norm-first")]
    [InlineData("sequence-lengths-gru-steps")]
    [InlineData("vision-conv1d-same")]
    [InlineData("vision-lenet")]
    public void Is_not_causal(string name) => Assert.DoesNotContain(name, Causal.Value);

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_are_the_whole_sequence_to_the_bit(string name)
    {
        Subject subject = new(name, output);
        foreach (int bits in CompiledModel.Widths) StepChecks.AsWholeSequence(subject, subject.Make(bits), $"{subject.Where}, {bits} bits");
    }

    /// <summary>The model alone: its programs are planned when it is run.</summary>
    private static BuiltModel Built(ModelCase model) => ProgramSet.Build(DeclarationText.Source(model.Source), Mode.Inference);
}
