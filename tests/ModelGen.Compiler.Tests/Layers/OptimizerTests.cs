using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Optimizers;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Layers;

/// <summary>The update rules against the formulas of their papers, written plainly; and their host scalars.</summary>
public sealed class OptimizerTests
{
    private const double Rate = 0.1;
    private static readonly double[] Start = [0.5, -1, 2];

    [Fact]
    public void Sgd() => Compare("Sgd(0.1f)", (p, g, _) => p - (Rate * g));

    [Fact]
    public void Sgd_with_weight_decay() => Compare("Sgd(0.1f, WeightDecay = 0.25f)", (p, g, _) => p - (Rate * (g + (0.25 * p))));

    [Theory]
    [InlineData("", false)]
    [InlineData(", Nesterov = true", true)]
    public void Sgd_with_momentum(string nesterov, bool ahead) => Compare($"Sgd(0.1f, Momentum = 0.5f{nesterov})", (p, g, s) =>
    {
        s[0] = (0.5 * s[0]) + g;
        return p - (Rate * (ahead ? g + (0.5 * s[0]) : s[0]));
    });

    [Fact]
    public void Adam() => Compare("Adam(0.1f, WeightDecay = 0.5f)", (p, g, s) => AdamStep(p, g + (0.5 * p), s, 0.9, 0.999, 1e-8));

    [Fact]
    public void Adam_with_other_constants() =>
        Compare("Adam(0.1f, Beta1 = 0.5f, Beta2 = 0.75f, Epsilon = 0.125f)", (p, g, s) => AdamStep(p, g, s, 0.5, 0.75, 0.125));

    [Fact]
    public void AdamW() => Compare("AdamW(0.1f)", (p, g, s) => AdamStep(p * (1 - (Rate * 0.01)), g, s, 0.9, 0.999, 1e-8));

    [Fact]
    public void AdamW_without_decay_is_Adam() => Compare("AdamW(0.1f, WeightDecay = 0f)", (p, g, s) => AdamStep(p, g, s, 0.9, 0.999, 1e-8));

    [Theory]
    [InlineData("", 0, 0, 1e-10)]
    [InlineData(", LearningRateDecay = 0.25, InitialAccumulatorValue = 0.5, Epsilon = 0.125", 0.25, 0.5, 0.125)]
    public void Adagrad(string settings, double decay, double initial, double epsilon) => Compare($"Adagrad(0.1{settings})", (p, g, s) =>
    {
        (s[0], s[1]) = (s[0] + (g * g), s[1] + 1);
        return p - (Rate / (1 + ((s[1] - 1) * decay)) * g / (Math.Sqrt(initial + s[0]) + epsilon));
    });

    [Fact]
    public void Adagrad_with_the_mean_of_the_squares() => Compare("Adagrad(0.1, RootMeanSquare = true, WeightDecay = 0.5)", (p, g, s) =>
    {
        g += 0.5 * p;
        (s[0], s[1]) = (s[0] + (g * g), s[1] + 1);
        return p - (Rate * g / (Math.Sqrt(s[0] / s[1]) + 1e-10));
    });

    [Theory]
    [InlineData("", false, 0)]
    [InlineData(", Centered = true", true, 0)]
    [InlineData(", Momentum = 0.5", false, 0.5)]
    [InlineData(", Centered = true, Momentum = 0.75", true, 0.75)]
    public void RmsProp(string settings, bool centered, double momentum) =>
        Compare($"RmsProp(0.1, Alpha = 0.75, Epsilon = 0.125, WeightDecay = 0.25{settings})", (p, g, s) =>
        {
            g += 0.25 * p;
            (s[0], s[1]) = ((0.75 * s[0]) + (0.25 * g * g), (0.75 * s[1]) + (0.25 * g));
            s[2] = (momentum * s[2]) + (g / (Math.Sqrt(s[0] - (centered ? s[1] * s[1] : 0)) + 0.125));
            return p - (Rate * s[2]);
        });

    [Theory]
    [InlineData(0.999)]
    [InlineData(0.75)]
    [InlineData(0.5)]
    public void RAdam(double beta2) =>
        Compare(System.FormattableString.Invariant($"RAdam(0.1, Beta2 = {beta2}, WeightDecay = 0.5)"), (p, g, s) =>
        {
            g += 0.5 * p;
            (s[0], s[1], s[2]) = ((0.9 * s[0]) + (0.1 * g), (beta2 * s[1]) + ((1 - beta2) * g * g), s[2] + 1);
            double mean = s[0] / (1 - Math.Pow(0.9, s[2])), power = Math.Pow(beta2, s[2]), limit = (2 / (1 - beta2)) - 1;
            double length = limit - (2 * s[2] * power / (1 - power));
            if (length <= 5) return p - (Rate * mean);
            double rectification = (length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length);
            return p - (Rate * mean * Math.Sqrt(rectification * (1 - power)) / (Math.Sqrt(s[1]) + 1e-8));
        });

