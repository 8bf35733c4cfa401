using ModelGen.Compiler.Codegen;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Codegen;

/// <summary>The widths that kernels are emitted for, and how one of them is chosen when they run.</summary>
public sealed class VectorWidthTests
{
    private static readonly Spec.ModelSpec Net = DeclarationText.Model("[Input(2), Dense(3), Tanh, Dense(1), MeanSquaredError, Sgd(0.1f)]");

    [Theory]
    [InlineData("512,256,128", "512,256,128")]
    [InlineData("128;256", "256,128")]
    [InlineData(" 256 , 128, ", "256,128")]
    [InlineData("128,128", "128")]
    [InlineData("256", "256")]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData(";", null)]
    [InlineData("256,100", null)]
    [InlineData("0256", null)]
    public void A_list_is_read(string? text, string? widths) => Assert.Equal(widths, VectorWidths.Parse(text)?.ToString());

    [Fact]
    public void Equal_lists_are_equal()
    {
        Assert.Equal(VectorWidths.Parse("128,256"), VectorWidths.Parse("256,128"));
        Assert.Equal(VectorWidths.All, VectorWidths.Parse("512,256,128"));
        Assert.NotEqual(VectorWidths.Parse("256"), VectorWidths.Parse("128"));
    }

    [Fact]
    public void Only_these_are_emitted()
    {
        Assert.Equal(["programs", "kernels512", "kernels256", "kernels128"], Parts(VectorWidths.All));
        Assert.Equal(["programs", "kernels256"], Parts(VectorWidths.Parse("256")!));

        static string[] Parts(VectorWidths widths) =>
            [.. ModelCompiler.EmitKernels(Net, widths).Select(file => file.HintName.Split('.')[^3])];
    }

    /// <summary>What the machine has stands first, as a constant, so that a compiler to native code drops what it lacks.</summary>
    [Fact]
    public void What_the_machine_has_is_asked_first()
    {
        string all = Programs("512,256,128"), two = Programs("256,128"), one = Programs("256");

        Assert.Contains("if (__Simd::Vector512.IsHardwareAccelerated && s_vectorBits == 512)", all, StringComparison.Ordinal);
        Assert.Contains("else if (__Simd::Vector256.IsHardwareAccelerated && s_vectorBits == 256)", all, StringComparison.Ordinal);
        Assert.Contains("VectorWidth.ChosenOf(512 | 256 | 128);", all, StringComparison.Ordinal);
        Assert.Contains("VectorWidth.Check(512 | 256 | 128);", all, StringComparison.Ordinal);

        Assert.Contains("if (__Simd::Vector256.IsHardwareAccelerated && s_vectorBits == 256)", two, StringComparison.Ordinal);
        Assert.DoesNotContain("512", two, StringComparison.Ordinal);

        Assert.DoesNotContain("s_vectorBits", one, StringComparison.Ordinal);
        Assert.DoesNotContain("IsHardwareAccelerated", one, StringComparison.Ordinal);
        Assert.Contains("VectorWidth.Check(256);", one, StringComparison.Ordinal);
        Assert.Contains("Kernels256.Predict(", one, StringComparison.Ordinal);
    }

    /// <summary>What was built for one machine runs on another one, too.</summary>
    [Fact]
    public void Kernels_for_the_machine_that_builds_may_be_emulated()
    {
        var machine = VectorWidths.OfMachine(256);
        string programs = ModelCompiler.EmitKernels(Net, machine)[0].Text;

        Assert.Equal("256", machine.ToString());
        Assert.NotEqual(VectorWidths.Parse("256"), machine);
        Assert.Contains("VectorWidth.Check(256 | global::ModelGen.Runtime.VectorWidth.Emulated);", programs, StringComparison.Ordinal);
        Assert.DoesNotContain("s_vectorBits", programs, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_counts_the_lines_of_what_is_emitted()
    {
        Assert.Contains("in kernels512", ModelCompiler.Explain(Net, 64)!.Text, StringComparison.Ordinal);
        string report = ModelCompiler.Explain(Net, 64, VectorWidths.Parse("128"))!.Text;
        Assert.DoesNotContain("in kernels512", report, StringComparison.Ordinal);
        Assert.Contains("in kernels128", report, StringComparison.Ordinal);
    }

    private static string Programs(string widths) => ModelCompiler.EmitKernels(Net, VectorWidths.Parse(widths))[0].Text;
}
