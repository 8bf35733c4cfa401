using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>One call of a step, with the calls whose values it reads: the model without its tensors, with blocks expanded.</summary>
/// <remarks>
/// A step that passes the current value on unchanged makes no call: <c>[Shape]</c>, or <c>[Flatten]</c> on a vector. An <c>[As]</c>
/// makes a call beside the current value, which the readers of the name read.
/// </remarks>
internal sealed class LayerCall
{
    private readonly List<LayerCall> _users = [];

    /// <param name="site">The step in its scope.</param>
    /// <param name="inputs">Its inputs: the current value first, then the named ones.</param>
    /// <param name="shape">The shape of its value.</param>
    public LayerCall(CallSite site, IReadOnlyList<LayerCall> inputs, Shape shape)
    {
        (Site, Inputs, Shape) = (site, inputs, shape);
        foreach (var input in inputs) input._users.Add(this);
    }

    public CallSite Site { get; }

    public Step Step => Site.Step;

    public PipelineAttribute Attribute => Step.Attribute;

    public IReadOnlyList<LayerCall> Inputs { get; }

    /// <summary>The calls that read its value, each as often as it reads it.</summary>
    public IReadOnlyList<LayerCall> Users => _users;

    public Shape Shape { get; }

    public SpecLocation Location => Step.Location;

    public override string ToString() => Site.Display;
}
