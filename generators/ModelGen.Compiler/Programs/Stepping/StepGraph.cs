using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Programs.Stepping;

/// <summary>
/// A model as it runs step by step: one step of its inputs, what the stream has seen before, and the outputs of that step.
/// </summary>
/// <param name="Graph">Outputs, and the next values of what the stream takes along.</param>
/// <param name="Length">The steps of the declared sequence.</param>
public sealed record StepGraph(TensorGraph Graph, int Length)
{
    private const int MostAxes = 3;

    /// <summary>The most steps of a stream; null if it may go on for ever, since nothing depends on the position.</summary>
    public int? Most => Leaves.Any(leaf => leaf.Kind is LeafKind.History or LeafKind.Position) ? Length : null;

    /// <summary>Whether a stream keeps anything at all.</summary>
    public bool HasState => Leaves.Any(leaf => leaf.Kind is LeafKind.History or LeafKind.Carried or LeafKind.Position);

    private IEnumerable<LeafOp> Leaves => Graph.Nodes.Select(node => node.Op).OfType<LeafOp>();

    /// <summary>
    /// A model step by step. If it is not causal, the first layer that needs what comes later; both are null if the model has no sequence
    /// as its input, or treats each step by itself.
    /// </summary>
    public static (StepGraph? Steps, LookAhead? Fault) Of(BuiltModel model) =>
        Of(new TensorGraph(model.Outputs.Select(o => new GraphOutput(OutputRole.Output, o.Name, o.Value.Node))));

    /// <inheritdoc cref="Of(BuiltModel)"/>
    /// <param name="outputs">The graph of the model's outputs.</param>
    public static (StepGraph? Steps, LookAhead? Fault) Of(TensorGraph outputs)
    {
        var inputs = outputs.Nodes.Where(IsInput).ToArray();
        if (inputs.Length == 0 || inputs.Any(input => TimeAxes(input).Length == 0)) return (null, null);
        var (fault, reached) = ((LookAhead?)null, -1);

        // Numbers may come as [time, features] or as [channels, time]: the model tells which.
        foreach (var axis in new[] { 1, 2 }.Where(axis => inputs.All(input => IsTokens(input) || TimeAxes(input).Contains(axis))))
        {
            var lengths = inputs.Select(input => input.Shape[IsTokens(input) ? 1 : axis]).Distinct().ToArray();
            if (lengths.Length > 1) continue;
            var builder = new StepBuilder(lengths[0]);
            if (builder.Run(outputs, node => IsInput(node) ? (IsTokens(node) ? 1 : axis) : null) is { } graph)
            {
                var steps = new StepGraph(graph, lengths[0]);
                return steps.HasState || inputs.Any(IsTokens) ? (steps, null) : (null, null);
            }

            if (builder.Reached > reached) (fault, reached) = (builder.Fault, builder.Reached);
            if (inputs.All(IsTokens)) break;
        }

        return (null, fault);
    }

    private static bool IsInput(Node node) => node.Op is LeafOp { Kind: LeafKind.Input or LeafKind.Tokens };

    private static bool IsTokens(Node node) => node.Op is LeafOp { Kind: LeafKind.Tokens };

    /// <summary>The axes of an input that may be the time.</summary>
    private static int[] TimeAxes(Node input) => IsTokens(input) ? [1] : input.Shape.Rank == MostAxes ? [1, 2] : [];
}
