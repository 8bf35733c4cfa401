using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Programs;

/// <summary>The graphs of a model's members: what is computed, before it is decided how.</summary>
internal static class ProgramSet
{
    /// <summary>The flat vector that a backward pass writes its gradients to before they are added.</summary>
    public const string NewGradients = "newGradients";

    /// <summary>The outputs of any number of samples, each computed alone.</summary>
    public static TensorGraph Predict(ModelSpec spec, bool verify = false) => Predict(GraphOf(spec, Mode.Inference, verify), verify);

    /// <inheritdoc cref="Predict(ModelSpec, bool)"/>
    public static TensorGraph Predict(ModelGraph model, bool verify = false) => Finish(Cut(model, IsOutput), verify, ChooseLanes.ForSamples);

    /// <summary>The same for blocks of sixteen samples, where that is faster; otherwise null.</summary>
    public static TensorGraph? PredictBlocks(ModelGraph model, bool verify = false)
    {
        var graph = Cut(model, IsOutput);
        return graph.HasWindows ? Finish(graph, verify, ChooseLanes.ForBlocks) : null;
    }

    /// <summary>The loss of each sample.</summary>
    public static TensorGraph Evaluate(ModelSpec spec, bool verify = false) => Evaluate(GraphOf(spec, Mode.Inference, verify), verify);

    /// <inheritdoc cref="Evaluate(ModelSpec, bool)"/>
    public static TensorGraph Evaluate(ModelGraph model, bool verify = false) => Finish(Cut(model, IsLoss), verify, ChooseLanes.ForBlocks);

    /// <summary>Forward, loss, gradients of the mean loss, and the next values of buffers.</summary>
    public static TensorGraph TrainStep(ModelSpec spec, bool verify = false) => TrainStep(GraphOf(spec, Mode.Training, verify), verify);

    /// <inheritdoc cref="TrainStep(ModelSpec, bool)"/>
    public static TensorGraph TrainStep(ModelGraph model, bool verify = false)
    {
        var builder = new GraphBuilder();
        var forward = Import(builder, Cut(model, o => !IsOutput(o)));
        var parameters = Parameters(builder, model);
        var seed = builder.Leaf(LeafKind.Scalar, LeafOp.InverseSamples, Shape.Scalar);
        var gradients = ReverseMode.Gradients(builder, [(builder.Wrap(forward.First(IsLoss).Node), seed)], parameters);
        return Finish(new TensorGraph([.. forward, .. GradientsOf(builder, model, gradients)]), verify, ChooseLanes.ForBatches);
    }

    /// <summary>The outputs in training mode, and from the gradient of the main one those of inputs and parameters.</summary>
    public static TensorGraph ForwardBackward(ModelSpec spec, bool verify = false) => ForwardBackward(GraphOf(spec, Mode.Training, verify), verify);

    /// <inheritdoc cref="ForwardBackward(ModelSpec, bool)"/>
    public static TensorGraph ForwardBackward(ModelGraph model, bool verify = false)
    {
        var builder = new GraphBuilder();
        var forward = Import(builder, Cut(model, o => !IsLoss(o)));
        var parameters = Parameters(builder, model);
        var inputs = model.Model.Inputs.Select(i => builder.Add(i.Value.Node.Op)).ToArray();
        builder.Phase = Phase.Backward;
        var output = builder.Wrap(forward.First(IsOutput).Node);
        var seed = builder.Leaf(LeafKind.OutputGradient, "outputGradient", output.Shape);
        var gradients = ReverseMode.Gradients(builder, [(output, seed)], [.. parameters, .. inputs]);
        builder.Phase = Phase.Backward;
        var toInputs = model.Model.Inputs.Select((input, i) =>
        {
            var gradient = gradients[parameters.Length + i] ?? builder.Constant(0).BroadcastTo(input.Value.Shape);
            return new GraphOutput("inputGradient:" + input.Name, gradient.Node);
        });
        return Finish(new TensorGraph([.. forward, .. GradientsOf(builder, model, gradients), .. toInputs]), verify, ChooseLanes.ForBatches);
    }

