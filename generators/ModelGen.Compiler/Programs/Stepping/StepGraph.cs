using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;

namespace ModelGen.Compiler.Programs.Stepping;

/// <summary>
/// A model as it runs step by step: one step of its inputs, what the stream has seen before, and the outputs of that step.
/// </summary>
/// <param name="Graph">Outputs, and the next values of what the stream takes along.</param>
/// <param name="Length">The steps of the declared sequence.</param>
public sealed record StepGraph(TensorGraph Graph, int Length)
{
    private const int MostAxes = 3;

    /// <summary>A step has no gradient, so what a given one would flow to need not be there.</summary>
    private static readonly Pass WithoutGradients = Pass.Rewriting(
        "without-given-gradients", (_, node, inputs) => node.Op is GivenGradientOp ? inputs[0].Detach() : null);

    /// <summary>The inputs that are read before the first step, by name; empty if all come step by step.</summary>
    public IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>What is computed of them once, before the first step; null if nothing is.</summary>
    public TensorGraph? Before { get; init; }

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
        Of(new TensorGraph(model.Outputs.Select(o => new GraphOutput(OutputRole.Output, o.Name, o.Value.Node))), model);

    /// <inheritdoc cref="Of(BuiltModel)"/>
    /// <param name="outputs">The graph of the model's outputs.</param>
    /// <param name="model">The model, whose inputs have an order.</param>
    /// <remarks>
    /// All inputs come step by step, if that is possible; otherwise the last ones, as few as need be read before: an encoder's input is
    /// declared before that of its decoder.
    /// </remarks>
    public static (StepGraph? Steps, LookAhead? Fault) Of(TensorGraph outputs, BuiltModel model)
    {
        outputs = WithoutGradients.Apply(outputs);
        var leaves = outputs.Nodes.Where(IsInput).ToDictionary(node => ((LeafOp)node.Op).LeafName, StringComparer.Ordinal);
        var inputs = model.Inputs.Where(input => leaves.ContainsKey(input.Name)).Select(input => leaves[input.Name]).ToArray();
        var hasLengths = inputs.Any(IsLength);
        inputs = inputs.Where(input => !IsLength(input)).ToArray();
        var (fault, reached) = ((LookAhead?)null, -1);

        // A stream has no length; what it reads before its steps may have one.
        for (var first = hasLengths ? 1 : 0; first < inputs.Length; first++)
        {
            var steps = inputs.Skip(first).ToArray();
            if (Of(outputs, steps, ref fault, ref reached) is not { } found) continue;
            var stepNames = steps.Select(step => ((LeafOp)step.Op).LeafName).ToArray();
            if (first > 0) found = found with { Given = [.. model.Inputs.Select(input => input.Name).Except(stepNames)] };
            return found.HasState || found.Before is not null || steps.Any(IsTokens) ? (found, null) : (null, null);
        }

        return (null, fault);
    }

    /// <summary>The graph if some inputs come step by step and all others before.</summary>
    private static StepGraph? Of(TensorGraph outputs, Node[] steps, ref LookAhead? fault, ref int reached)
    {
        if (steps.Any(input => TimeAxes(input).Length == 0)) return null;

        // Numbers may come as [time, features] or as [channels, time]: the model tells which.
        foreach (var axis in new[] { 1, 2 }.Where(axis => steps.All(input => IsTokens(input) || TimeAxes(input).Contains(axis))))
        {
            var lengths = steps.Select(input => input.Shape[IsTokens(input) ? 1 : axis]).Distinct().ToArray();
            if (lengths.Length > 1) continue;
            var builder = new StepBuilder(lengths[0]);
            var graph = builder.Run(
                outputs,
                node => steps.Contains(node) ? (IsTokens(node) ? 1 : axis) : null,
                node => IsInput(node) && !steps.Contains(node));
            if (graph is not null) return new StepGraph(graph, lengths[0]) { Before = builder.Before };
            if (builder.Reached > reached) (fault, reached) = (builder.Fault, builder.Reached);
            if (steps.All(IsTokens)) break;
        }

        return null;
    }

    private static bool IsInput(Node node) => node.Op is LeafOp { Kind: LeafKind.Input or LeafKind.Tokens };

    private static bool IsTokens(Node node) => node.Op is LeafOp { Kind: LeafKind.Tokens };

    private static bool IsLength(Node node) => node.Op is LeafOp { IsLength: true };

    /// <summary>The axes of an input that may be the time.</summary>
    private static int[] TimeAxes(Node input) => IsTokens(input) ? [1] : input.Shape.Rank == MostAxes ? [1, 2] : [];
}
