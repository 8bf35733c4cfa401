using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Spec;
using ModelGen.Runtime;
using ModelGen.TestKit;

namespace ModelGen.Numerics.Tests;

/// <summary>What a model computes by definition: its graphs, evaluated in double precision by the interpreter.</summary>
internal sealed class Oracle
{
    private readonly BuiltModel _built;
    private readonly Lazy<TensorGraph> _predict, _evaluate, _trainStep, _forwardBackward, _fixed, _buffers, _plain;

    /// <param name="spec">The declaration.</param>
    /// <param name="built">The same in inference mode.</param>
    public Oracle(ModelSpec spec, BuiltModel built)
    {
        _built = built;
        Parameters = built.Stored;
        _predict = new(() => ProgramSet.Predict(spec, verify: true));
        _evaluate = new(() => ProgramSet.Evaluate(spec, verify: true));
        _trainStep = new(() => ProgramSet.TrainStep(spec, verify: true));
        _forwardBackward = new(() => WithStoredZeros(ProgramSet.ForwardBackward(spec, verify: true)));
        _fixed = new(() => WithStoredZeros(ProgramSet.Fixed(spec)));
        _buffers = new(() =>
            new(ProgramSet.Build(spec, Mode.Training).BufferUpdates.Select(b => new GraphOutput(b.Name, b.Value.Node))));
        _plain = new(() => PlainGraph(ProgramSet.Build(spec, Mode.Training)));
    }

    /// <summary>Parameters and buffers.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; }

    private IEnumerable<ParameterInfo> Trainable => Parameters.Where(p => p.IsTrainable);

    /// <summary>The outputs in prediction.</summary>
    public IReadOnlyList<double[]> Predict(Batch batch, Weights weights) =>
        Outputs(_predict.Value, Context(batch, weights, 0, 0));

    /// <summary>The state in which the samples end.</summary>
    public double[] End(Batch batch, Weights weights) =>
        Named(_predict.Value, GraphInterpreter.Run(_predict.Value, Context(batch, weights, 0, 0)), OutputRole.FinalState)[0];

    /// <summary>The mean loss in prediction.</summary>
    public double Evaluate(Batch batch, Weights weights)
    {
        TensorGraph graph = _evaluate.Value;
        return MeanLoss(GraphInterpreter.Run(graph, Context(batch, weights, 0, 0)), graph, batch);
    }

    /// <summary>The mean loss in training, and its gradients, of the graph that the kernels are made from.</summary>
    public (double Loss, Weights Gradients) TrainStep(Batch batch, Weights weights, int seed = 0, uint step = 0) =>
        LossAndGradients(_trainStep.Value, Context(batch, weights, seed, step), batch);

    /// <summary>Parameters and buffers after the forward pass of a training step: buffers have new values.</summary>
    public Weights AfterForward(Batch batch, Weights weights, int seed = 0, uint step = 0)
    {
        TensorGraph graph = _buffers.Value;
        IReadOnlyDictionary<Node, Compiler.Graph.Tensor> values = GraphInterpreter.Run(graph, Context(batch, weights, seed, step));
        return new([.. Parameters.Select((p, i) => !p.IsUpdated ? weights.Values[i] : p.ToStandard(values[graph[p.Name]].Data))]);
    }

    /// <summary>As <see cref="TrainStep"/>, of the graph that layers and loss made, before any pass.</summary>
    public (double Loss, Weights Gradients) PlainTrainStep(Batch batch, Weights weights, int seed = 0, uint step = 0) =>
        LossAndGradients(_plain.Value, Context(batch, weights, seed, step), batch);

    /// <summary>The mean loss in training, before any pass.</summary>
    public Func<Weights, double> PlainLoss(Batch batch, int seed = 0, uint step = 0)
    {
        TensorGraph losses = new(_plain.Value.Losses);
        return weights => MeanLoss(GraphInterpreter.Run(losses, Context(batch, weights, seed, step)), losses, batch);
    }

    /// <summary>The outputs in training mode, the gradients in the parameters and those in the inputs.</summary>
    public (IReadOnlyList<double[]> Outputs, Weights Gradients, IReadOnlyList<double[]> InputGradients) ForwardBackward(
        Batch batch, Weights weights, float[] outputGradient, int seed = 0, uint step = 0)
    {
        TensorGraph graph = _forwardBackward.Value;
        EvaluationContext context = Context(batch, weights, seed, step, outputGradient);
        IReadOnlyDictionary<Node, Compiler.Graph.Tensor> values = GraphInterpreter.Run(graph, context);
        return (
            Named(graph, values, OutputRole.Output),
            GradientsOf(graph, values),
            Named(graph, values, OutputRole.InputGradient));
    }

