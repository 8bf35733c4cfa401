using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;

namespace ModelGen.Compiler.Programs;

/// <summary>The programs of a model: one entry each.</summary>
internal static class ProgramTable
{
    /// <summary>Multiply-adds of a sample from which on several threads compute it: some thirty microseconds.</summary>
    public const long FewestShared = 1_000_000;

    /// <summary>The outputs of any number of samples, each computed alone.</summary>
    public static readonly ProgramKind Predict = new("Predict", Prediction)
    {
        Lanes = ChooseLanes.ForSamples,
        Predicts = true,
    };

    /// <summary>The same for blocks of sixteen samples, where that is faster.</summary>
    public static readonly ProgramKind PredictBlocks = new(
        "PredictBlocks",
        source => Prediction(source) is { HasWindows: true } graph ? graph : null)
    {
        Lanes = ChooseLanes.ForBlocks,
        Predicts = true,
    };

    /// <summary>The outputs of one sample, computed by several threads, where there is enough for them to do.</summary>
    public static readonly ProgramKind PredictTogether = new(
        "PredictTogether",
        source => Prediction(source) is var graph && IsWorthSharing(graph, source.FewestShared) ? graph : null)
    {
        Lanes = ChooseLanes.ForSamples,
        IsShared = true,
        IsForOneSample = true,
    };

    /// <summary>One step of a stream, in a model that is causal.</summary>
    public static readonly ProgramKind Step = new("Step", source => source.Steps?.Graph)
    {
        Lanes = ChooseLanes.ForSamples,
        Predicts = true,
    };

    /// <summary>What a stream computes before its first step, in a model that reads some inputs as a whole.</summary>
    public static readonly ProgramKind Begin = new("Begin", source => source.Steps?.Before)
    {
        Lanes = ChooseLanes.ForSamples,
        Predicts = true,
    };

    /// <summary>The losses of each sample.</summary>
    public static readonly ProgramKind Evaluate = new("Evaluate", source => source.Inference.Part(OutputRole.Loss, OutputRole.FinalState))
    {
        Lanes = ChooseLanes.ForBlocks,
    };

    /// <summary>For each sample the largest magnitudes that arithmetic of 8 bits needs.</summary>
    public static readonly ProgramKind Measure = new(
        "Measure", source => source.Model.Measured.Count == 0 ? null : source.Measuring.Part(OutputRole.Range))
    {
        Lanes = ChooseLanes.ForSamples,
    };

    /// <summary>Forward, losses, gradients of the weighted sum of their means, and the next values of buffers.</summary>
    public static readonly ProgramKind TrainStep = new("TrainStep", source => LossAndGradients(source.Training))
    {
        Lanes = ChooseLanes.ForBatches,
        IsShared = true,
    };

    /// <summary>The outputs in training mode, and from their gradients those of inputs and parameters.</summary>
    public static readonly ProgramKind ForwardBackward = new("ForwardBackward", source => OutputsAndGradients(source.Training))
    {
        Lanes = ChooseLanes.ForBatches,
        IsShared = true,
        KeepsInputs = true,
        Methods = [new("Forward", Phase.Forward), new("Backward", Phase.Backward)],
    };

    /// <summary>The losses of outputs that are given, and the gradients of the weighted sum of their means in these.</summary>
    public static readonly ProgramKind Loss = new("Loss", source => OutputLoss.Of(source.Model)?.WithGradients())
    {
        Lanes = ChooseLanes.ForBlocks,
    };

    /// <summary>The penalty of gradients at some points, and its gradients.</summary>
    public static readonly ProgramKind GradientPenalty = new(
        "GradientPenalty", source => SecondOrder.PenaltyAndGradients(source.Training))
    {
        Lanes = ChooseLanes.ForBatches,
        IsShared = true,
    };

    /// <summary>The product of the Hessian of the losses, as in prediction, with a direction.</summary>
    public static readonly ProgramKind HessianVector = new("HessianVector", source => SecondOrder.HessianVectorProduct(source.Inference))
    {
        Lanes = ChooseLanes.ForBatches,
        IsShared = true,
    };

    /// <summary>Adds the gradients of a backward pass to those of earlier ones.</summary>
    public static readonly ProgramKind Accumulate = new("Accumulate", source => Sum(source.Layout.TrainableSize)) { IsShared = true };

    /// <summary>The optimizer's rule on the flat vectors.</summary>
    public static readonly ProgramKind Update = new(
        "Update",
        source => UpdateGraphs.Step(source.Model.Optimizer!, source.Groups, source.AveragesInUpdate))
    {
        IsShared = true,
    };

    /// <summary>What an update made of parameters, brought back into their limits, where there are such.</summary>
    public static readonly ProgramKind Constrain = new(
        "Constrain",
        source => UpdateGraphs.Constrained(source.Model.Optimizer!, source.Layout))
    {
        IsShared = true,
    };

