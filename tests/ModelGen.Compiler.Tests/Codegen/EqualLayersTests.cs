using ModelGen.Compiler.Codegen.Members;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Compiler.Tests.Codegen;

/// <summary>Equal layers share their kernels: a deeper model has more calls of them, and no more kernels.</summary>
public sealed class EqualLayersTests(ITestOutputHelper output)
{
    // Calls are written for each program and width: some 640 lines for one more block, beside 23,500 of two.
    private const double MostLines = 1.3;

    [Theory]
    [InlineData("")]
    [InlineData(", Dropout = 0")]
    public void Twelve_blocks_of_a_GPT_have_the_kernels_of_four(string dropout)
    {
        (int Lines, int Kernels) two = Count(2), four = Count(4), twelve = Count(12);
        output.WriteLine($"2, 4 and 12 blocks: {two.Lines}, {four.Lines} and {twelve.Lines} lines; {two.Kernels}, {four.Kernels} and "
            + $"{twelve.Kernels} kernels");
        Assert.Equal(four.Kernels, twelve.Kernels);
        Assert.InRange((double)twelve.Lines / two.Lines, 1, MostLines);

        (int, int) Count(int blocks)
        {
            IReadOnlyList<GeneratedFile> files = ModelCompiler.EmitKernels(DeclarationText.Model(
                $"[Tokens(64, 65), Embedding(128), PositionalEmbedding, Repeat<Layer>({blocks}), LayerNorm, Dense(65)] "
                    + "[SoftmaxCrossEntropy, AdamW(1e-3)]",
                "[Block] [TransformerEncoder(4, 512, Causal = true, NormFirst = true, Activation = ActivationKind.Gelu"
                    + $"{dropout})] class Layer;"));
            string[] lines = [.. files.SelectMany(file => file.Text.Split('\n'))];
            return (lines.Length, lines.Count(line => line.Contains("private static void ") && !line.Contains("Section")));
        }
    }
}
