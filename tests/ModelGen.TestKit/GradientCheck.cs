using System.Globalization;
using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Spec;

namespace ModelGen.TestKit;

/// <summary>
/// Compares the gradients that reverse mode gives with central differences, both in the double-precision interpreter, and
/// the results before the passes with those after them.
/// </summary>
public static class GradientCheck
{
    private const double Step = 1e-5, Tolerance = 1e-6;

    /// <summary>Checks a model: the gradients of Σ cₙ · lossₙ for all inputs and parameters, cₙ and all values random.</summary>
    /// <param name="spec">A valid declaration.</param>
    /// <param name="seed">Decides all values.</param>
    /// <param name="samples">How many samples.</param>
    /// <exception cref="InvalidOperationException">They differ; the message names the seed, the leaf and the values.</exception>
    public static void Model(ModelSpec spec, int seed, int samples = 3)
    {
        (TensorGraph forward, Func<LeafOp, Random, double> draw) = Total(spec);
        Graph(forward, seed, samples, draw);
    }

    /// <summary>Checks the second derivatives of a model: those of its gradients, as <see cref="OfGradients"/> adds them up.</summary>
    /// <inheritdoc cref="Model(ModelSpec, int, int)"/>
    public static void SecondOrder(ModelSpec spec, int seed, int samples = 3)
    {
        (TensorGraph forward, Func<LeafOp, Random, double> draw) = Total(spec);
        Graph(OfGradients(forward), seed, samples, draw);
    }

    private static (TensorGraph Forward, Func<LeafOp, Random, double> Draw) Total(ModelSpec spec)
    {
        BuiltModel model = ModelBuilder.Build(spec, Mode.Training).Model
            ?? throw new InvalidOperationException(string.Join('\n', ModelBuilder.Build(spec, Mode.Training).Diagnostics));
        Value weights = model.Builder.Leaf(LeafKind.Target, "weights", Shape.Batched([1]));
        Value total = model.Losses
            .Select(loss => (loss.PerSample(loss.Output, loss.Target) * (float)loss.Weight * weights).Sum(0))
            .Aggregate((sum, next) => sum + next);
        foreach (NamedValue output in model.Outputs.Skip(1))
            total += (output.Value * output.Value).Sum([.. Enumerable.Range(0, output.Value.Shape.Rank)]).Reshape(total.Shape);

        return (new TensorGraph([new GraphOutput("total", total.Node)]), (leaf, random) =>
            leaf.Kind == LeafKind.Label ? random.Next(Classes(leaf.LeafName)) : (2 * random.NextDouble()) - 1);

        int Classes(string target)
        {
            Shape output = model.Losses.First(loss => loss.TargetName == target).Output.Shape;
            return output[BoundLoss.ClassAxis(output)];
        }
    }

    /// <summary>Checks a graph whose only output is called <c>total</c> and has one element.</summary>
    /// <param name="forward">The graph.</param>
    /// <param name="seed">Decides all values.</param>
    /// <param name="samples">How many samples.</param>
    /// <param name="draw">A value for an element of a leaf. Labels and targets are not differentiated.</param>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void Graph(TensorGraph forward, int seed, int samples, Func<LeafOp, Random, double> draw)
    {
        LeafOp[] leaves = [.. forward.Nodes.Select(n => n.Op).OfType<LeafOp>()];
        LeafOp[] targets = [.. leaves.Where(l => l.Kind is LeafKind.Input or LeafKind.Parameter)];
        Random random = new(seed);
        Dictionary<LeafOp, double[]> values = leaves.ToDictionary(
            l => l,
            l => Enumerable
                .Range(0, l.Shape.Elements(samples))
                .Select(_ => l.Kind == LeafKind.Tokens ? random.Next(l.IsLength ? 1 : 0, l.Values) : draw(l, random))
                .ToArray());
        foreach (LeafOp scalar in leaves.Where(l => l.Kind == LeafKind.Scalar)) values[scalar] = [1.0 / samples];
        EvaluationContext context = new(samples, l => values[l], seed: (uint)seed, step: 7);

        GraphVerifier.Verify(forward, "building");
        TensorGraph plain = WithGradients(forward, targets);
        TensorGraph passed = WithGradients(Pass.Run(forward, ArithmeticPasses.OfModel(), verify: true), targets);
        if (passed.HasWindows) passed = Pass.Run(passed, [ChooseLanes.ForBatches], verify: true);
        passed = Pass.Run(passed, [.. ArithmeticPasses.OfGradients(), .. LayoutPasses.All], verify: true);
        IReadOnlyDictionary<Node, Compiler.Graph.Tensor> before = GraphInterpreter.Run(plain, context),
            after = GraphInterpreter.Run(passed, context);

        foreach (GraphOutput output in plain.Outputs)
        {
            double[] a = before[output.Node].Data, b = after[passed[output.Name]].Data;
            for (int i = 0; i < a.Length; i++)
                if (!Close(a[i], b[i], 1e-9))
                    Fail(seed, $"{output.Name}[{i}] is {Text(a[i])} before the passes and {Text(b[i])} after", passed);
        }

        foreach (LeafOp target in targets)
        {
            double[] gradient = before[plain[target.LeafName]].Data;
            for (int i = 0; i < gradient.Length; i++)
            {
                double difference = CentralDifference(forward, context, values[target], i);
                if (!Close(gradient[i], difference, Tolerance))
                    Fail(seed, $"the gradient of {target}[{i}] is {Text(gradient[i])}, by differences {Text(difference)}", plain);
            }
        }
    }

