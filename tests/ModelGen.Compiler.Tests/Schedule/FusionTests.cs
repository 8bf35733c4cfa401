using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>Which nodes share a kernel.</summary>
public sealed class FusionTests
{
    [Fact]
    public void A_dense_layer_is_one_kernel() => Assert.Equal(
        ["contract nk,ko->no; add; relu", "contract nk,ko->no; add"],
        Groups(ProgramSet.Predict(Model("Input(4), Dense(3), Relu, Dense(2), MeanSquaredError, Sgd(1f)"))));

    [Fact]
    public void A_training_step_has_no_kernel_for_the_input_gradient()
    {
        string[] groups = Groups(ProgramSet.TrainStep(Model("Input(4), Dense(3), Relu, Dense(2), MeanSquaredError, Sgd(1f)")));

        Assert.Equal(2, groups.Count(g => g.StartsWith("contract nk,no->ko", StringComparison.Ordinal)));
        Assert.Single(groups, g => g.StartsWith("contract no,ko->nk", StringComparison.Ordinal));
        Assert.Contains("contract no,ko->nk; if-equal", groups);
    }

    [Fact]
    public void A_bias_gradient_is_one_kernel_with_what_it_sums() => Assert.Contains(
        Groups(ProgramSet.TrainStep(Model("Input(4), Dense(2), MeanSquaredError, Sgd(1f)"))),
        g => g.EndsWith("reduce-sum[0 in order]", StringComparison.Ordinal) && g.Contains("multiply", StringComparison.Ordinal));

    [Fact]
    public void What_only_a_sum_reads_is_made_by_it_and_not_stored_by_a_product()
    {
        // The gradient of a scale sums products of two tensors that others read, too.
        string[] groups = Groups(
            ProgramSet.TrainStep(
                Model(
                    "Input(3, 6, 6), Conv2D(4, 3), BatchNorm, Relu, Conv2D(4, 3), BatchNorm, Relu, Flatten, Dense(2), MeanSquaredError, "
                        + "Sgd(1f)")));

        Assert.Contains(
            groups,
            g => g.StartsWith("subtract; multiply; reduce-sum[0,2,3 in order]; multiply; multiply;", StringComparison.Ordinal));
        Assert.Contains(
            groups,
            g => g.StartsWith("contract", StringComparison.Ordinal) && g.EndsWith("if-equal", StringComparison.Ordinal));
        Assert.DoesNotContain(
            groups,
            g => g.StartsWith("contract", StringComparison.Ordinal) && g.EndsWith("if-equal; multiply", StringComparison.Ordinal));
    }

    /// <summary>The kernels of batch normalization subtract the mean each for itself: a step of it stores no centred tensor.</summary>
    [Theory]
    [InlineData("Input(3, 6, 6), Conv2D(4, 3), BatchNorm, Relu, Conv2D(4, 3), BatchNorm, Relu, Flatten, Dense(2)")]
    [InlineData("Input(8), Dense(20), Relu, BatchNorm, Dense(2)")]
    public void Centred_tensors_are_not_stored(string layers)
    {
        ModelSpec spec = Model($"{layers}, MeanSquaredError, Sgd(1f)");
        ProgramPlan plan = new(ProgramSet.TrainStep(spec), new ParameterLayout(ProgramSet.Build(spec, Mode.Training).Stored));
        Node[] centred = [.. plan.Groups.SelectMany(g => g.Members).Where(IsCentred)];

        // The sum of squares, the normalized tensor, and the backward pass.
        Assert.True(centred.Length >= 3, $"{centred.Length} are computed");
        Assert.DoesNotContain(centred, plan.IsStored);

        static bool IsCentred(Node node) => node.Op is MapOp { Function: var f } && f == ScalarFunction.Subtract
            && node.Shape.IsBatched && node.Inputs[0].Shape == node.Shape && !node.Inputs[1].Shape.IsBatched;
    }

