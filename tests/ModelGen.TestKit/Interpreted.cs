using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Spec;

namespace ModelGen.TestKit;

/// <summary>A model run by the double-precision interpreter.</summary>
/// <param name="model">The model, built.</param>
/// <param name="values">The values of a leaf by its name, row-major in the compiler's own axis order.</param>
/// <param name="samples">How many samples.</param>
public sealed class Interpreted(BuiltModel model, Func<string, double[]> values, int samples)
{
    /// <summary>The name by which <c>values</c> is asked for targets or labels.</summary>
    public const string Target = "target";

    /// <summary>Builds a model.</summary>
    /// <exception cref="InvalidOperationException">The declaration has mistakes.</exception>
    public static BuiltModel Build(ModelSpec spec, Mode mode = Mode.Inference)
    {
        CheckResult result = ModelBuilder.Build(spec, mode);
        return result.Model ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    /// <summary>The main output.</summary>
    public double[] Output => Run(new TensorGraph([new GraphOutput("output", model.Output.Node)]))["output"];

    /// <summary>The loss of each sample.</summary>
    public double[] Losses => Run(LossGraph(sum: false))["total"];

    /// <summary>The gradients of the sum of the losses, by the leaf's name, after the passes that come before gradients.</summary>
    public IReadOnlyDictionary<string, double[]> Gradients
    {
        get
        {
            TensorGraph forward = Pass.Run(LossGraph(sum: true), ArithmeticPasses.OfModel(), verify: true);
            LeafOp[] leaves =
            [
                .. forward.Nodes.Select(n => n.Op).OfType<LeafOp>().Where(l => l.Kind is LeafKind.Input or LeafKind.Parameter),
            ];
            return Run(GradientCheck.WithGradients(forward, leaves));
        }
    }

    /// <summary>The graph of the losses before any pass, with the output <c>total</c>.</summary>
    public TensorGraph LossGraph(bool sum)
    {
        BoundLoss loss = model.Losses.Single();
        LeafKind kind = loss.TargetKind == TargetKind.Classes ? LeafKind.Label : LeafKind.Target;
        Value target = model.Builder.Leaf(kind, Target, loss.TargetShape(model.Output.Shape));
        Value perSample = loss.PerSample(model.Output, target);
        return new TensorGraph([new GraphOutput("total", (sum ? perSample.Sum(0) : perSample).Node)]);
    }

    private Dictionary<string, double[]> Run(TensorGraph graph)
    {
        IReadOnlyDictionary<Node, Compiler.Graph.Tensor> results = GraphInterpreter.Run(
            graph,
            new EvaluationContext(samples, leaf => values(leaf.LeafName), seed: 1, step: 2));
        return graph.Outputs.ToDictionary(o => o.Name, o => results[o.Node].Data);
    }
}