    /// <summary>What a backward pass found is added to what others found before it.</summary>
    public static TensorGraph Accumulate(int size, bool verify = false)
    {
        var builder = new GraphBuilder { Phase = Phase.Update };
        var before = builder.Leaf(LeafKind.Flat, "gradients", Shape.Of(size));
        var found = builder.Leaf(LeafKind.Flat, NewGradients, Shape.Of(size));
        return Finish(new TensorGraph([new GraphOutput("flat:gradients", (before + found).Node)]), verify);
    }

    /// <summary>The optimizer's rule on the flat vectors.</summary>
    public static TensorGraph Update(BoundOptimizer optimizer, int size, bool verify = false)
    {
        var builder = new GraphBuilder { Phase = Phase.Update };
        var shape = Shape.Of(size);
        var context = new UpdateContext(
            builder.Leaf(LeafKind.Flat, "parameters", shape),
            builder.Leaf(LeafKind.Flat, "gradients", shape),
            name => builder.Leaf(LeafKind.Flat, name, shape),
            name => builder.Leaf(LeafKind.Scalar, name, Shape.Scalar));
        var updated = optimizer.Update(context);
        var states = context.NewStates.Select(s => new GraphOutput("flat:" + s.Name, s.Value.Node));
        return Finish(new TensorGraph([new GraphOutput("flat:parameters", updated.Node), .. states]), verify);
    }

    public static BuiltModel Build(ModelSpec spec, Mode mode) => ModelBuilder.Build(spec, mode).Model
        ?? throw new CompilerException($"{spec.Class.Name} has errors, and kernels were asked for.");

    private static ModelGraph GraphOf(ModelSpec spec, Mode mode, bool verify) => ModelGraph.Of(Build(spec, mode), verify);

    private static bool IsOutput(GraphOutput output) => output.Name.StartsWith("output:", StringComparison.Ordinal);

    private static bool IsLoss(GraphOutput output) => output.Name == "loss";

    /// <summary>Some results of a model and what they need.</summary>
    private static TensorGraph Cut(ModelGraph model, Func<GraphOutput, bool> isWanted) => new(model.Graph.Outputs.Where(isWanted));

    private static Value[] Parameters(GraphBuilder builder, ModelGraph model) =>
        model.Model.Parameters.Select(p => builder.Leaf(LeafKind.Parameter, p.Name, p.MemoryShape)).ToArray();

    private static IEnumerable<GraphOutput> GradientsOf(GraphBuilder builder, ModelGraph model, IReadOnlyList<Value?> gradients)
    {
        builder.Phase = Phase.Backward;
        return model.Model.Parameters.Select((p, i) =>
            new GraphOutput("gradient:" + p.Name, (gradients[i] ?? builder.Constant(0).BroadcastTo(p.MemoryShape)).Node));
    }

    private static TensorGraph Finish(TensorGraph graph, bool verify, Pass? lanes = null)
    {
        Pass[] choice = lanes is null ? [] : [lanes];
        return Pass.Run(graph, [.. choice, .. ArithmeticPasses.OfGradients, .. LayoutPasses.All], verify);
    }

    /// <summary>The results of a graph, made again by another builder, which can then add to it.</summary>
    private static GraphOutput[] Import(GraphBuilder builder, TensorGraph graph)
    {
        var copied = new Dictionary<Node, Node>();
        foreach (var node in graph.Nodes)
        {
            (builder.Phase, builder.Label) = (node.Phase, node.Label);
            copied[node] = builder.Add(node.Op, node.Inputs.Select(i => copied[i]).ToArray()).Node;
        }

        return graph.Outputs.Select(o => o with { Node = copied[o.Node] }).ToArray();
    }
}