    /// <summary>The graph with the gradients of its output <c>total</c> as further outputs, named after the leaves.</summary>
    public static TensorGraph WithGradients(TensorGraph forward, IReadOnlyList<LeafOp> targets)
    {
        GraphBuilder builder = new();
        Dictionary<Node, Value> copied = [];
        foreach (Node node in forward.Nodes) copied[node] = builder.Add(node.Op, [.. node.Inputs.Select(i => copied[i].Node)]);
        Value total = copied[forward["total"]];
        Value[] leaves = [.. targets.Select(t => builder.Add(t))];
        IReadOnlyList<Value?> gradients = ReverseMode.Gradients(builder, [(total, builder.Constant(1))], leaves);
        return new TensorGraph(
        [
            new GraphOutput("total", total.Node),
            .. targets.Select((t, i) => new GraphOutput(t.LeafName, (gradients[i] ?? builder.Constant(0).BroadcastTo(t.Shape)).Node)),
        ]);
    }

    /// <summary>
    /// A graph whose <c>total</c> is Σ (i + 1) · gᵢ + gᵢ² over the gradients of another graph's <c>total</c>: its own gradients are second
    /// derivatives of that, and its differences are those of the first.
    /// </summary>
    /// <param name="forward">The graph, without the shortcuts that only first derivatives may take.</param>
    public static TensorGraph OfGradients(TensorGraph forward)
    {
        TensorGraph exact = Pass.Run(forward, [ExactDerivatives.Pass], verify: true);
        LeafOp[] targets = [.. exact.Nodes.Select(n => n.Op).OfType<LeafOp>().Where(l => l.Kind is LeafKind.Input or LeafKind.Parameter)];
        TensorGraph first = WithGradients(exact, targets);
        GraphBuilder builder = new();
        Dictionary<Node, Value> copied = [];
        foreach (Node node in first.Nodes) copied[node] = builder.Add(node.Op, [.. node.Inputs.Select(i => copied[i].Node)]);
        Value total = builder.Constant(0);
        foreach (LeafOp target in targets)
        {
            Value gradient = copied[first[target.LeafName]];
            Value weighted = gradient * (builder.Position(gradient.Shape, gradient.LastAxis) + 1);
            total += ((gradient * gradient) + weighted).Sum([.. Enumerable.Range(0, gradient.Shape.Rank)]).Reshape(Shape.Scalar);
        }

        return new TensorGraph([new GraphOutput("total", total.Node)]);
    }

    private static double CentralDifference(TensorGraph forward, EvaluationContext context, double[] values, int index)
    {
        double at = values[index];
        values[index] = at + Step;
        double above = GraphInterpreter.Run(forward, context)[forward["total"]].Data[0];
        values[index] = at - Step;
        double below = GraphInterpreter.Run(forward, context)[forward["total"]].Data[0];
        values[index] = at;
        return (above - below) / (2 * Step);
    }

    private static bool Close(double a, double b, double tolerance) =>
        Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(a) + Math.Abs(b));

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static void Fail(int seed, string what, TensorGraph graph) =>
        throw new InvalidOperationException($"Seed {seed}: {what}.\n{GraphPrinter.Print(graph)}");
}
