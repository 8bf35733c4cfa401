using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Tests;

public sealed class SpecReaderTests
{
    [Fact]
    public void Attributes_keep_the_order_of_the_source()
    {
        ModelSpec spec = Specs.Read(Sources.Digits);

        Assert.Equal(
            [
                "Input(shape: [1, 8, 8])",
                "Flatten()",
                "Dense(units: 16, Name = \"hidden\")",
                "Relu()",
                "Dropout(rate: 0.25)",
                "Dense(units: 10)",
                "SoftmaxCrossEntropy()",
                "Adam(learningRate: 0.001, Beta1 = 0.8)",
            ],
            Specs.Print(spec.Attributes));
        Assert.Empty(spec.Blocks);
    }

    [Theory]
    [InlineData("[Input]", "Input(shape: [])")]
    [InlineData("[Input(4)]", "Input(shape: [4])")]
    [InlineData("[Input(1, 2, 3)]", "Input(shape: [1, 2, 3])")]
    [InlineData("[Input(new[] { 1, 2 })]", "Input(shape: [1, 2])")]
    [InlineData("[Input(shape: [1, 2])]", "Input(shape: [1, 2])")]
    [InlineData("[Input(null!)]", "Input(shape: null)")]
    [InlineData("[Add(\"a\", null!)]", "Add(names: [\"a\", null])")]
    [InlineData("[Add(\"a\" + nameof(Net))]", "Add(names: [\"aNet\"])")]
    [InlineData("[Dense(2 * Net.Width, Name = null)]", "Dense(units: 12, Name = null)")]
    [InlineData("[Dense(Arg.B)]", "Dense(units: -2.1474836E+09)")]
    [InlineData("[Dense(1, Init = Init.Kaiming, UseBias = false)]", "Dense(units: 1, Init = 4, UseBias = false)")]
    [InlineData("[Dense(1, Init = (Init)99)]", "Dense(units: 1, Init = 99)")]
    [InlineData("[Dense(UseBias = true, units: 'A')]", "Dense(units: 65, UseBias = true)")]
    [InlineData("[Dropout]", "Dropout(rate: 0.5)")]
    [InlineData("[Dropout(float.NaN)]", "Dropout(rate: NaN)")]
    [InlineData("[type: Relu]", "Relu()")]
    [InlineData("[ModelGen.ReluAttribute()]", "Relu()")]
    public void Arguments_are_read_as_values(string attribute, string expected)
    {
        ModelSpec spec = Specs.Read($$"""
            using ModelGen;
            [Model]
            {{attribute}}
            public partial class Net { public const int Width = 6; }
            """);

        Assert.Equal([expected], Specs.Print(spec.Attributes));
    }

    [Theory]
    [InlineData("Model", null)]
    [InlineData("Model()", null)]
    [InlineData("Model(L2 = 0.5f, ClipNorm = 1)", "Model(L2 = 0.5, ClipNorm = 1)")]
    public void Settings_of_the_model_are_read(string attribute, string? expected)
    {
        ModelSpec spec = Specs.Read($"using ModelGen; [{attribute}, Relu] public partial class Net;");

        Assert.Equal(expected, spec.Options is null ? null : Specs.Print(EquatableArray.Of(spec.Options)).Single());
        Assert.True(spec.IsReadable);
    }

    [Fact]
    public void Attributes_that_are_not_of_the_pipeline_are_left_out()
    {
        ModelSpec spec = Specs.Read("""
            using ModelGen;
            [Model, System.Serializable]
            [Input(4), System.Obsolete("x"), Dense(2)]
            [System.CLSCompliant(false)]
            public partial class Net;
            """);

        Assert.Equal(["Input(shape: [4])", "Dense(units: 2)"], Specs.Print(spec.Attributes));
    }

    [Fact]
    public void Blocks_are_reached_across_files_and_once_each()
    {
        ModelSpec spec = Specs.Read(
            """
            using ModelGen;
            using Blocks;
            [Model]
            [Input(8), Repeat<Tower>(2, 16), Parallel<Branch, Outer.Leaf>(4), Use<Branch>(4, Name = "last")]
            public partial class Net;
            """,
            """
            using ModelGen;
            namespace Blocks;
            [Block, Residual<Branch>(Arg.A), Use<Outer.Leaf>]
            public partial class Tower;
            [Block, Dense(Arg.A)]
            public partial class Branch;
            """,
            """
            using ModelGen;
            namespace Blocks;
            public class Outer
            {
                [Block, Tanh]
                public class Leaf;
            }
            """);

        Assert.Equal(
            [
                "Input(shape: [8])",
                "Repeat<global::Blocks.Tower>(count: 2, arguments: [16])",
                "Parallel<global::Blocks.Branch, global::Blocks.Outer.Leaf>(arguments: [4])",
                "Use<global::Blocks.Branch>(arguments: [4], Name = \"last\")",
            ],
            Specs.Print(spec.Attributes));
        Assert.Equal(
            ["global::Blocks.Tower", "global::Blocks.Branch", "global::Blocks.Outer.Leaf"],
            spec.Blocks.Select(block => block.Name));
        Assert.All(spec.Blocks, block => Assert.True(block.IsBlock));
        Assert.All(spec.Blocks, block => Assert.Equal(1, block.DeclarationsWithAttributes));
        Assert.Equal(
            ["Residual<global::Blocks.Branch>(arguments: [-2.1474836E+09])", "Use<global::Blocks.Outer.Leaf>(arguments: [])"],
            Specs.Print(spec.Blocks[0].Attributes));
        Assert.Equal("Branch", spec.Blocks[1].DisplayName);
    }

