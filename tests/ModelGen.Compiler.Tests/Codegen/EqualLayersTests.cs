using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Compiler.Tests.Codegen;

/// <summary>Equal layers share their kernels, so that a deep model is hardly more code than a shallow one.</summary>
public sealed class EqualLayersTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("", 1.15)]
    [InlineData(", Dropout = 0", 1.15)]
    public void Twelve_blocks_of_a_GPT_are_hardly_more_lines_than_two(string dropout, double most)
    {
        int two = Lines(2), twelve = Lines(12);
        output.WriteLine($"2 blocks: {two} lines, 12 blocks: {twelve}, {(double)twelve / two:0.000} times as many");
        Assert.InRange((double)twelve / two, 1, most);

        int Lines(int blocks)
        {
            ModelSpec spec = DeclarationText.Model(
                $"[Tokens(64, 65), Embedding(128), PositionalEmbedding, Repeat<Layer>({blocks}), LayerNorm, Dense(65)] "
                    + "[SoftmaxCrossEntropy, AdamW(1e-3)]",
                "[Block] [TransformerEncoder(4, 512, Causal = true, NormFirst = true, Activation = ActivationKind.Gelu"
                    + $"{dropout})] class Layer;");
            return ModelCompiler.EmitKernels(spec).Sum(file => file.Text.Count(c => c == '\n'));
        }
    }
}