    /// <summary>All of them, in the order in which they are written.</summary>
    public static readonly IReadOnlyList<ProgramKind> All =
    [
        Predict,
        PredictBlocks,
        PredictTogether,
        Step,
        Begin,
        Evaluate,
        Measure,
        TrainStep,
        ForwardBackward,
        Loss,
        GradientPenalty,
        HessianVector,
        Accumulate,
        Update,
        Constrain,
    ];

    /// <summary>Those that a model may have.</summary>
    public static IEnumerable<ProgramKind> For(BuiltModel model) => All.Where(kind => kind.Predicts || !model.OnlyPredicts);

    private static TensorGraph Prediction(ProgramSource source) => source.Inference.Part(OutputRole.Output, OutputRole.FinalState);

    /// <summary>Whether several threads would be done sooner: each kernel costs them the time of a barrier.</summary>
    private static bool IsWorthSharing(TensorGraph graph, long fewest) =>
        graph.Nodes.All(node => node.Loop is null && node.Op is not ScanOp)
        && graph.Nodes.Sum(node => node.Op.MultiplyAdds(node)) >= fewest;

    private static TensorGraph LossAndGradients(ModelGraph model)
    {
        var builder = new GraphBuilder();
        OutputRole[] roles = [OutputRole.Loss, OutputRole.Buffer, OutputRole.FinalState];
        var penalty = model.Model.GradientPenalty;
        var forward = penalty is null
            ? model.Part(roles).CopyTo(builder)
            : SecondOrder.Differentiable(model, builder, [OutputRole.Output, .. roles]);
        var parameters = Parameters(builder, model);
        var roots = MeansOf(builder, model, forward).ToList();
        if (penalty is not null)
        {
            var (perSample, factor) = SecondOrder.Penalty(model.Model, penalty, forward, builder);
            roots.Add((perSample, factor * (1.0 / model.Model.Optimizer!.Accumulate)));
        }

        var gradients = ReverseMode.Gradients(builder, roots, parameters);
        return new TensorGraph(
            [.. forward.Outputs.Where(output => output.Role != OutputRole.Output), .. GradientsOf(builder, model, gradients)]);
    }

    /// <summary>The losses of samples with what makes their gradients those of weighted means.</summary>
    internal static (Value Loss, Value Factor)[] MeansOf(GraphBuilder builder, ModelGraph model, TensorGraph forward) => forward.Losses
        .Zip(
            model.Model.Losses,
            (output, loss) => (builder.Wrap(output.Node), builder.Leaf(LeafKind.Scalar, loss.MeanFactor, Shape.Scalar)))
        .ToArray();

    private static TensorGraph OutputsAndGradients(ModelGraph model)
    {
        var builder = new GraphBuilder();
        var forward = model.Part(OutputRole.Output, OutputRole.Buffer, OutputRole.FinalState).CopyTo(builder);
        var parameters = Parameters(builder, model);
        var differentiable = model.Model.NumericInputs.ToArray();
        var inputs = differentiable.Select(i => builder.Add(i.Value.Node.Op)).ToArray();
        builder.Phase = Phase.Backward;
        var roots = forward.Outputs.Where(o => o.Role == OutputRole.Output).Select((output, i) =>
        {
            var name = i == 0 ? LeafOp.OutputGradient : LeafOp.GradientOf(output.Name);
            return (builder.Wrap(output.Node), builder.Leaf(LeafKind.OutputGradient, name, output.Node.Shape));
        });
        var gradients = ReverseMode.Gradients(builder, roots.ToArray(), [.. parameters, .. inputs]);
        builder.Phase = Phase.Backward;
        var toInputs = differentiable.Select(
            (input, i) => Gradient(builder, OutputRole.InputGradient, input.Name, gradients[parameters.Length + i], input.Value.Shape));
        return KeptBuffers.Pass.Apply(new TensorGraph([.. forward.Outputs, .. GradientsOf(builder, model, gradients), .. toInputs]));
    }

    private static TensorGraph Sum(int size)
    {
        var builder = new GraphBuilder { Phase = Phase.Update };
        var before = builder.Leaf(LeafKind.Flat, FlatVectors.Gradients, Shape.Of(size));
        var found = builder.Leaf(LeafKind.Flat, FlatVectors.NewGradients, Shape.Of(size));
        return new TensorGraph([new GraphOutput(OutputRole.Flat, FlatVectors.Gradients, (before + found).Node)]);
    }

    internal static Value[] Parameters(GraphBuilder builder, ModelGraph model) =>
        model.Model.Parameters.Select(p => builder.Leaf(LeafKind.Parameter, p.Name, p.MemoryShape)).ToArray();

    internal static IEnumerable<GraphOutput> GradientsOf(GraphBuilder builder, ModelGraph model, IReadOnlyList<Value?> gradients)
    {
        builder.Phase = Phase.Backward;
        return model.Model.Parameters.Select((p, i) => Gradient(builder, OutputRole.Gradient, p.Name, gradients[i], p.MemoryShape));
    }

    private static GraphOutput Gradient(GraphBuilder builder, OutputRole role, string name, Value? gradient, Shape shape) =>
        new(role, name, (gradient ?? builder.Constant(0).BroadcastTo(shape)).Node);
}
