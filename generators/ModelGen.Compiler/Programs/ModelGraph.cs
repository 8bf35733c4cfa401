using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;

namespace ModelGen.Compiler.Programs;

/// <summary>
/// The forward graph of a model in one mode, with all its results: outputs, the loss of each sample, the next values of buffers. Its
/// arithmetic is fixed. Every program is a part of it, so a value has the same bits in each.
/// </summary>
internal sealed class ModelGraph
{
    private ModelGraph(BuiltModel model, TensorGraph graph)
    {
        Model = model;
        Graph = graph;
    }

    public BuiltModel Model { get; }

    public TensorGraph Graph { get; }

    /// <summary>Fixes the arithmetic of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="verify">Whether invariants are checked after each pass.</param>
    /// <param name="measures">
    /// Whether ranges are results. Then it is a graph of its own: what is read by one thing more may be rounded once more.
    /// </param>
    public static ModelGraph Of(BuiltModel model, bool verify = false, bool measures = false)
    {
        var outputs = model.Outputs.Select(o => new GraphOutput(OutputRole.Output, o.Name, o.Value.Node));

        // The next values of buffers have memory of their own, so that a failed step leaves the model unchanged.
        var buffers = model.BufferUpdates.Select(b => new GraphOutput(OutputRole.Buffer, b.Name, b.Value.Node));
        var losses = model.OnlyPredicts
            ? []
            : model.Losses.Select(loss => new GraphOutput(OutputRole.Loss, loss.Name, PerSample(loss).Node));
        var parts = new TensorGraph([.. outputs, .. losses, .. buffers, .. FinalState(model), .. measures ? Ranges(model) : []]);
        var graph = model.States.Count > 0 ? OneStartState(model).Apply(parts) : parts;
        var passes = ArithmeticPasses.OfModel(model.Spec.Arithmetic);
        return new ModelGraph(model, ScanBodies.Run(Pass.Run(graph, passes, verify), passes, verify));
    }

    /// <summary>The results with some roles, and the nodes they depend on.</summary>
    public TensorGraph Part(params OutputRole[] roles) => new(Graph.Outputs.Where(o => roles.Contains(o.Role)));

    /// <summary>The state in which a batch ends, of all layers together, [N, width]; nothing if none is kept.</summary>
    private static IEnumerable<GraphOutput> FinalState(BuiltModel model)
    {
        if (model.States.Count == 0) yield break;
        (model.Builder.Phase, model.Builder.Label) = (Phase.Forward, GraphOutput.EndOfBatch);
        var whole = model.Builder.Concat(1, model.States.Select(state => state.Final).ToArray());
        yield return new GraphOutput(OutputRole.FinalState, GraphOutput.EndOfBatch, whole.Node);
    }

    /// <summary>The states from which layers start become parts of one, which is wide as all together.</summary>
    private static Pass OneStartState(BuiltModel model)
    {
        var (places, width) = (new Dictionary<Op, int>(), 0);
        foreach (var start in model.States.Select(state => state.Start))
        {
            places.Add(start.Node.Op, width);
            width += start.Shape.SampleElements;
        }

        return Pass.Rewriting("one-start-state", (context, node, _) => places.TryGetValue(node.Op, out var place)
            ? context.Builder.Leaf(LeafKind.StartState, LeafOp.StartOfBatch, Shape.Batched([width]))
                .Slice(1, place, node.Shape.SampleElements)
            : null);
    }

    /// <summary>For each sample the largest magnitude of each value that is measured, [N, values].</summary>
    private static IEnumerable<GraphOutput> Ranges(BuiltModel model)
    {
        (model.Builder.Phase, model.Builder.Label) = (Phase.Forward, "ranges");
        var largest = model.Measured.Select(measured =>
            measured.Value.Abs().Max(Enumerable.Range(1, measured.Value.LastAxis).ToArray()).Reshape(Shape.Batched([1])));
        yield return new GraphOutput(OutputRole.Range, GraphOutput.Ranges, model.Builder.Concat(1, largest.ToArray()).Node);
    }

    /// <summary>The loss of each sample, [N, 1]. The host adds them up, in double precision and in order.</summary>
    private static Value PerSample(BoundLoss loss)
    {
        var builder = loss.Output.Builder;
        (builder.Phase, builder.Label) = (Phase.Forward, loss.Name);
        var losses = loss.PerSample(loss.Output, loss.Target);
        return loss.SampleWeights ? losses * builder.Leaf(LeafKind.Target, LeafOp.SampleWeights, Shape.Batched([1])) : losses;
    }
}
