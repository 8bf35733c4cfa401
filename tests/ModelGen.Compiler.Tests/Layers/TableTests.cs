using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Layers;

/// <summary>Each attribute class of the declaration language has its definition, and each definition its attribute class.</summary>
public sealed class TableTests
{
    private static readonly Type[] Attributes =
    [
        .. typeof(ModelSpec)
            .Assembly.GetTypes()
            .Where(t => t.Namespace == "ModelGen" && typeof(Attribute).IsAssignableFrom(t) && !t.IsAbstract),
    ];

    public static TheoryData<string> Pipeline => [.. Attributes.Where(t => IsA(t, "PipelineAttribute")).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Pipeline))]
    public void Has_one_definition(string name) =>
        Assert.Single(DefinitionTable.All, definition => definition.AttributeName == name.Split('`')[0]);

    [Fact]
    public void Definitions_have_no_state() =>
        Assert.All(
            DefinitionTable.All,
            definition =>
                Assert.Empty(
                    definition
                        .GetType()
                        .GetFields(
                            System.Reflection.BindingFlags.Instance
                                | System.Reflection.BindingFlags.NonPublic
                                | System.Reflection.BindingFlags.Public)));

    [Theory]
    [InlineData("Relu, LeakyRelu, PRelu, Elu, Gelu, Silu", "KaimingUniform")]
    [InlineData("Sigmoid, HardSigmoid, Tanh, Softplus, Softmax, Maxout(2)", "XavierUniform")]
    public void The_initial_weights_follow_the_activation(string activations, string kind)
    {
        foreach (string activation in activations.Split(", "))
        {
            ParameterInfo weight = Parameters($"Dense(4), Dropout, As(\"x\"), Reshape(2, 2), Flatten, Shape(4), {activation}").First();
            Assert.Equal(kind, weight.Init.Kind);
            Assert.Equal((8, 4), (weight.Init.FanIn, weight.Init.FanOut));
            Assert.Equal(kind == "KaimingUniform" ? Math.Sqrt(2) : 1, weight.Init.Scale);
        }
    }

    [Theory]
    [InlineData("Dense(4), Add(\"x\"), Relu", "KaimingUniform")]
    [InlineData("Dense(4), Multiply(\"x\"), Relu", "XavierUniform")]
    [InlineData("Dense(4), From(\"x\"), Relu", "XavierUniform")]
    [InlineData("Dense(4), Dense(4), Relu", "XavierUniform")]
    [InlineData("Dense(4), Use<Activation>", "KaimingUniform")]
    [InlineData("Use<Linear>, Relu", "KaimingUniform")]
    [InlineData("Use<Linear>, Tanh", "XavierUniform")]
    [InlineData("Repeat<Linear>(2), Relu", "XavierUniform")]
    [InlineData("Repeat<ActivationFirst>(2)", "KaimingUniform")]
    [InlineData("Residual<Linear>, Relu", "KaimingUniform")]
    [InlineData("Dense(4), Residual<Activation>", "XavierUniform")]
    [InlineData("Dense(4, Init = Init.Zeros)", "Zeros")]
    [InlineData("Dense(4, Init = Init.Xavier), Relu", "XavierUniform")]
    [InlineData("Dense(4, Init = Init.Kaiming)", "KaimingUniform")]
    [InlineData("Dense(4, Init = Init.Normal, InitScale = 0.5f)", "Normal")]
    public void The_initial_weights_see_through_wiring_and_blocks(string layers, string kind)
    {
        ParameterInfo weight = Parameters($"Dense(4, Init = Init.Zeros), As(\"x\"), {layers}").ElementAt(2);

        Assert.Equal(kind, weight.Init.Kind);
        if (kind == "Normal") Assert.Equal(0.5, weight.Init.Scale);
    }

    [Fact]
    public void The_last_copy_of_a_block_sees_what_is_behind()
    {
        string[] kinds =
        [
            .. Parameters("Repeat<Linear>(3), Relu")
                .Where(p => p.Name.EndsWith("weight", StringComparison.Ordinal))
                .Select(p => p.Init.Kind),
        ];

        Assert.Equal(["XavierUniform", "XavierUniform", "KaimingUniform"], kinds);
    }

    [Fact]
    public void Parameters_are_those_of_PyTorch()
    {
        ParameterInfo[] parameters =
        [
            .. Parameters(
                "Dense(4), PRelu(InitialSlope = 0.5f), Residual<Linear>, Dense(3, UseBias = false, Name = \"head\"), Residual<Wide>"),
        ];

        Assert.Equal(
            [
                "dense1.weight [4, 8]",
                "dense1.bias [4]",
                "prelu1.weight [1]",
                "linear1.dense1.weight [4, 4]",
                "linear1.dense1.bias [4]",
                "head.weight [3, 4]",
                "wide1.dense1.weight [6, 3]",
                "wide1.dense1.bias [6]",
                "wide1.projection.weight [6, 3]",
            ],
            parameters.Select(p => $"{p.Name} {p.StandardShape}"));
        Assert.Equal("[8, 4]", parameters[0].MemoryShape.ToString());
        Assert.Equal(ParameterInit.Constant(0.5), parameters[2].Init);
        Assert.Equal(ParameterInit.Zeros, parameters[1].Init);
    }

    [Theory]
    [InlineData("Conv2D(6, [5, 3], Groups = 2)", "conv2d1.weight [6, 2, 5, 3] as [5, 3, 2, 6] from 30 to 90; conv2d1.bias [6]")]
    [InlineData("Conv2D(6, 3, UseBias = false)", "conv2d1.weight [6, 4, 3, 3] as [3, 3, 4, 6] from 36 to 54")]
    [InlineData(
        "DepthwiseConv2D(3, Multiplier = 2)",
        "depthwiseconv2d1.weight [8, 1, 3, 3] as [3, 3, 1, 8] from 9 to 72; depthwiseconv2d1.bias [8]")]
    [InlineData(
        "SeparableConv2D(5, 3)",
        "separableconv2d1.depthwise_weight [4, 1, 3, 3] as [3, 3, 1, 4] from 9 to 36; separableconv2d1.pointwise_weight [5, 4, 1, 1] as "
            + "[1, 1, 4, 5] from 4 to 5; separableconv2d1.bias [5]"
    )]
    [InlineData(
        "ConvTranspose2D(6, [2, 3], Groups = 2)",
        "convtranspose2d1.weight [4, 3, 2, 3] as [2, 3, 4, 3] from 18 to 24; convtranspose2d1.bias [6]")]
    [InlineData("Reshape(4, 81), Conv1D(6, 3)", "conv1d1.weight [6, 4, 3] as [3, 4, 6] from 12 to 18; conv1d1.bias [6]")]
    [InlineData(
        "Residual<Strided>",
        "strided1.conv2d1.weight [6, 4, 3, 3] as [3, 3, 4, 6] from 36 to 54; strided1.conv2d1.bias [6]; strided1.projection.weight [6, 4, "
            + "1, 1] as [1, 1, 4, 6] from 4 to 6"
    )]
    public void Weights_of_convolutions_are_those_of_PyTorch(string layer, string expected)
    {
        IEnumerable<ParameterInfo> parameters = Interpreted.Build(DeclarationText.Model(
            $"[Input(4, 9, 9), {layer}, Relu, Flatten, Dense(1, UseBias = false)] [MeanSquaredError, Sgd(1f)]",
            "[Block] [Conv2D(6, 3, Stride = 2, Padding = 1)] class Strided;")).Parameters.SkipLast(1);

        Assert.Equal(
            expected,
            string.Join(
                "; ",
                parameters.Select(p =>
                    p.StandardShape.Count == 1
                        ? $"{p.Name} {p.StandardShape}"
                        : $"{p.Name} {p.StandardShape} as {p.MemoryShape} from {p.Init.FanIn} to {p.Init.FanOut}")));
        Assert.All(
            parameters,
            p => Assert.Equal(p.Name.EndsWith("bias", StringComparison.Ordinal) ? "Zeros" : "KaimingUniform", p.Init.Kind));
    }

    private static IEnumerable<ParameterInfo> Parameters(string layers) =>
        Interpreted
            .Build(
                DeclarationText.Model(
                    $"[Input(8), {layers}, MeanSquaredError, Sgd(1f)]",
                    "[Block] [Relu] class Activation; [Block] [Dense(4)] class Linear; [Block] [Relu, Dense(4)] class ActivationFirst; "
                        + "[Block] [Dense(6)] class Wide;"))
            .Parameters;

    private static bool IsA(Type type, string baseName)
    {
        for (Type? t = type; t is not null; t = t.BaseType)
            if (t.Name == baseName) return true;
        return false;
    }
}
