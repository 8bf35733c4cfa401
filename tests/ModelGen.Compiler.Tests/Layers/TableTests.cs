using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Layers;

/// <summary>Each attribute class of the declaration language has its definition, and each definition its attribute class.</summary>
public sealed class TableTests
{
    private static readonly Type[] Attributes =
    [
        .. typeof(ModelSpec).Assembly.GetTypes().Where(t => t.Namespace == "ModelGen" && typeof(Attribute).IsAssignableFrom(t) && !t.IsAbstract),
    ];

    // A budget is read with the pipeline, but is no step of it.
    public static TheoryData<string> Pipeline => [.. Attributes.Where(t => IsA(t, "PipelineAttribute") && t.Name != "BudgetAttribute").Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Pipeline))]
    public void Has_one_definition(string name)
    {
        Type type = Attributes.Single(t => t.Name == name);
        int found = IsA(type, "LossAttribute") ? LossTable.All.Count(l => l.AttributeType == type)
            : IsA(type, "OptimizerAttribute") ? OptimizerTable.All.Count(o => o.AttributeType == type)
            : IsA(type, "BlockUseAttribute") ? BlockTable.All.Count(b => b.AttributeName == name.Split('`')[0])
            : LayerTable.All.Count(l => l.AttributeType == type);
        Assert.Equal(1, found);
    }

    [Fact]
    public void Definitions_have_no_state() => Assert.All(
        LayerTable.All.Cast<object>().Concat(LossTable.All).Concat(OptimizerTable.All).Concat(BlockTable.All),
        definition => Assert.Empty(definition.GetType().GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public)));

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
        string[] kinds = [.. Parameters("Repeat<Linear>(3), Relu").Where(p => p.Name.EndsWith("weight", StringComparison.Ordinal)).Select(p => p.Init.Kind)];

        Assert.Equal(["XavierUniform", "XavierUniform", "KaimingUniform"], kinds);
    }

    [Fact]
    public void Parameters_are_those_of_PyTorch()
    {
        ParameterInfo[] parameters = [.. Parameters("Dense(4), PRelu(InitialSlope = 0.5f), Residual<Linear>, Dense(3, UseBias = false, Name = \"head\"), Residual<Wide>")];

        Assert.Equal(
            ["dense1.weight [4, 8]", "dense1.bias [4]", "prelu1.weight [1]", "linear1.dense1.weight [4, 4]", "linear1.dense1.bias [4]", "head.weight [3, 4]", "wide1.dense1.weight [6, 3]", "wide1.dense1.bias [6]", "wide1.projection.weight [6, 3]"],
            parameters.Select(p => $"{p.Name} {p.StandardShape}"));
        Assert.Equal("[8, 4]", parameters[0].MemoryShape.ToString());
        Assert.Equal(ParameterInit.Constant(0.5), parameters[2].Init);
        Assert.Equal(ParameterInit.Zeros, parameters[1].Init);
    }

    private static IEnumerable<ParameterInfo> Parameters(string layers) => Interpreted.Build(DeclarationText.Model(
        $"[Input(8), {layers}, MeanSquaredError, Sgd(1f)]",
        "[Block] [Relu] class Activation; [Block] [Dense(4)] class Linear; [Block] [Relu, Dense(4)] class ActivationFirst; [Block] [Dense(6)] class Wide;")).Parameters;

    private static bool IsA(Type type, string baseName)
    {
        for (Type? t = type; t is not null; t = t.BaseType)
            if (t.Name == baseName) return true;
        return false;
    }
}
