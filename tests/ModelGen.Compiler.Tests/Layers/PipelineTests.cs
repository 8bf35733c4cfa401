using System.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Layers;

/// <summary>What a model consists of: inputs, outputs, rows of the summary, names, labels and streams.</summary>
public sealed class PipelineTests
{
    private const string Blocks =
        "[Block] [Dense(Arg.A), Relu, Dense(Arg.B)] class BasicBranch; [Block] [Use<BasicBranch>(Arg.B, Arg.A), Dense(2)] class Nest;";

    [Fact]
    public void Rows_of_a_plain_model()
    {
        BuiltModel model = Build(
            "Input(1, 4, 4), Flatten, Dense(8), Relu, Dropout(0.2f), Dense(8, Name = \"second\"), Relu, Dense(3), Shape(3), "
                + "SoftmaxCrossEntropy, Adam(1e-3f)");

        Assert.Equal(
            [
                "flatten1 (Flatten) [N, 1, 4, 4] -> [N, 16], 0 parameters, 0 multiply-adds",
                "dense1 (Dense) [N, 16] -> [N, 8], 136 parameters, 128 multiply-adds",
                "relu1 (Relu) [N, 8] -> [N, 8], 0 parameters, 0 multiply-adds",
                "dropout1 (Dropout) [N, 8] -> [N, 8], 0 parameters, 0 multiply-adds",
                "second (Dense) [N, 8] -> [N, 8], 72 parameters, 64 multiply-adds",
                "relu2 (Relu) [N, 8] -> [N, 8], 0 parameters, 0 multiply-adds",
                "dense3 (Dense) [N, 8] -> [N, 3], 27 parameters, 24 multiply-adds",
            ],
            model.Layers.Select(Print));
        Assert.Equal(("input", "output"), (Assert.Single(model.Inputs).Name, Assert.Single(model.Outputs).Name));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], model.Layers.Select(l => l.Location.Attribute - 1));
    }

    [Fact]
    public void Rows_of_blocks()
    {
        BuiltModel model = Build(
            "Input(5), Residual<BasicBranch>(4, 5), Residual<BasicBranch>(4, 6, Name = \"down\"), Repeat<BasicBranch>(2, 4, 6), "
                + "Parallel<BasicBranch, BasicBranch>(4, 7), Use<Nest>(4, 3), MeanSquaredError, Sgd(1f)");

        Assert.Equal(
            [
                "basicbranch1 (Residual<BasicBranch>)",
                "  basicbranch1.dense1 (Dense)",
                "  basicbranch1.relu1 (Relu)",
                "  basicbranch1.dense2 (Dense)",
                "down (Residual<BasicBranch>)",
                "  down.dense1 (Dense)",
                "  down.relu1 (Relu)",
                "  down.dense2 (Dense)",
                "  down.projection (Projection)",
                "basicbranch3 (Repeat<BasicBranch>)",
                "  basicbranch3.0 (BasicBranch)",
                "    basicbranch3.0.dense1 (Dense)",
                "    basicbranch3.0.relu1 (Relu)",
                "    basicbranch3.0.dense2 (Dense)",
                "  basicbranch3.1 (BasicBranch)",
                "    basicbranch3.1.dense1 (Dense)",
                "    basicbranch3.1.relu1 (Relu)",
                "    basicbranch3.1.dense2 (Dense)",
                "parallel1 (Parallel<BasicBranch, BasicBranch>)",
                "  parallel1.0 (BasicBranch)",
                "    parallel1.0.dense1 (Dense)",
                "    parallel1.0.relu1 (Relu)",
                "    parallel1.0.dense2 (Dense)",
                "  parallel1.1 (BasicBranch)",
                "    parallel1.1.dense1 (Dense)",
                "    parallel1.1.relu1 (Relu)",
                "    parallel1.1.dense2 (Dense)",
                "nest1 (Use<Nest>)",
                "  nest1.basicbranch1 (Use<BasicBranch>)",
                "    nest1.basicbranch1.dense1 (Dense)",
                "    nest1.basicbranch1.relu1 (Relu)",
                "    nest1.basicbranch1.dense2 (Dense)",
                "  nest1.dense1 (Dense)",
            ],
            model.Layers.Select(l => $"{new string(' ', 2 * l.Depth)}{l.Name} ({l.Kind})"));
        Assert.Equal(model.Parameters.Sum(p => p.Elements), model.Layers.Sum(l => l.ParameterCount));
        Assert.Equal(model.Parameters.Select(p => p.Name).Distinct().Count(), model.Parameters.Count);
        Assert.Equal("[N, 14]", model.Layers.Single(l => l.Name == "parallel1").OutputShape.ToString());
        Assert.Equal(
            model.Parameters.Where(p => p.StandardShape.Count == 2).Sum(p => (long)p.Elements),
            model.Layers.Sum(l => l.MultiplyAdds));
    }

    [Fact]
    public void Nested_uses_pass_their_arguments_on()
    {
        BuiltModel model = Build("Input(5), Use<Nest>(4, 3), MeanSquaredError, Sgd(1f)");

        Assert.Equal(
            ["[3, 5]", "[4, 3]", "[2, 4]"],
            model.Parameters.Where(p => p.StandardShape.Count == 2).Select(p => p.StandardShape.ToString()));
    }

    [Fact]
    public void Inputs_and_outputs_in_order()
    {
        BuiltModel model = Build(
            "Input(3, Name = \"left\"), Dense(4), As(\"a\"), Input(2, Name = \"right\"), Dense(4), As(\"b\"), Add(\"a\"), Dense(1), "
                + "Output(\"b\"), MeanSquaredError, Sgd(1f), Output(\"a\")");

        Assert.Equal(["left [N, 3]", "right [N, 2]"], model.Inputs.Select(i => $"{i.Name} {i.Value.Shape}"));
        Assert.Equal(["output [N, 1]", "b [N, 4]", "a [N, 4]"], model.Outputs.Select(o => $"{o.Name} {o.Value.Shape}"));
    }

    [Fact]
    public void Dropout_is_the_identity_in_inference()
    {
        const string layers = "Input(8), Dense(4), Dropout(0.5f), Dropout(0f), Dropout(0.25f), MeanSquaredError, Sgd(1f)";

        Assert.DoesNotContain(Nodes(Build(layers, Mode.Inference)), n => n.Op is RandomOp);
        Assert.Equal([0, 1], Nodes(Build(layers, Mode.Training)).Select(n => n.Op).OfType<RandomOp>().Select(r => r.Stream));
    }

    [Fact]
    public void Dropout_keeps_the_expected_value()
    {
        const int features = 20_000;
        BuiltModel model = Build(
            $"Input({features}), Dropout(0.2f), As(\"y\"), Dense(1), From(\"y\"), MeanSquaredError, Sgd(1f)",
            Mode.Training);

        double[] output = new Interpreted(model, _ => [.. Enumerable.Repeat(1.0, features)], 1).Output;

        Assert.InRange(output.Count(y => y == 0), features * 0.19, features * 0.21);
        Assert.All(output, y => Assert.True(y == 0 || Math.Abs(y - 1.25) < 1e-6));
    }

    [Fact]
    public void Nodes_carry_the_path_of_their_layer()
    {
        HashSet<string?> labels =
        [
            .. Nodes(Build("Input(5), Residual<BasicBranch>(4, 6), Dense(5), Add(\"input\"), MeanSquaredError, Sgd(1f)"))
                .Select(n => n.Label),
        ];

        Assert.Superset(
            new HashSet<string?>
            {
                "basicbranch1.dense1",
                "basicbranch1.relu1",
                "basicbranch1.projection",
                "basicbranch1",
                "dense1",
                "add",
            },
            labels);
    }

    [Fact]
    public void Equal_declarations_give_equal_graphs()
    {
        const string layers = "Input(5), Residual<BasicBranch>(4, 6), Dropout, Dense(5), MeanSquaredError, Sgd(1f)";

        Assert.Equal(Print(Build(layers)), Print(Build(layers)));

        static string Print(BuiltModel model) => GraphPrinter.Print(new TensorGraph([new GraphOutput("output", model.Output.Node)]));
    }

    [Fact]
    public void A_name_given_to_one_layer_renames_no_other() =>
        Assert.Equal(
            ["first", "dense2", "dense3"],
            Build("Input(5), Dense(4, Name = \"first\"), Dense(3), Dense(2), MeanSquaredError, Sgd(1f)").Layers.Select(l => l.Name));

    [Fact]
    public void Fifty_layers_build_in_no_time()
    {
        var spec = DeclarationText.Model(
            $"[Input(64), {string.Concat(Enumerable.Repeat("Dense(64), Relu, ", 25))} MeanSquaredError, Sgd(1f)]");
        double fastest = double.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            long start = Stopwatch.GetTimestamp();
            ModelBuilder.Build(spec, Mode.Training);
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Assert.InRange(fastest, 0, 5);
    }

    private static BuiltModel Build(string attributes, Mode mode = Mode.Training) =>
        Interpreted.Build(DeclarationText.Model($"[{attributes}]", Blocks), mode);

    private static IReadOnlyList<Node> Nodes(BuiltModel model) => new TensorGraph([new GraphOutput("output", model.Output.Node)]).Nodes;

    private static string Print(LayerInfo l) =>
        $"{l.Name} ({l.Kind}) {l.InputShape} -> {l.OutputShape}, {l.ParameterCount} parameters, {l.MultiplyAdds} multiply-adds";
}
