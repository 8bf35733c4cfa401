using System.Reflection;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;
using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>Functions of the user: what the compiler reads is what C# runs and what PyTorch computes.</summary>
public sealed class FunctionTests
{
    private const int Samples = 3;

    public static TheoryData<string> Layers => [.. FunctionModels.All.Where(model => !IsLoss(model)).Select(model => model.Name)];

    public static TheoryData<string> Losses => [.. FunctionModels.All.Where(IsLoss).Select(model => model.Name)];

    public static TheoryData<string> All => [.. FunctionModels.All.Where(model => model.HasReference).Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_gives_what_its_method_gives(string name)
    {
        string function = name["function-".Length..];
        BuiltModel declared = ProgramSet.Build(DeclarationText.Source(Models.Find(name).Source), Mode.Inference);
        int[] shape = declared.Layers.First(layer => layer.Kind == "Apply").InputShape.Sample;
        bool isGate = function is "Gate" or "Cosine";
        string apply = isGate ? $"As(\"x\"), Apply(nameof(Net.{function}), \"x\")" : $"Apply(nameof(Net.{function}))";
        ModelCase model = new(name, $"[Input({string.Join(", ", shape)}), {apply}, Flatten, Dense(1)] [MeanSquaredError, Sgd(0.1f)]")
        {
            Members = FunctionModels.Members,
        };
        BuiltModel built = ProgramSet.Build(DeclarationText.Source(model.Source), Mode.Inference);
        Node result = built.Layers.First(layer => layer.Kind == "Apply").Result;

        Random random = new(TestSeed.Value);
        Dictionary<string, double[]> leaves = new(StringComparer.Ordinal);
        Compiler.Graph.Tensor computed = Run(result, random, leaves);
        Dictionary<string, Tensor> parameters = built.Stored.Where(p => p.Name.StartsWith("apply1.", StringComparison.Ordinal))
            .ToDictionary(p => p.Name["apply1.".Length..], p => Tensor.Of(leaves[p.Name], [.. p.StandardShape]));
        int size = shape.Aggregate(1, (a, b) => a * b);
        for (int sample = 0; sample < Samples; sample++)
        {
            Tensor x = Tensor.Of(leaves["input"][(sample * size)..((sample + 1) * size)], shape);
            object?[] arguments = Method(function).GetParameters().Length switch
            {
                1 => [x],
                _ when isGate => [x, x],
                _ => [x, 3],
            };
            Tensor eager = Tensor.Run(() => (Tensor)Method(function).Invoke(null, arguments)!, parameters);

            Assert.Equal(result.Shape.Sample, eager.Shape);
            double[] expected = computed.Data[(sample * eager.Size)..((sample + 1) * eager.Size)];
            Deviation.Assert("Function: eager", name, eager.ToArray(), expected, 1e-12, 1e-3);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_loss_gives_what_its_method_gives(string name)
    {
        BuiltModel built = ProgramSet.Build(DeclarationText.Source(Models.Find(name).Source), Mode.Training);
        BoundLoss bound = built.Losses.Single();
        bool ofLabels = bound.TargetKind == TargetKind.Classes;
        Shape target = bound.TargetShape(built.Output.Shape);
        Value leaf = built.Builder.Leaf(ofLabels ? LeafKind.Label : LeafKind.Target, "targets", target);
        Node loss = bound.PerSample(built.Output, leaf).Node;

        Dictionary<string, double[]> leaves = new(StringComparer.Ordinal);
        Random random = new(TestSeed.Value);
        if (ofLabels) leaves["targets"] = [.. Enumerable.Range(0, target.Elements(Samples)).Select(_ => (double)random.Next(4))];
        IReadOnlyDictionary<Node, Compiler.Graph.Tensor> values = Values([loss, built.Output.Node], random, leaves);
        int size = built.Output.Shape.SampleElements, each = target.SampleElements;
        for (int sample = 0; sample < Samples; sample++)
        {
            Tensor output = Tensor.Of(values[built.Output.Node].Data[(sample * size)..((sample + 1) * size)], built.Output.Shape.Sample);
            double[] wanted = leaves["targets"][(sample * each)..((sample + 1) * each)];
            object targets = ofLabels ? Labels.Of([.. wanted.Select(w => (int)w)]) : Tensor.Of(wanted, target.Sample);
            Tensor eager = (Tensor)Method(name.Split('-')[^1]).Invoke(null, [output, targets])!;
            Deviation.Assert(
                "Function: eager loss", name, [eager.ToArray().Average()], [values[loss].Data[sample]], 1e-12, 1e-3);
        }
    }

    /// <summary>Tighter than for all models: predictions and first gradients.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void PyTorch_gives_the_same_gradients(string name)
    {
        InterpretedModel instance = new(Subject.Programs(Models.Find(name).Source));
        Reference reference = new(name);
        reference.Load(instance.Parameters);
        Deviation.Assert(
            "Function: PyTorch", name, instance.Predict(reference.Inputs)[0], Oracle.Doubles(reference.Outputs[0]), 1e-5, 1e-3);
        Batch part = reference.Batch.Slice(0, 8);
        instance.TrainStep(part.Inputs, part.Targets);
        string[] names = [.. instance.Parameters.Select(p => p.Name)];
        Deviation.Assert(
            "Function: PyTorch gradients", name, Weights.GradientsOf(instance.Parameters), reference.Weights("gradient.", names), 1e-5,
                names);
    }

    /// <summary>Normal numbers of a training program: their moments, and that none is the same as another.</summary>
    [Fact]
    public void Normal_numbers_are_normal()
    {
        ModelCase model = new("normal", "[Input(1000), Apply(nameof(Net.F)), As(\"noise\"), Dense(1)] [MeanSquaredError, Sgd(0.1f)]")
        {
            Members = "static Tensor F(Tensor x) => Tensor.Normal(x.Shape) + (0 * x);",
        };
        BuiltModel built = ProgramSet.Build(DeclarationText.Source(model.Source), Mode.Training);
        double[] numbers = [.. Run(built.Layers.First(layer => layer.Kind == "Apply").Result, new Random(TestSeed.Value), []).Data
            .Order()];

        Assert.Equal(numbers.Length, numbers.Distinct().Count());
        Assert.InRange(numbers.Average(), -0.08, 0.08);
        Assert.InRange(numbers.Average(x => x * x), 0.88, 1.12);
        Assert.InRange(numbers.Average(x => x * x * x * x), 2.3, 3.8);
        foreach (double quantile in new[] { -1.96, -1, 0, 1, 1.96 })
        {
            double expected = (1 + ExactErf(quantile / Math.Sqrt(2))) / 2;
            Assert.InRange(numbers.Count(x => x < quantile) / (double)numbers.Length, expected - 0.04, expected + 0.04);
        }

        BuiltModel predicted = ProgramSet.Build(DeclarationText.Source(model.Source), Mode.Inference);
        Assert.All(
            Run(predicted.Layers.First(layer => layer.Kind == "Apply").Result, new Random(TestSeed.Value), []).Data,
            x => Assert.Equal(0, x));

        static double ExactErf(double x) => Tensor.Erf(x).ToArray()[0];
    }

    [Fact]
    public void A_method_that_is_called_keeps_what_it_updates()
    {
        Tensor x = Tensor.Of([1, -3]);
        (Tensor result, IReadOnlyDictionary<string, Tensor> buffers) = Tensor.Run(
            () => UserFunctions.Running(x), new Dictionary<string, Tensor> { ["mean"] = Tensor.Of([4, 0]) }, seed: 1);

        Assert.Equal([(1 - 4) / 1.5, -3 / 1.5], result.ToArray());
        Assert.Equal([3.25, -0.75], buffers["mean"].ToArray());
        Assert.Equal([1.25], buffers["size"].ToArray());
    }

    /// <summary>The gradients that functions have given them are checked as users check theirs.</summary>
    [Fact]
    public void A_gradient_that_is_given_is_checked()
    {
        Tensor x = Tensor.Of([0.3, -0.7, 1.2]), scale = Tensor.Of([2, 0.5, -1]);

        Analysis.GradientCheck right = Analysis.GradientCheck.OfFunction(
            at => UserFunctions.Scaled(at[0], at[1], 3), (at, g) => UserFunctions.ScaledGradient(at[0], at[1], 3, g), [x, scale]);
        Assert.True(right.Passed, right.ToString());
        Assert.Equal(["input 0", "input 1"], right.Rows.Select(row => row.Name));
        Assert.All(right.Rows, row => Assert.InRange(row.RelativeError, 0, 1e-8));

        Assert.False(Analysis.GradientCheck.OfFunction(UserFunctions.Rounded, UserFunctions.RoundedGradient, x).Passed);
        Assert.Throws<ArgumentException>(() => Analysis.GradientCheck.OfFunction(Tensor.Exp, (at, g) => g.Sum(), x));
    }

    private static bool IsLoss(ModelCase model) => model.Name.StartsWith("function-loss", StringComparison.Ordinal);

    private static MethodInfo Method(string name) =>
        typeof(UserFunctions).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic) ?? throw new InvalidOperationException(name);

    private static Compiler.Graph.Tensor Run(Node result, Random random, Dictionary<string, double[]> leaves) =>
        Values([result], random, leaves)[result];

    /// <summary>The values of nodes for leaves that are drawn, unless they are given.</summary>
    private static IReadOnlyDictionary<Node, Compiler.Graph.Tensor> Values(Node[] nodes, Random random, Dictionary<string,
        double[]> leaves) =>
        GraphInterpreter.Run(
            new TensorGraph(nodes.Select((node, i) => new GraphOutput("output" + i, node))),
            new EvaluationContext(
                Samples,
                leaf =>
                {
                    if (!leaves.TryGetValue(leaf.LeafName, out double[]? values))
                        leaves.Add(
                            leaf.LeafName,
                            values = [.. Enumerable.Range(0, leaf.Shape.Elements(Samples)).Select(_ => (2 * random.NextDouble()) - 1)]);
                    return values;
                }));
}
