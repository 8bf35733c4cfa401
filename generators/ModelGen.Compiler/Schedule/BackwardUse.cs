using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Schedule;

/// <summary>What the kernels of a backward pass are for, so that those run alone whose results are asked for.</summary>
public sealed class BackwardUse
{
    private readonly HashSet<Node> _parameters, _inputs;

    public BackwardUse(TensorGraph graph)
    {
        (_parameters, _inputs) = (Of(OutputRole.Gradient), Of(OutputRole.InputGradient));

        HashSet<Node> Of(OutputRole role) => [.. new TensorGraph(graph.Outputs.Where(output => output.Role == role)).Nodes];
    }

    /// <summary>The only kind of gradients that a kernel is needed for, those of parameters or of inputs; null if both are.</summary>
    public OutputRole? OnlyFor(KernelGroup group)
    {
        var (parameters, inputs) = (group.Members.Any(_parameters.Contains), group.Members.Any(_inputs.Contains));
        return parameters == inputs ? null : parameters ? OutputRole.Gradient : OutputRole.InputGradient;
    }
}
