using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>A program of a model, planned.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Plan">The kernels and their memory.</param>
internal sealed record ModelProgram(ProgramKind Kind, ProgramPlan Plan)
{
    /// <summary>The parameter that says which sample of the whole batch the first sample of a call is.</summary>
    public const string FirstSample = "firstSample";

    /// <summary>The parameter that is told which gradients are finished; null where nobody waits for them.</summary>
    public const string Share = "share";

    /// <summary>The parameter of a backward pass that says whether the gradients of parameters are asked for.</summary>
    public const string ToParameters = "toParameters";

    /// <summary>The local of a backward pass that says whether the gradients of inputs are asked for.</summary>
    public const string ToInputs = "toInputs";

    /// <summary>For each group the floats in which lanes of its sums wait; null if sums do not pause.</summary>
    public IReadOnlyList<int>? Partials { get; init; }

    /// <summary>Whether one call is for a slice of the samples.</summary>
    public bool RunsInSlices { get; init; }

    /// <summary>All floats in which lanes wait. They lie behind all that the plan has in scratch memory.</summary>
    public int PartialFloats => Partials?.Sum() ?? 0;

    public string Name => Kind.Name;

    public bool IsShared => Kind.IsShared;

    /// <summary>For each group, what its kernel depends on.</summary>
    public IReadOnlyList<GroupSignature> Signatures { get; } = Plan.Groups.Select(g => new GroupSignature(g, Plan)).ToArray();

    /// <summary>Whether some tensor has samples in the lanes.</summary>
    public bool HasSamplesInLanes => Plan.Graph.Nodes.Any(node => node.Lanes == Lanes.Samples);

    /// <summary>The parameters behind the caller's spans: type and name.</summary>
    public IReadOnlyList<(string Type, string Name)> CommonParameters { get; } =
        [
            .. Common(Plan, Kind.IsShared),
            .. TellsGradients(Kind, Plan) ? [(PartialSteps.ShareType, Share)] : Array.Empty<(string, string)>(),
        ];

    /// <summary>What says whether a call goes on with the sums of the one before.</summary>
    public string Resumes => RunsInSlices ? PausedSums.Parameter : "false";

    /// <summary>The sums that all processes make together, in order: how many floats each has.</summary>
    public IReadOnlyList<int> SharedSums => !TellsGradients(Kind, Plan)
        ? []
        : Plan.Groups.Select(SharedSum).OfType<MemoryAccess>().Select(access => access.Size).ToArray();

    /// <summary>The memory of a sum that all processes make together; null if the group is none.</summary>
    public MemoryAccess? SharedSum(KernelGroup group) =>
        TellsGradients(Kind, Plan) && group.Anchor?.Op is ReduceOp { IsShared: true } && group.Loop is null
            ? MemoryAccess.To(group.Anchor, Plan, isWrite: true)
            : null;

    /// <summary>For each group, the gradients that are finished behind it; empty if they are not told.</summary>
    public IReadOnlyList<IReadOnlyList<(int Start, int Length)>> Finished { get; } =
        TellsGradients(Kind, Plan) ? FinishedGradients.Of(Plan) : [];

    /// <summary>For each group, the only kind of gradients that needs it; null if it always runs.</summary>
    public IReadOnlyList<OutputRole?> OnlyFor { get; } = Uses(Plan);

    /// <summary>What the caller of a phase chooses: type and name.</summary>
    public IEnumerable<(string Type, string Name)> Choices(Phase? phase) =>
        phase == Phase.Backward && OnlyFor.Contains(OutputRole.Gradient) ? [("bool", ToParameters)] : [];

    /// <summary>What the caller passes: type and name, inputs first.</summary>
    public IReadOnlyList<(string Type, string Name)> Ports(PortTexts texts, Phase? phase = null)
    {
        var ports = new List<(string, string)>();
        foreach (var leaf in Plan.Graph.Nodes.Select(n => n.Op).OfType<LeafOp>())
        {
            if (phase is null || phase == (leaf.Kind == LeafKind.OutputGradient ? Phase.Backward : Phase.Forward))
            {
                if (leaf.Kind is LeafKind.OutputGradient || Memory.IsExternal(leaf))
                    ports.Add(("global::System.ReadOnlySpan<float>", texts.Of(leaf)));
                else if (leaf.Kind is LeafKind.Label or LeafKind.Tokens or LeafKind.Position)
                    ports.Add(("global::System.ReadOnlySpan<int>", texts.Of(leaf)));
            }
        }

        foreach (var output in Plan.Graph.Outputs)
            if (
                texts.Of(output) is { } name
                && (phase is null || phase == (output.Role == OutputRole.InputGradient ? Phase.Backward : Phase.Forward)))
                ports.Add(("global::System.Span<float>", name));
        return ports;
    }

    /// <summary>Where the lanes of a group's sums wait.</summary>
    public Address PartialsOf(KernelGroup group) =>
        new(Region.Arena, "partials", Plan.ArenaPerSample, Plan.ArenaFixed + Partials!.Take(group.Index).Sum());

    private static OutputRole?[] Uses(ProgramPlan plan)
    {
        if (!plan.Graph.Outputs.Any(output => output.Role == OutputRole.InputGradient)) return new OutputRole?[plan.Groups.Count];
        var use = new BackwardUse(plan.Graph);
        return plan.Groups.Select(group => group.Phase == Phase.Forward ? null : use.OnlyFor(group)).ToArray();
    }

    private static bool TellsGradients(ProgramKind kind, ProgramPlan plan) => plan.SharesSteps && kind == ProgramTable.TrainStep;

    private static IEnumerable<(string, string)> Common(ProgramPlan plan, bool isShared)
    {
        var leaves = plan.Graph.Nodes.Select(n => n.Op).OfType<LeafOp>().ToArray();
        var flat = leaves.Where(l => l.Kind == LeafKind.Flat).Select(l => l.LeafName).ToArray();
        if (leaves.Any(l => l.Kind == LeafKind.Parameter) || flat.Contains(FlatVectors.Parameters))
            yield return ("ref float", FlatVectors.Parameters);
        if (flat.Contains(FlatVectors.Gradients) || plan.Graph.Outputs.Any(o => o.Role == OutputRole.Gradient))
            yield return ("ref float", FlatVectors.Gradients);
        if (plan.Graph.Outputs.Any(o => o.Role == OutputRole.Buffer))
            yield return ("ref float", "newBuffers");
        if (flat.Any(f => f is not (FlatVectors.Parameters or FlatVectors.Gradients)) || leaves.Any(l => l.Kind == LeafKind.Direction))
            yield return ("ref float", "state");
        if (plan.HistorySize > 0)
            yield return ("ref float", "history");
        if (plan.CarriedSize > 0)
        {
            yield return ("ref float", "carried");
            yield return ("ref float", "nextCarried");
        }

        if (plan.GivenSize > 0) yield return ("ref float", "given");
        if (plan.ArenaPerSample + plan.ArenaFixed > 0)
            yield return ("ref float", "arena");
        foreach (
            var scalar in leaves
                .Where(l => l.Kind == LeafKind.Scalar)
                .Select(l => l.LeafName)
                .Distinct()
                .OrderBy(n => n, StringComparer.Ordinal))
            yield return ("float", scalar);
        if (plan.Graph.Nodes.Any(n => n.Op is RandomOp))
        {
            yield return ("uint", "seed");
            yield return ("uint", "step");
            if (plan.SharesSteps) yield return ("uint", FirstSample);
        }

        yield return ("nint", "n");
        if (plan.ArenaPerSample > 0) yield return ("nint", "capacity");
        if (isShared) yield return (Framework.Part, "part");
    }
}
