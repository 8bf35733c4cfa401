using ModelGen.Compiler.Codegen;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Codegen;

/// <summary>A long epilogue is a method of its own, beside which no accumulator loses its register.</summary>
public sealed class OutlineTests
{
    private const string Gelu = "[Input(64, 128), Dense(512), Gelu, Dense(128), Flatten, Dense(2), SoftmaxCrossEntropy, Sgd(0.1f)]";

    [Fact]
    public void A_long_epilogue_is_a_method_that_all_tiles_of_all_sizes_call()
    {
        foreach (GeneratedFile file in Kernels(Gelu))
        {
            string[] methods = Methods(file);

            // In one method are the sums of tiles or the function, never both.
            Assert.DoesNotContain(methods, m => m.Contains("acc0_0") && m.Contains("= Erf("));
            string finish = Assert.Single(methods, m => m.Contains("void Finish1("));
            Assert.Contains("= Erf(", finish);
            Assert.Contains("NoInlining", finish);
            Assert.True(methods.Sum(m => m.Split(" Finish1(ref ").Length - 1) > 2, "Tiles of several sizes call it.");
        }
    }

    [Fact]
    public void A_short_epilogue_stays_in_registers() => Assert.All(
        Kernels("[Input(8), Dense(16), Dense(2), MeanSquaredError, Sgd(0.1f)]"),
        file => Assert.DoesNotContain("Finish", file.Text));

    /// <summary>Random numbers depend on where in the batch a tile is.</summary>
    [Fact]
    public void An_epilogue_with_random_numbers_stays_in_its_kernel()
    {
        const string Dropout = "[Input(784), Dense(128), Relu, Dropout(0.2f), Dense(10), SoftmaxCrossEntropy, Sgd(0.1f)]";

        foreach (GeneratedFile file in Kernels(Dropout))
        {
            Assert.Contains(Methods(file), m => m.Contains("acc0_0") && m.Contains("uint seed"));
            Assert.DoesNotContain(Methods(file), m => m.Contains("void Finish") && m.Contains("seed"));
        }
    }

    private static IEnumerable<GeneratedFile> Kernels(string declaration) =>
        ModelCompiler.EmitKernels(DeclarationText.Model(declaration)).Where(file => file.HintName.Contains(".kernels"));

    /// <summary>The methods, each from its attribute on.</summary>
    private static string[] Methods(GeneratedFile file) => file.Text.Split("[__Clr::MethodImpl(");
}
