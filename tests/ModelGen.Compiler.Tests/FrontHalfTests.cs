using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Tests.Members;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests;

/// <summary>What the analyzer and the public members share changes neither.</summary>
public class FrontHalfTests
{
    [Theory]
    [InlineData("[Input(8), Dense(16), Relu, Dense(3), SoftmaxCrossEntropy, Sgd(0.1f)]", false)]
    [InlineData("[Input(8), Dense(16), Relu, Dropout(0.5f), Dense(3), SoftmaxCrossEntropy, Sgd(0.1f)]", true)]
    [InlineData("[Input(2, 4, 4), Dropout(0.5f), Flatten, Dense(3), SoftmaxCrossEntropy, Sgd(0.1f)]", true)]
    public void The_members_are_those_of_a_model_that_predicts(string pipeline, bool dependsOnMode)
    {
        var spec = DeclarationText.Model(pipeline);
        var (training, inference) = (ModelBuilder.Build(spec, Mode.Training).Model!, ModelBuilder.Build(spec, Mode.Inference).Model!);
        Assert.Empty(ModelCompiler.Check(spec));

        Assert.Equal(dependsOnMode, training.DependsOnMode);
        Assert.Equal(dependsOnMode, inference.DependsOnMode);
        Assert.Equal(Surface.Emit(inference), ModelCompiler.EmitSurface(spec));
        Assert.Equal(dependsOnMode, !Equals(Drawn(training), Drawn(inference)));
    }

    [Fact]
    public void Asking_again_and_in_any_order_gives_the_same()
    {
        var spec = Declare.Blocks;
        var (members, found) = (ModelCompiler.EmitSurface(spec), ModelCompiler.Check(spec));
        _ = ModelCompiler.EmitKernels(spec);

        Assert.Equal(members, ModelCompiler.EmitSurface(spec with { }));
        Assert.Equal(found, ModelCompiler.Check(spec with { }));
    }

    private static int Drawn(BuiltModel model) =>
        new Graph.TensorGraph([new Graph.GraphOutput("output", model.Output.Node)]).Nodes.Count(node => node.Op is Ops.RandomOp);
}
