using ModelGen.Compiler.Spec;
using ModelGen.Generator;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Layers;

/// <summary>A whole model as a method is the model that the attributes declare: the generated text is the same.</summary>
public sealed class ForwardTests
{
    private const string Classes = "[SoftmaxCrossEntropy, Adam(1e-3)]", Numbers = "[MeanSquaredError, Adam(1e-3)]";

    [Fact]
    public void LeNet() => AssertSame(
        "[Input(1, 28, 28)]",
        "[Conv2D(6, 5, Padding = 2), Relu, MaxPool2D(2), Conv2D(16, 5), Relu, MaxPool2D(2), Flatten, Dense(120), Relu, Dense(10)]",
        Classes,
        """
        static Tensor Forward(Tensor x)
        {
            x = x.Conv2D(6, 5, padding: 2).Relu().MaxPool2D(2);
            x = x.Conv2D(16, 5).Relu().MaxPool2D(2);
            return x.Flatten().Dense(120).Relu().Dense(10);
        }
        """);

    [Fact]
    public void A_residual_network_with_a_loop() => AssertSame(
        "[Input(3, 8, 8)]",
        """
        [Conv2D(8, 3, Padding = 1), As("a"), Conv2D(8, 3, Padding = 1), BatchNorm, Relu, Conv2D(8, 3, Padding = 1), Add("a"), Relu]
        [As("b"), Conv2D(8, 3, Padding = 1), BatchNorm, Relu, Conv2D(8, 3, Padding = 1), Add("b"), Relu, GlobalAvgPool2D, Dense(10)]
        """,
        Classes,
        """
        static Tensor Forward(Tensor x)
        {
            x = x.Conv2D(8, 3, padding: 1);
            for (int i = 0; i < 2; i++) x = Branch(x, 8);
            return x.GlobalAvgPool2D().Dense(10);
        }

        static Tensor Branch(Tensor x, int filters)
        {
            Tensor skip = x;
            x = x.Conv2D(filters, 3, padding: 1).BatchNorm().Relu().Conv2D(filters, 3, padding: 1) + skip;
            return x.Relu();
        }
        """);

    [Fact]
    public void A_value_that_a_layer_compares() => AssertSame(
        """[Input(6, Name = "left"), Input(4, Name = "right")]""",
        """[From("left"), Dense(8), As("a"), From("right"), Dense(8), CosineSimilarity("a", Epsilon = 1e-6), Dense(1)]""",
        Numbers,
        """
        static Tensor Forward(Tensor left, Tensor right)
        {
            Tensor a = left.Dense(8);
            return right.Dense(8).CosineSimilarity(a, epsilon: 1e-6).Dense(1);
        }
        """);

    [Fact]
    public void Two_inputs() => AssertSame(
        """[Input(6, Name = "left"), Input(4, Name = "right")]""",
        """
        [From("left"), Dense(8), Relu, As("a"), From("right"), Dense(8), Relu, As("b"), From("a"), Concat("b"), Dense(3, Name = "head")]
        """,
        Classes,
        """
        static Tensor Forward(Tensor left, Tensor right)
        {
            Tensor a = left.Dense(8).Relu();
            Tensor b = right.Dense(8).Relu();
            return Concat(0, a, b).Dense(3, name: "head");
        }
        """);

    [Fact]
    public void A_text_model() => AssertSame(
        "[Tokens(12, 50), Lengths]",
        "[Embedding(8, PaddingIndex = 0), Lstm(6, Bidirectional = true, ReturnSequences = true), Gru(5), Dropout(0.3), Dense(2)]",
        Classes,
        """
        static Tensor Forward(Tensor ids) =>
            Dropout(ids.Embedding(8, paddingIndex: 0).Lstm(6, bidirectional: true, returnSequences: true).Gru(5), 0.3).Dense(2);
        """);

    [Fact]
    public void A_transformer() => AssertSame(
        """[Tokens(6, 20, Name = "source"), Tokens(5, 20, Name = "target")]""",
        """
        [From("source"), Embedding(8), PositionalEncoding, TransformerEncoder(2, 16, NormFirst = true, Dropout = 0), As("memory")]
        [From("target"), Embedding(8), PositionalEncoding, TransformerDecoder(2, 16, From = "memory", Dropout = 0)]
        [MultiHeadAttention(2, From = "memory"), LayerNorm, Dense(20)]
        """,
        Classes,
        """
        static Tensor Forward(Tensor source, Tensor target)
        {
            Tensor memory = source.Embedding(8).PositionalEncoding().TransformerEncoder(2, 16, normFirst: true, dropout: 0);
            return target.Embedding(8).PositionalEncoding().TransformerDecoder(2, 16, memory, dropout: 0)
                .MultiHeadAttention(2, from: memory).LayerNorm().Dense(20);
        }
        """);

