using System.Text.RegularExpressions;
using ModelGen.Compiler.Codegen.Members;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Codegen;

/// <summary>A layer that each step of a sequence goes through: how often its weights are read, and what stands behind it.</summary>
public sealed class StepWeightsTests
{
    /// <summary>Weights that no cache keeps are read once a sample: the loop over blocks of them is around the one over steps.</summary>
    [Theory]
    [InlineData(16, 384, 1536, "f row")]
    [InlineData(16, 64, 64, "row f")]
    [InlineData(4, 384, 1536, "f")]
    public void Large_weights_are_the_outer_loop(int steps, int inputs, int outputs, string expected)
    {
        string text = Kernels($"[Input({steps}, {inputs}), Dense({outputs}, Name = \"wide\")] [MeanSquaredError, Sgd(0.1f)]", 256);
        string kernel = text[text.IndexOf($"// contract nak,ko->nao", StringComparison.Ordinal)..];
        string head = kernel[..kernel.IndexOf("FusedMultiplyAdd", StringComparison.Ordinal)];
        string[] loops = [.. LoopVariable().Matches(head).Select(match => match.Groups[1].Value).Where(name => name is "row" or "f")];
        Assert.Equal(expected, string.Join(' ', loops));
    }

    /// <summary>The constants of a long function would take the registers of the sums in front of it.</summary>
    [Theory]
    [InlineData(256, "NoInlining | __Clr::MethodImplOptions.AggressiveOptimization")]
    [InlineData(512, "AggressiveInlining")]
    public void The_error_function_is_a_call_where_registers_are_few(int bits, string expected)
    {
        string text = Kernels("[Input(16, 64), Dense(64), Gelu, Dense(8)] [MeanSquaredError, Sgd(0.1f)]", bits);
        string before = text[..text.IndexOf($" Erf(__Simd::Vector{bits}<float> x)", StringComparison.Ordinal)];
        Assert.EndsWith($"MethodImplOptions.{expected})]", before.TrimEnd().Split('\n')[^2].TrimEnd(), StringComparison.Ordinal);
    }

    private static string Kernels(string attributes, int bits) => ModelCompiler.EmitKernels(DeclarationText.Model(attributes, ""))
        .Single(file => file.HintName.Contains($"kernels{bits}", StringComparison.Ordinal)).Text;

    private static Regex LoopVariable() => new(@"for \(nint (\w+) = ", RegexOptions.CultureInvariant);
}