    [Fact]
    public void Lion() => Compare("Lion(0.1, Beta1 = 0.75, Beta2 = 0.5, WeightDecay = 0.25)", (p, g, s) =>
    {
        double direction = Math.Sign((0.75 * s[0]) + (0.25 * g));
        s[0] = (0.5 * s[0]) + (0.5 * g);
        return p - (Rate * (direction + (0.25 * p)));
    });

    [Fact]
    public void Lion_stays_where_there_is_no_gradient() => Compare("Lion(0.1)", (p, _, _) => p, gradient: 0);

    [Fact]
    public void State_only_where_it_is_needed()
    {
        Assert.Empty(Bind("Sgd(0.1f)").States);
        Assert.Equal(["velocity"], Bind("Sgd(0.1f, Momentum = 0.9f)").States);
        Assert.Equal(["mean", "square"], Bind("Adam(0.1f)").States);
        Assert.Equal(["square"], Bind("RmsProp(0.1)").States);
        Assert.Equal(["square", "mean", "velocity"], Bind("RmsProp(0.1, Centered = true, Momentum = 0.5)").States);
        Assert.Empty(Bind("Adagrad(0.1)").HostStates);
        Assert.Equal(["updates"], Bind("Adagrad(0.1, RootMeanSquare = true)").HostStates.Select(s => s.Name));
        Assert.Equal(["stepSize", "rootCorrection", "shrink"], Bind("AdamW(0.1f)").Scalars.Select(s => s.Name));
    }

    private static double AdamStep(double p, double g, double[] s, double beta1, double beta2, double epsilon)
    {
        (s[0], s[1], s[2]) = ((beta1 * s[0]) + ((1 - beta1) * g), (beta2 * s[1]) + ((1 - beta2) * g * g), s[2] + 1);
        double mean = s[0] / (1 - Math.Pow(beta1, s[2])), square = s[1] / (1 - Math.Pow(beta2, s[2]));
        return p - (Rate * mean / (Math.Sqrt(square) + epsilon));
    }

    private static void Compare(string optimizer, Func<double, double, double[], double> plain, double gradient = double.NaN)
    {
        BoundOptimizer bound = Bind(optimizer);
        GraphBuilder builder = new();
        Shape shape = Shape.Of(Start.Length);
        UpdateContext context = new(
            builder.Leaf(LeafKind.Flat, "parameters", shape), builder.Leaf(LeafKind.Flat, "gradients", shape),
            name => builder.Leaf(LeafKind.Flat, name, shape), name => builder.Leaf(LeafKind.Scalar, name, Shape.Scalar));
        Node updated = bound.Update(context).Node;
        TensorGraph graph = new([
            new GraphOutput("parameters", updated),
            .. context.NewStates.Select(s => new GraphOutput(s.Name, s.Value.Node)),
        ]);
        Assert.Equal(bound.States, context.NewStates.Select(s => s.Name));

        Dictionary<string, double[]> memory = bound.States.ToDictionary(s => s, _ => new double[Start.Length]);
        memory["parameters"] = Start;
        Dictionary<string, double> host = bound.HostStates.ToDictionary(s => s.Name, s => s.Initial);
        double[] expected = [.. Start];
        double[][] states = [.. Start.Select(_ => new double[3])];
        Random random = new(TestSeed.Value);
        for (int step = 0; step < 100; step++)
        {
            double[] gradients = [.. Start.Select(_ => double.IsNaN(gradient) ? random.NextDouble() - 0.5 : gradient)];
            memory["gradients"] = gradients;
            foreach (var (name, value) in HostArithmetic.Next(bound, host, Rate)) memory[name] = [value];
            var results = GraphInterpreter.Run(graph, new EvaluationContext(1, leaf => memory[leaf.LeafName]));
            foreach (GraphOutput output in graph.Outputs) memory[output.Name] = results[output.Node].Data;
            for (int i = 0; i < Start.Length; i++)
            {
                expected[i] = plain(expected[i], gradients[i], states[i]);
                Assert.Equal(expected[i], memory["parameters"][i], 1e-12);
            }
        }
    }

    private static BoundOptimizer Bind(string optimizer) =>
        Interpreted.Build(DeclarationText.Model($"[Input(2), Dense(1), MeanSquaredError, {optimizer}]")).Optimizer!;
}
