using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;

namespace ModelGen.Compiler.Programs;

/// <summary>The losses of a model as functions of its outputs, which the caller passes.</summary>
/// <remarks>
/// The cross-entropy of probabilities is that of the numbers that are passed, and not the stable form on logits that a training step has.
/// </remarks>
internal sealed class OutputLoss
{
    private readonly BuiltModel _model;
    private readonly TensorGraph _losses;

    private OutputLoss(BuiltModel model, TensorGraph losses) => (_model, _losses) = (model, losses);

    /// <summary>The outputs that a loss needs, by name, in the order of declaration.</summary>
    public IReadOnlyList<string> Outputs =>
        _model.Outputs.Select(output => output.Name).Where(name => Leaves.Any(leaf => leaf.LeafName == name)).ToArray();

    private IEnumerable<LeafOp> Leaves =>
        _losses.Nodes.Select(node => node.Op).OfType<LeafOp>().Where(leaf => leaf.Kind == LeafKind.Output);

    /// <summary>The losses; null if one of them is of a value that is no output, or has parameters of its own.</summary>
    public static OutputLoss? Of(BuiltModel model)
    {
        var builder = new GraphBuilder();
        var losses = new List<GraphOutput>();
        foreach (var loss in model.Losses)
        {
            if (model.Outputs.FirstOrDefault(output => output.Value.Node == loss.Output.Node) is not { } output) return null;
            builder.Label = loss.Name;
            var given = builder.Leaf(LeafKind.Output, output.Name, output.Value.Shape);
            losses.Add(new GraphOutput(OutputRole.Loss, loss.Name, PerSample(loss, given).Node));
        }

        var graph = new TensorGraph(losses);
        return graph.Nodes.All(node => IsGiven(node.Op)) ? new OutputLoss(model, graph) : null;
    }

    /// <summary>Losses and gradients, their arithmetic fixed.</summary>
    public TensorGraph WithGradients()
    {
        var builder = new GraphBuilder();
        var forward = Pass.Run(_losses, ArithmeticPasses.OfModel(_model.Spec.Arithmetic)).CopyTo(builder);
        var outputs = Outputs.Select(name => builder.Add(Leaves.First(leaf => leaf.LeafName == name))).ToArray();
        var roots = forward.Outputs.Zip(
            _model.Losses,
            (output, loss) => (builder.Wrap(output.Node), builder.Leaf(LeafKind.Scalar, loss.MeanFactor, Shape.Scalar)));
        var gradients = ReverseMode.Gradients(builder, roots.ToArray(), outputs);
        builder.Phase = Phase.Backward;
        return new TensorGraph(
        [
            .. forward.Outputs,
            .. outputs.Select((output, i) => new GraphOutput(
                OutputRole.OutputGradient,
                ((LeafOp)output.Node.Op).LeafName,
                (gradients[i] ?? builder.Constant(0).BroadcastTo(output.Shape)).Node)),
        ]);
    }

    private static Value PerSample(BoundLoss loss, Value output)
    {
        var builder = output.Builder;
        if (loss.Lengths is { } lengths) loss = loss with { Lengths = builder.Add(lengths.Node.Op) };
        var losses = loss.PerSample(output, (loss with { Output = output }).Target);
        return loss.SampleWeights ? losses * builder.Leaf(LeafKind.Target, LeafOp.SampleWeights, Shape.Batched([1])) : losses;
    }

    private static bool IsGiven(Op op) => op switch
    {
        RandomOp => false,
        LeafOp { Kind: LeafKind.Tokens } tokens => tokens.IsLength,
        LeafOp leaf => leaf.Kind is LeafKind.Output or LeafKind.Target or LeafKind.Label,
        _ => true,
    };
}