    [Fact]
    public void A_block_that_uses_itself_is_read_once()
    {
        ModelSpec spec = Specs.Read(Sources.Model("[Use<Loop>]"), "using ModelGen; [Block, Use<Loop>, Use<Net>] public class Loop;");

        Assert.Equal(["global::Loop", "global::Net"], spec.Blocks.Select(block => block.Name));
        Assert.False(spec.Blocks[1].IsBlock);
    }

    [Theory]
    [InlineData("int")]
    [InlineData("int[]")]
    [InlineData("(int, string)")]
    [InlineData("System.Collections.Generic.List<int>")]
    public void A_type_argument_that_is_no_block_says_so(string type)
    {
        ModelSpec spec = Specs.Read(Sources.Model($"[Use<{type}>]"));

        Assert.False(Assert.Single(spec.Blocks).IsBlock);
    }

    [Fact]
    public void Generic_blocks_are_told_apart_by_their_arguments()
    {
        ModelSpec spec = Specs.Read(
            Sources.Model("[Use<Piece<int>>, Use<Piece<string>>]"),
            "using ModelGen; [Block, Relu] public class Piece<T>;");

        Assert.Equal(["Piece<int>", "Piece<string>"], spec.Blocks.Select(block => block.DisplayName));
        Assert.All(spec.Blocks, block => Assert.Equal(["Relu()"], Specs.Print(block.Attributes)));
    }

    [Fact]
    public void Declarations_with_attributes_are_counted()
    {
        ModelSpec spec = Specs.Read(
            "using ModelGen; [Model, Input(8), Use<Piece>] partial class Net; [Block, Dense(1)] partial class Piece;",
            "using ModelGen; [Dense(2)] partial class Net; [Relu] partial class Piece;",
            "partial class Net; partial class Piece; [System.Obsolete(\"x\")] partial class Net;");

        Assert.Equal(2, spec.Class.DeclarationsWithAttributes);
        Assert.Equal(2, Assert.Single(spec.Blocks).DeclarationsWithAttributes);
    }

    [Fact]
    public void Model_and_layers_may_stand_on_different_declarations()
    {
        ModelSpec spec = Specs.Read(
            "using ModelGen; [Model] public partial class Net;",
            "using ModelGen; [Input(8), Dense(1)] partial class Net;");

        Assert.Equal(["Input(shape: [8])", "Dense(units: 1)"], Specs.Print(spec.Attributes));
        Assert.Equal(1, spec.Class.DeclarationsWithAttributes);
    }

    [Fact]
    public void Two_model_attributes_give_one_model()
    {
        GeneratorRun run = GeneratorHarness.Run(Sources.Model("[Dense(1)]"), "[ModelGen.Model] partial class Net;");

        Assert.Single(Specs.Of(run));
        Assert.Null(run.Result.Exception);
    }

    [Theory]
    [InlineData("[Dense(\"x\")]")]
    [InlineData("[Dense]")]
    [InlineData("[Dense(missing)]")]
    [InlineData("[Dense(int.MaxValue + 1)]")]
    [InlineData("[Use<Missing>]")]
    [InlineData("[Reshape(1, \"x\")]")]
    [InlineData("[Dense(1, UseBias = 1)]")]
    [InlineData("[Dens(1)]")]
    public void What_CSharp_rejects_is_left_out_and_not_reported_twice(string attribute)
    {
        GeneratorRun run = GeneratorHarness.Run(Sources.Model($"{attribute}\n[Relu, Relu, Add(\"nowhere\")]"));

        Assert.DoesNotContain("Dens", string.Concat(Specs.Print(Assert.Single(Specs.Of(run)).Attributes)), StringComparison.Ordinal);
        Assert.Empty(run.AnalyzerDiagnostics);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Contains(run.Input.GetDiagnostics(), diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
    }

    [Fact]
    public void A_struct_is_no_model() =>
        Assert.Empty(Specs.Of(GeneratorHarness.Run("[ModelGen.Model] partial struct Net;")));
}