    /// <summary>Where windows overlap, a place is not complete before all of them have been there.</summary>
    [Theory]
    [InlineData("MaxPool2D(2)", "window-pick", true)]
    [InlineData("MaxPool2D(3, Stride = 1)", "window-pick", false)]
    [InlineData("AvgPool2D(2)", "window-spread", true)]
    [InlineData("AvgPool2D(3)", "window-spread", false)]
    public void The_gradient_of_a_pooling_takes_what_follows_where_each_place_has_one_window(string pooling, string gradient, bool isFused)
    {
        string[] groups = Groups(
            ProgramSet.TrainStep(Model($"Input(1, 6, 6), Conv2D(4, 3), Relu, {pooling}, Flatten, Dense(2), MeanSquaredError, Sgd(1f)")));

        Assert.Equal(
            isFused,
            Assert.Single(groups, g => g.Contains(gradient, StringComparison.Ordinal)).EndsWith("; if-equal", StringComparison.Ordinal));
    }

    [Fact]
    public void An_optimizer_with_state_is_one_kernel() =>
        Assert.Single(
            Groups(
                ProgramSet.Update(
                    ProgramSet.Build(Model("Input(4), Dense(2), MeanSquaredError, Adam(1e-3f)"), Mode.Training),
                    64)));

    [Fact]
    public void A_long_chain_is_divided_by_the_budget()
    {
        string chain = string.Join(", ", Enumerable.Repeat("Gelu", 20));
        TensorGraph graph = ProgramSet.Predict(Model($"Input(4), Dense(3), {chain}, Dense(2), MeanSquaredError, Sgd(1f)"));

        IReadOnlyList<KernelGroup> groups = Fusion.Group(graph);
        Assert.True(groups.Count > 5);
        Assert.All(groups, g => Assert.True(g.Cost <= JitBudget.OperationsInKernel));
    }

    [Fact]
    public void Results_of_the_forward_pass_are_computed_in_it()
    {
        TensorGraph graph = ProgramSet.ForwardBackward(Model("Input(4), Dense(3), Softmax, CrossEntropy, Sgd(1f)"));
        KernelGroup group = Fusion.Group(graph).Single(g => g.Contains(Memory.Root(graph[OutputRole.Output, "output"])));

        Assert.Equal(Phase.Forward, group.Phase);
    }

    [Theory]
    [InlineData("Input(4), Dense(3), Softmax, Dense(2), Softmax, CrossEntropy, Adam(1e-3f)")]
    [InlineData("Input(2, 6), Dense(3), Gelu, As(\"a\"), Dense(3), Silu, Multiply(\"a\"), Flatten, Dense(4), Hinge, AdamW(1e-3f)")]
    [InlineData(
        "Input(4, 6), Reshape(8, 3), Dense(5), PRelu, Reshape(4, 10), Dropout(0.5f), Flatten, Dense(1), BinaryCrossEntropy, Sgd(1f, "
            + "Momentum = 0.9f)"
    )]
    public void Every_kernel_reads_only_what_is_there(string declaration)
    {
        foreach (
            TensorGraph graph in (TensorGraph[])
                [
                    ProgramSet.Predict(Model(declaration), true),
                    ProgramSet.TrainStep(Model(declaration), true),
                    ProgramSet.ForwardBackward(Model(declaration), true),
                ])
        {
            IReadOnlyList<KernelGroup> groups = Fusion.Group(graph);
            Dictionary<Node, KernelGroup> groupOf = groups.SelectMany(g => g.Members, (g, n) => (g, n)).ToDictionary(p => p.n, p => p.g);
            foreach (KernelGroup group in groups)
            {
                foreach (Node input in group.Members.SelectMany(m => m.Inputs).Select(Memory.Root))
                {
                    if (!groupOf.TryGetValue(input, out KernelGroup? made)) continue;
                    Assert.True(made.Index <= group.Index && made.Phase <= group.Phase, $"{group.Anchor}: {input}");
                }
            }
        }
    }

    private static Spec.ModelSpec Model(string attributes) => DeclarationText.Model($"[{attributes}]");

    private static string[] Groups(TensorGraph graph) =>
        Fusion.Group(graph).Select(g => string.Join("; ", g.Members.Select(m => m.Op))).ToArray();
}