    /// <summary>The outputs and the mean loss in prediction, to the bit.</summary>
    public (float[][] Outputs, float Loss) InSinglePrecision(Batch batch, Weights weights)
    {
        TensorGraph graph = Fixed;
        IReadOnlyDictionary<Node, Compiler.Graph.Tensor> values = SinglePrecision.Run(graph, Context(batch, weights, 0, 0));
        return ([.. Named(graph, values, OutputRole.Output).Select(Floats)], (float)MeanLoss(values, graph, batch));
    }

    /// <summary>
    /// The mean loss of an output that is given, to the bit; null if it is computed from other values, as that of a softmax is.
    /// </summary>
    public float? LossOf(float[] output, Batch batch, Weights weights)
    {
        TensorGraph losses = new(Fixed.Losses);
        Node from = Fixed.Outputs[0].Node;
        if (losses.Losses.Any(loss => ReachesLeaves(loss.Node, from))) return null;
        Compiler.Graph.Tensor given = new([.. from.Shape.Dimensions.Select(d => d == Shape.Batch ? batch.Samples : d)], Doubles(output));
        return (float)MeanLoss(
            SinglePrecision.Run(
                losses, Context(batch, weights, 0, 0), new Dictionary<Node, Compiler.Graph.Tensor> { [from] = given }),
            losses,
            batch);
    }

    /// <summary>The model's graph, its arithmetic fixed.</summary>
    private TensorGraph Fixed => _fixed.Value;

    /// <summary>
    /// With the zeros around tensors that kernels multiply because no loop can leave them out. To finite numbers it makes no difference.
    /// </summary>
    private static TensorGraph WithStoredZeros(TensorGraph graph) => Pass.Run(graph, [ExplicitPadding.Pass], verify: true);

    private static float[] Floats(double[] values) => Array.ConvertAll(values, value => (float)value);

    /// <summary>The weighted sum of the means of the losses.</summary>
    private double MeanLoss(IReadOnlyDictionary<Node, Compiler.Graph.Tensor> values, TensorGraph graph, Batch batch) => graph.Losses
        .Zip(_built.Losses, (output, loss) => loss.Weight == 1
            ? values[output.Node].Data.Sum() / Weight(batch, loss)
            : loss.Weight * values[output.Node].Data.Sum() / Weight(batch, loss))
        .Aggregate((total, next) => total + next);

    private double Weight(Batch batch, BoundLoss loss) => batch.Targets.Weight(_built, loss, batch.Samples);

    /// <summary>Whether a node needs inputs or parameters otherwise than through another.</summary>
    private static bool ReachesLeaves(Node node, Node through) =>
        node != through
        && (
            node.Op is LeafOp { Kind: LeafKind.Input or LeafKind.Tokens or LeafKind.Parameter }
            || node.Inputs.Any(input => ReachesLeaves(input, through))
        );

    private static IReadOnlyList<double[]> Outputs(TensorGraph graph, EvaluationContext context) =>
        Named(graph, GraphInterpreter.Run(graph, context), OutputRole.Output);

    private static double[][] Named(TensorGraph graph, IReadOnlyDictionary<Node, Compiler.Graph.Tensor> values, OutputRole role) =>
        [.. graph.Outputs.Where(o => o.Role == role).Select(o => values[o.Node].Data)];

    private (double Loss, Weights Gradients) LossAndGradients(TensorGraph graph, EvaluationContext context, Batch batch)
    {
        IReadOnlyDictionary<Node, Compiler.Graph.Tensor> values = GraphInterpreter.Run(graph, context);
        return (MeanLoss(values, graph, batch), GradientsOf(graph, values));
    }

    private Weights GradientsOf(TensorGraph graph, IReadOnlyDictionary<Node, Compiler.Graph.Tensor> values) =>
        new([
            .. Parameters.Select(p =>
                p.IsTrainable ? p.ToStandard(values[graph[OutputRole.Gradient, p.Name]].Data) : new double[p.Elements]),
        ]);

