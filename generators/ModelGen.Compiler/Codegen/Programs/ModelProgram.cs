using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>A planned graph that becomes one method, or two if it is run in halves.</summary>
/// <param name="Name">The method's name: <c>Predict</c>, <c>TrainStep</c>, …</param>
/// <param name="Plan">The kernels and their memory.</param>
/// <param name="IsShared">Whether threads share each kernel, in one memory. Otherwise each has samples and memory of its own.</param>
internal sealed record ModelProgram(string Name, ProgramPlan Plan, bool IsShared)
{
    /// <summary>For each group, what its kernel depends on.</summary>
    public IReadOnlyList<GroupSignature> Signatures { get; } = Plan.Groups.Select(g => new GroupSignature(g, Plan)).ToArray();

    /// <summary>The parameters behind the caller's spans: type and name.</summary>
    public IReadOnlyList<(string Type, string Name)> CommonParameters { get; } = Common(Plan, IsShared).ToArray();

    /// <summary>What the caller passes: type and name, inputs first.</summary>
    public IReadOnlyList<(string Type, string Name)> Ports(PortTexts texts, Phase? phase = null)
    {
        var ports = new List<(string, string)>();
        foreach (var leaf in Plan.Graph.Nodes.Select(n => n.Op).OfType<LeafOp>())
        {
            if (phase is null || phase == (leaf.Kind == LeafKind.OutputGradient ? Phase.Backward : Phase.Forward))
            {
                if (leaf.Kind is LeafKind.Input or LeafKind.Target or LeafKind.OutputGradient) ports.Add(("global::System.ReadOnlySpan<float>", texts.Of(leaf)));
                else if (leaf.Kind == LeafKind.Label) ports.Add(("global::System.ReadOnlySpan<int>", texts.Of(leaf)));
            }
        }

        foreach (var output in Plan.Graph.Outputs)
            if (texts.Of(output) is { } name && (phase is null || phase == (PortTexts.IsInputGradient(output) ? Phase.Backward : Phase.Forward)))
                ports.Add(("global::System.Span<float>", name));
        return ports;
    }

    private static IEnumerable<(string, string)> Common(ProgramPlan plan, bool isShared)
    {
        var leaves = plan.Graph.Nodes.Select(n => n.Op).OfType<LeafOp>().ToArray();
        var flat = leaves.Where(l => l.Kind == LeafKind.Flat).Select(l => l.LeafName).ToArray();
        if (leaves.Any(l => l.Kind == LeafKind.Parameter) || flat.Contains("parameters")) yield return ("ref float", "parameters");
        if (flat.Contains("gradients") || plan.Graph.Outputs.Any(o => o.Name.StartsWith("gradient:", StringComparison.Ordinal))) yield return ("ref float", "gradients");
        if (plan.Graph.Outputs.Any(o => o.Name.StartsWith("buffer:", StringComparison.Ordinal))) yield return ("ref float", "newBuffers");
        if (flat.Any(f => f is not ("parameters" or "gradients"))) yield return ("ref float", "state");
        if (plan.ArenaPerSample + plan.ArenaFixed > 0) yield return ("ref float", "arena");
        foreach (var scalar in leaves.Where(l => l.Kind == LeafKind.Scalar).Select(l => l.LeafName).Distinct().OrderBy(n => n, StringComparer.Ordinal)) yield return ("float", scalar);
        if (plan.Graph.Nodes.Any(n => n.Op is RandomOp))
        {
            yield return ("uint", "seed");
            yield return ("uint", "step");
        }

        yield return ("nint", "n");
        if (plan.ArenaPerSample > 0) yield return ("nint", "capacity");
        if (isShared) yield return (Framework.Part, "part");
    }
}