    [Fact]
    public void A_network_with_skips_across_depths() => AssertSame(
        "[Input(1, 8, 8)]",
        """
        [Conv2D(4, 3, Padding = Padding.Same), Relu, As("top"), MaxPool2D(2), Conv2D(8, 3, Padding = Padding.Same), Relu]
        [ConvTranspose2D(4, 2, Stride = 2), Concat("top"), Conv2D(1, [1, 3], Paddings = [0, 1]), Upsample2D(2, Mode = Upsampling.Bilinear)]
        """,
        Numbers,
        """
        const int Filters = 4;

        static Tensor Forward(Tensor x)
        {
            Tensor top = x.Conv2D(Filters, 3, padding: Padding.Same).Relu();
            Tensor bottom = top.MaxPool2D(2).Conv2D(top.Shape[0] * 2, 3, padding: Padding.Same).Relu();
            x = Concat(-3, bottom.ConvTranspose2D(Filters, 2, stride: 2), top);
            return x.Conv2D(1, [1, 3], paddings: [0, 1]).Upsample2D(2, mode: Upsampling.Bilinear);
        }
        """);

    [Fact]
    public void Functions_without_layers_are_applied() => AssertSame(
        "[Input(6)]",
        "[Dense(8), Apply(nameof(Swish)), As(\"x\"), Dense(8), Sigmoid, Multiply(\"x\"), Apply(nameof(Scaled)), Dense(2)]",
        Numbers,
        """
        static Tensor Forward(Tensor x)
        {
            x = Swish(x.Dense(8));
            return Scaled(Sigmoid(x.Dense(8)) * x).Dense(2);
        }
        """,
        """
        static Tensor Swish(Tensor x) => x * Sigmoid(1.5 * x);

        static Tensor Scaled(Tensor x, int power = 2) => Pow(x, power) * Parameter("scale", [8], start: 1);
        """);

    [Fact]
    public void Operations_between_layers_are_one_function_each() => AssertSame(
        "[Input(6)]",
        "[Dense(8), As(\"a\"), Dense(8), As(\"b\"), From(\"a\"), Apply(nameof(F), \"b\"), Dense(2)]",
        Numbers,
        """
        static Tensor Forward(Tensor x)
        {
            Tensor a = x.Dense(8), b = a.Dense(8);
            return ((a - b) * 0.5 + Exp(-Square(a))).Dense(2);
        }
        """,
        "static Tensor F(Tensor a, Tensor b) => (a - b) * 0.5 + Exp(-Square(a));");

    [Fact]
    public void Named_values_and_several_losses() => AssertSame(
        "[Input(6)]",
        "[Dense(4), Tanh, As(\"code\"), Dense(6)]",
        "[Output(\"code\"), MeanSquaredError, MeanAbsoluteError(Of = \"code\"), Adam(1e-3)]",
        """static Tensor Forward(Tensor x) => x.Dense(4).Tanh().As("code").Dense(6);""");

    [Fact]
    public void A_value_that_is_stretched_comes_first_or_last() => AssertSame(
        "[Input(4, 6, 6)]",
        """
        [Conv2D(4, 1), As("x"), GlobalAvgPool2D, Dense(4), Sigmoid, Reshape(4, 1, 1), As("gate"), From("x"), Multiply("gate"), Flatten]
        [Dense(2)]
        """,
        Classes,
        """
        static Tensor Forward(Tensor x)
        {
            x = x.Conv2D(4, 1);
            Tensor gate = x.GlobalAvgPool2D().Dense(4).Sigmoid().Reshape(x.Shape[0], 1, 1);
            return (gate * x).Flatten().Dense(2);
        }
        """);

    /// <summary>Compares all generated text of a model written as attributes and as a method.</summary>
    private static void AssertSame(string inputs, string layers, string end, string forward, string members = "")
    {
        ModelSpec expected = Read($"[Model]\n{inputs}\n{layers}\n{end}\npublic sealed partial class Net {{ {members} }}");
        ModelSpec actual = Read($"[Model]\n{inputs}\n{end}\npublic sealed partial class Net\n{{\n{forward}\n{members}\n}}");

        Assert.Empty(ModelCompiler.Check(actual).Where(found => found.Descriptor.Id[2] < '2').Select(found => found.ToString()));
        Assert.Equal(Ids(expected), Ids(actual));
        Assert.Equal(ModelCompiler.EmitSurface(expected)!.Text, ModelCompiler.EmitSurface(actual)!.Text);
        Assert.Equal(
            ModelCompiler.EmitKernels(expected).Select(file => file.Text), ModelCompiler.EmitKernels(actual).Select(file => file.Text));
    }

    private static IEnumerable<string> Ids(ModelSpec spec) => ModelCompiler.Check(spec).Select(found => found.Descriptor.Id);

    private static ModelSpec Read(string source) =>
        (ModelSpec)GeneratorHarness.InEditor("using ModelGen;\nusing static ModelGen.Tensor;\n" + source)
            .Run().Values(ModelGenerator.SpecStep).Single();
}