    private TensorGraph PlainGraph(BuiltModel model)
    {
        GraphBuilder builder = model.Builder;
        (BoundLoss Loss, Value Total)[] totals = [.. model.Losses.Select(loss => (loss, Total(loss)))];
        Value[] parameters = [.. Trainable.Select(p => builder.Leaf(LeafKind.Parameter, p.Name, p.MemoryShape))];
        IReadOnlyList<Value?> gradients = ReverseMode.Gradients(
            builder,
            [.. totals.Select(pair => (pair.Total, builder.Leaf(LeafKind.Scalar, pair.Loss.MeanFactor, Shape.Scalar)))],
            parameters);
        builder.Phase = Phase.Backward;
        IEnumerable<GraphOutput> outputs = Trainable.Select((p, i) =>
            new GraphOutput(OutputRole.Gradient, p.Name, (gradients[i] ?? builder.Constant(0).BroadcastTo(p.MemoryShape)).Node));
        return new TensorGraph(
            [.. totals.Select(pair => new GraphOutput(OutputRole.Loss, pair.Loss.Name, pair.Total.Node)), .. outputs]);

        Value Total(BoundLoss loss)
        {
            Value losses = loss.PerSample(loss.Output, loss.Target);
            if (loss.SampleWeights) losses *= builder.Leaf(LeafKind.Target, LeafOp.SampleWeights, Shape.Batched([1]));
            return losses.Sum(0);
        }
    }

    private EvaluationContext Context(Batch batch, Weights weights, int seed, uint step, float[]? outputGradient = null)
    {
        Dictionary<string, double[]> inputs = _built.Inputs.Select((input, i) => (input.Name, batch.Inputs[i]))
            .ToDictionary(pair => pair.Name, pair => Doubles(pair.Item2));
        Dictionary<string, double[]> parameters = Parameters
            .Select((p, i) => (p.Name, Values: p.ToMemory(weights.Values[i])))
            .ToDictionary(p => p.Name, p => p.Values);
        Dictionary<string, double[]> targets = _built.Losses
            .GroupBy(loss => loss.TargetName)
            .ToDictionary(losses => losses.Key, losses => Doubles(batch.Targets.Of(_built, losses.First())));
        double[] sampleWeights = Doubles(batch.Targets.SampleWeights ?? [.. Losses.Ones(batch.Samples)]);
        double[] upstream = Doubles(outputGradient ?? []);
        return new EvaluationContext(
            batch.Samples,
            leaf => leaf.Kind switch
            {
                LeafKind.Input or LeafKind.Tokens => inputs[leaf.LeafName],
                LeafKind.Target when leaf.LeafName == LeafOp.SampleWeights => sampleWeights,
                LeafKind.Label or LeafKind.Target => targets[leaf.LeafName],
                LeafKind.StartState => StartOf(leaf, batch),
                LeafKind.Parameter => parameters[leaf.LeafName],
                LeafKind.OutputGradient when leaf.LeafName == LeafOp.OutputGradient => upstream,
                LeafKind.OutputGradient => new double[batch.Samples * leaf.Shape.SampleElements],
                LeafKind.Scalar when leaf.LeafName is LeafOp.InverseSamples or LeafOp.InverseBatch => [1.0 / batch.Samples],
                LeafKind.Scalar when _built.Losses.FirstOrDefault(loss => loss.MeanFactor == leaf.LeafName) is { } loss =>
                    [loss.Weight / Weight(batch, loss)],
                _ => throw new InvalidOperationException($"What is {leaf}?"),
            },
            unchecked((uint)seed),
            RandomStreams.Layers + step);
    }

    /// <summary>What a leaf has of the state: all of it, or what one layer carries, numbered from 1 on.</summary>
    private double[] StartOf(LeafOp leaf, Batch batch)
    {
        int size = leaf.Shape.SampleElements, width = _built.StateWidth;
        if (batch.State is not { } state) return new double[batch.Samples * size];
        int own = _built.States.ToList().FindIndex(carried => carried.Start.Node.Op == leaf);
        int start = _built.States.Take(Math.Max(own, 0)).Sum(carried => carried.Start.Shape.SampleElements);
        return [.. Enumerable.Range(0, batch.Samples).SelectMany(i => Doubles(state[((i * width) + start)..][..size]))];
    }

    public static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);
}

/// <summary>Numbers for all parameters of a model, each in the standard order.</summary>
internal sealed record Weights(double[][] Values)
{
    public static Weights Of(ParameterSet parameters) => new([.. parameters.Select(p => Oracle.Doubles(p.Value.ToArray()))]);

    public static Weights GradientsOf(ParameterSet parameters) => new([.. parameters.Select(p => Oracle.Doubles(p.Gradient.ToArray()))]);

    public double Norm => Math.Sqrt(Values.Sum(v => v.Sum(x => x * x)));

    public Weights Plus(double factor, Weights direction) =>
        new([.. Values.Select((v, i) => v.Zip(direction.Values[i], (a, b) => a + (factor * b)).ToArray())]);

    public double Dot(Weights other) => Values.Select((v, i) => v.Zip(other.Values[i], (a, b) => a * b).Sum()).Sum();
}
