using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>The graphs of a model's members: what is computed, before it is decided how.</summary>
internal static class ProgramSet
{
    /// <summary>The flat vector that a backward pass writes its gradients to before they are added.</summary>
    public const string NewGradients = "newGradients";

    public static TensorGraph Predict(ModelSpec spec, bool verify = false) => Predict(Build(spec, Mode.Inference), verify);

    /// <inheritdoc cref="Predict(ModelSpec, bool)"/>
    public static TensorGraph Predict(BuiltModel model, bool verify = false)
    {
        return Finish(Outputs(model), verify, ChooseLanes.ForSamples);
    }

    /// <summary>The same for blocks of sixteen samples, where that is faster; otherwise null.</summary>
    public static TensorGraph? PredictBlocks(BuiltModel model, bool verify = false)
    {
        var outputs = Outputs(model).ToArray();
        return ChooseLanes.HasImages(new TensorGraph(outputs)) ? Finish(outputs, verify, ChooseLanes.ForBlocks) : null;
    }

    public static TensorGraph Evaluate(ModelSpec spec, bool verify = false) => Evaluate(Build(spec, Mode.Inference), verify);

    /// <inheritdoc cref="Evaluate(ModelSpec, bool)"/>
    public static TensorGraph Evaluate(BuiltModel model, bool verify = false)
    {
        var loss = BeforeGradients(Losses(model), verify);
        return Finish([new GraphOutput("loss", loss["loss"])], verify, ChooseLanes.ForBlocks);
    }

    /// <summary>Forward, loss, gradients of the mean loss, and the next values of buffers.</summary>
    public static TensorGraph TrainStep(ModelSpec spec, bool verify = false) => TrainStep(Build(spec, Mode.Training), verify);

    /// <inheritdoc cref="TrainStep(ModelSpec, bool)"/>
    public static TensorGraph TrainStep(BuiltModel model, bool verify = false)
    {
        var forward = BeforeGradients(new TensorGraph([.. Losses(model).Outputs, .. BufferUpdates(model)]), verify);
        var builder = new GraphBuilder();
        var copied = Import(builder, forward);
        var loss = copied[forward["loss"]];
        var parameters = model.Parameters.Select(p => builder.Leaf(LeafKind.Parameter, p.Name, p.MemoryShape)).ToArray();
        var seed = builder.Leaf(LeafKind.Scalar, LeafOp.InverseSamples, Shape.Scalar);
        var gradients = ReverseMode.Gradients(builder, [(loss, seed)], parameters);
        builder.Phase = Phase.Backward;
        var outputs = model.Parameters.Select((p, i) =>
            new GraphOutput("gradient:" + p.Name, (gradients[i] ?? Zeros(builder, p)).Node));
        var buffers = forward.Outputs.Where(o => o.Name != "loss").Select(o => o with { Node = copied[o.Node].Node });
        return Finish([new GraphOutput("loss", loss.Node), .. buffers, .. outputs], verify, ChooseLanes.ForBatches);
    }

    /// <summary>The outputs in training mode, and from the gradient of the main one those of inputs and parameters.</summary>
    public static TensorGraph ForwardBackward(ModelSpec spec, bool verify = false) => ForwardBackward(Build(spec, Mode.Training), verify);

    /// <inheritdoc cref="ForwardBackward(ModelSpec, bool)"/>
    public static TensorGraph ForwardBackward(BuiltModel model, bool verify = false)
    {
        var builder = model.Builder;
        var parameters = model.Parameters.Select(p => builder.Leaf(LeafKind.Parameter, p.Name, p.MemoryShape)).ToArray();
        var inputs = model.Inputs.Select(i => i.Value).ToArray();
        builder.Phase = Phase.Backward;
        var seed = builder.Leaf(LeafKind.OutputGradient, "outputGradient", model.Output.Shape);
        var gradients = ReverseMode.Gradients(builder, [(model.Output, seed)], [.. parameters, .. inputs]);
        builder.Phase = Phase.Backward;
        var toParameters = model.Parameters.Select((p, i) =>
            new GraphOutput("gradient:" + p.Name, (gradients[i] ?? Zeros(builder, p)).Node));
        var toInputs = model.Inputs.Select((input, i) =>
        {
            var gradient = gradients[parameters.Length + i] ?? builder.Constant(0).BroadcastTo(input.Value.Shape);
            return new GraphOutput("inputGradient:" + input.Name, gradient.Node);
        });
        return Finish([.. Outputs(model), .. BufferUpdates(model), .. toParameters, .. toInputs], verify, ChooseLanes.ForBatches);
    }

    /// <summary>What a backward pass found is added to what others found before it.</summary>
    public static TensorGraph Accumulate(int size, bool verify = false)
    {
        var builder = new GraphBuilder { Phase = Phase.Update };
        var before = builder.Leaf(LeafKind.Flat, "gradients", Shape.Of(size));
        var found = builder.Leaf(LeafKind.Flat, NewGradients, Shape.Of(size));
        return Finish([new GraphOutput("flat:gradients", (before + found).Node)], verify);
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
        return Finish([new GraphOutput("flat:parameters", updated.Node), .. states], verify);
    }

    public static BuiltModel Build(ModelSpec spec, Mode mode) => ModelBuilder.Build(spec, mode).Model
        ?? throw new CompilerException($"{spec.Class.Name} has errors, and kernels were asked for.");

    private static IEnumerable<GraphOutput> Outputs(BuiltModel model) =>
        model.Outputs.Select(o => new GraphOutput("output:" + o.Name, o.Value.Node));

    /// <summary>What buffers hold after a call in training mode. They are written apart, so that a step that fails leaves the model as it was.</summary>
    private static IEnumerable<GraphOutput> BufferUpdates(BuiltModel model) =>
        model.BufferUpdates.Select(b => new GraphOutput("buffer:" + b.Name, b.Value.Node));

    /// <summary>The loss of each sample, [N, 1]. The host adds them up, in double precision and in order.</summary>
    private static TensorGraph Losses(BuiltModel model)
    {
        var loss = model.Loss!;
        var builder = model.Builder;
        (builder.Phase, builder.Label) = (Phase.Forward, "loss");
        var (kind, name) = loss.TargetKind == TargetKind.Classes ? (LeafKind.Label, "labels") : (LeafKind.Target, "targets");
        var target = builder.Leaf(kind, name, loss.TargetShape(model.Output.Shape));
        return new TensorGraph([new GraphOutput("loss", loss.PerSample(model.Output, target).Node)]);
    }

    private static TensorGraph BeforeGradients(TensorGraph graph, bool verify) => PassList.Run(graph, PassList.BeforeGradients, verify);

    private static TensorGraph Finish(IEnumerable<GraphOutput> outputs, bool verify, Pass? lanes = null) =>
        PassList.Run(new TensorGraph(outputs), lanes is null ? PassList.AfterGradients : [lanes, .. PassList.AfterGradients], verify);

    private static Value Zeros(GraphBuilder builder, ParameterInfo parameter) => builder.Constant(0).BroadcastTo(parameter.MemoryShape);

    private static Dictionary<Node, Value> Import(GraphBuilder builder, TensorGraph graph)
    {
        var copied = new Dictionary<Node, Value>();
        foreach (var node in graph.Nodes)
        {
            builder.Label = node.Label;
            copied[node] = builder.Add(node.Op, node.Inputs.Select(i => copied[i].Node).ToArray());
        }

        return copied;
    }
}
