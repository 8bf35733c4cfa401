using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Tests;

/// <summary>Each mistake stands on the very thing that is wrong.</summary>
public sealed class AnalyzerLocationTests
{
    [Theory]
    [InlineData("MG0030", "[Dense([|0|])]")]
    [InlineData("MG0030", "[Dense(units: [|-1|], UseBias = false)]")]
    [InlineData("MG0030", "[Dense(4), LeakyRelu([|float.NaN|])]")]
    [InlineData("MG0030", "[Dense(4), Reshape(2, [|0|], 2)]")]
    [InlineData("MG0030", "[Dense(4), Reshape(new[] { 2, [|0|], 2 })]")]
    [InlineData("MG0030", "[Dense(4), Reshape(shape: [2, [|0|], 2])]")]
    [InlineData("MG0030", "[Dense(4, Init = [|(Init)99|])]")]
    [InlineData("MG0035", "[As(\"x\"), Dense(8), Add(\"x\", [|\"nowhere\"|])]")]
    [InlineData("MG0035", "[From([|\"nowhere\"|]), Dense(4)]")]
    [InlineData("MG0031", "[Dense(4), [|Reshape|]]")]
    [InlineData("MG1003", "[Dense(4), Reshape([|3|])]")]
    public void In_a_model(string id, string layers) => AssertSingle(id, Sources.Model(layers));

    [Theory]
    [InlineData("MG0030", "[Block, Dense([|-4|]), Relu] class Piece;")]
    [InlineData("MG0030", "[Block] partial class Piece; [Relu, Dense(3, Init = [|(Init)99|])] partial class Piece;")]
    public void In_a_block(string id, string block) => AssertSingle(id, Sources.Model("[Use<Piece>, Dense(1)]") + "\n" + block);

    [Theory]
    [InlineData("MG0001", "[Model] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] public sealed class [|Net|];")]
    [InlineData(
        "MG0002",
        "public class Outer { [Model] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] public sealed partial class [|Net|]; }")]
    [InlineData("MG0005", "[Model] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] partial class [|Net|] { int Summary; }")]
    [InlineData("MG0010", "partial class Net; [Model] [Dense(1), MeanSquaredError, Sgd(0.1f)] partial class [|Net|];")]
    [InlineData("MG0030", "[Model] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f, Momentum = [|-1f|])] public partial class Net;")]
    [InlineData("MG0030", "[Model(ClipNorm = 1, L2 = [|-1f|])] [Input(8), Dense(1), MeanSquaredError, Sgd(1f)] public partial class Net;")]
    [InlineData("MG0030", "[Model] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f), WarmUp([|0|])] public partial class Net;")]
    public void On_the_class(string id, string declaration) => AssertSingle(id, "using ModelGen;\n" + declaration);

    [Theory]
    [InlineData(
        "MG3001",
        "[Model, Budget(MultiplyAdds = 100, Parameters = [|4|])] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] public partial class "
            + "Net;"
    )]
    [InlineData(
        "MG3001",
        "[Model] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f), Budget(ArenaBytes = [|1 + 1|])] public partial class Net;")]
    [InlineData(
        "MG0030",
        "[Model, Budget(WeightBytes = [|-5_000_000_000|])] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] public partial class Net;")]
    [InlineData("MG0031", "[Model, [|Budget|]] [Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)] public partial class Net;")]
    [InlineData(
        "MG0056",
        "[Model, Input(8), Use<Piece>, MeanSquaredError, Sgd(0.1f)] public partial class Net; [Block, Dense(1), [|Budget(Parameters = "
            + "9)|]] class Piece;"
    )]
    public void Of_a_budget(string id, string declaration) => AssertSingle(id, "using ModelGen;\n" + declaration);

    [Fact]
    public void In_a_block_of_another_file()
    {
        MarkedSource block = MarkedSource.Parse("using ModelGen;\n[Block, Dense(Arg.A), Dense([|-4|])] class Branch;");
        Diagnostic diagnostic = Assert.Single(GeneratorHarness.Run(Sources.Residual, block.Text).AnalyzerDiagnostics);

        Assert.Equal("Source1.cs", diagnostic.Location.SourceTree?.FilePath);
        Assert.Equal(block.Span, diagnostic.Location.SourceSpan);
    }

    [Fact]
    public void Several_mistakes_come_in_order()
    {
        GeneratorRun run = GeneratorHarness.Run(Sources.Model("[Dense(0), Relu, Dense(-1)]"));

        Assert.Equal(["0", "-1"], run.AnalyzerDiagnostics.Select(Text));
    }

    private static void AssertSingle(string id, string marked)
    {
        MarkedSource source = MarkedSource.Parse(marked);
        Diagnostic diagnostic = Assert.Single(GeneratorHarness.Run(source.Text).AnalyzerDiagnostics);

        Assert.Equal((id, source.MarkedText), (diagnostic.Id, Text(diagnostic)));
        Assert.Equal(source.Span, diagnostic.Location.SourceSpan);
    }

    private static string Text(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
}
