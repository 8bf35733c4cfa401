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

    [Fact]
    public void State_only_where_it_is_needed()
    {
        Assert.Empty(Bind("Sgd(0.1f)").States);
        Assert.Equal(["velocity"], Bind("Sgd(0.1f, Momentum = 0.9f)").States);
        Assert.Equal(["mean", "square"], Bind("Adam(0.1f)").States);
        Assert.Equal(["stepSize", "rootCorrection", "shrink"], Bind("AdamW(0.1f)").Scalars.Select(s => s.Name));
    }

    private static double AdamStep(double p, double g, double[] s, double beta1, double beta2, double epsilon)
    {
        (s[0], s[1], s[2]) = ((beta1 * s[0]) + ((1 - beta1) * g), (beta2 * s[1]) + ((1 - beta2) * g * g), s[2] + 1);
        double mean = s[0] / (1 - Math.Pow(beta1, s[2])), square = s[1] / (1 - Math.Pow(beta2, s[2]));
        return p - (Rate * mean / (Math.Sqrt(square) + epsilon));
    }

    private static void Compare(string optimizer, Func<double, double, double[], double> plain)
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
        host["learningRate"] = Rate;
        double[] expected = [.. Start];
        double[][] states = [.. Start.Select(_ => new double[3])];
        Random random = new(1);
        for (int step = 0; step < 20; step++)
        {
            double[] gradients = [.. Start.Select(_ => random.NextDouble() - 0.5)];
            foreach (var (name, value) in bound.HostStates.Select(s => (s.Name, Evaluate(s.Next, host))).ToArray()) host[name] = value;
            memory["gradients"] = gradients;
            foreach (HostScalar scalar in bound.Scalars) memory[scalar.Name] = [Evaluate(scalar.Value, host)];
            var results = GraphInterpreter.Run(graph, new EvaluationContext(1, leaf => memory[leaf.LeafName]));
            foreach (GraphOutput output in graph.Outputs) memory[output.Name] = results[output.Node].Data;
            for (int i = 0; i < Start.Length; i++)
            {
                expected[i] = plain(expected[i], gradients[i], states[i]);
                Assert.Equal(expected[i], memory["parameters"][i], 1e-12);
            }
        }
    }

    private static double Evaluate(HostExpression expression, Dictionary<string, double> variables) => expression switch
    {
        HostExpression.Number number => number.Value,
        HostExpression.Variable variable => variables[variable.Name],
        HostExpression.SquareRoot root => Math.Sqrt(Evaluate(root.Operand, variables)),
        HostExpression.Binary binary => (binary.Operator, Evaluate(binary.Left, variables), Evaluate(binary.Right, variables)) switch
        {
            ('+', var a, var b) => a + b,
            ('-', var a, var b) => a - b,
            ('*', var a, var b) => a * b,
            ('/', var a, var b) => a / b,
            _ => throw new NotSupportedException(),
        },
        _ => throw new NotSupportedException(),
    };

    private static BoundOptimizer Bind(string optimizer) =>
        Interpreted.Build(DeclarationText.Model($"[Input(2), Dense(1), MeanSquaredError, {optimizer}]")).Optimizer!;
}
