using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>Writes a program as the calls of its kernels, with the copies to and from the caller's memory around them.</summary>
internal sealed class ProgramPrinter(ModelProgram program, Target target, KernelSet kernels, PortTexts texts, Func<string, int> stateOffset)
{
    private ProgramPlan Plan => program.Plan;

    /// <summary>Writes the whole program, or one phase of it under another name.</summary>
    public void Print(SourceWriter writer, string name, Phase? phase = null)
    {
        var all = Ports(phase).Concat(program.CommonParameters).ToArray();
        var statements = Statements(phase).ToArray();
        var parameters = string.Join(", ", all.Select(p => $"{p.Type} {p.Name}"));
        var arguments = string.Join(", ", all.Select(p => p.Type.StartsWith("ref ", StringComparison.Ordinal) ? "ref " + p.Name : p.Name));
        var returns = program.ReturnsLoss && phase is null ? "double" : "void";
        var parts = Split(statements).ToArray();
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block($"internal static {returns} {name}({parameters})"))
        {
            if (parts.Length <= 1) writer.Lines(statements);
            else for (var i = 0; i < parts.Length; i++) writer.Line($"{name}Part{i + 1}({arguments});");
            if (returns == "double") writer.Line($"return SumLosses(ref {Element(Plan.StorageOf(Plan.Graph["loss"]).Place)}, n);");
        }

        if (parts.Length <= 1) return;
        for (var i = 0; i < parts.Length; i++)
        {
            writer.Line();
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (writer.Block($"private static void {name}Part{i + 1}({parameters})")) writer.Lines(parts[i]);
        }
    }

    /// <summary>Writes the program for exactly one sample, every kernel in place: no call, and no loop but long ones.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The method's name.</param>
    /// <param name="isa">The register width.</param>
    /// <param name="capacity">The number of samples that scratch memory is laid out for.</param>
    public void PrintStraightLine(SourceWriter writer, string name, Isa.VectorIsa isa, int capacity)
    {
        var all = Ports(null).Concat(program.CommonParameters.Where(p => p.Name is not ("n" or "capacity")));
        isa.Samples = 1;
        writer.Line("// One sample, straight through.");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block($"internal static void {name}({string.Join(", ", all.Select(p => $"{p.Type} {p.Name}"))})"))
        {
            var body = StraightLineBody(isa);
            if (body.Contains("capacity")) writer.Line($"const nint capacity = {capacity};");
            writer.Line(body);
        }

        isa.Samples = null;
    }

    private string StraightLineBody(Isa.VectorIsa isa)
    {
        var writer = new SourceWriter();
        foreach (var leaf in Plan.Staged) writer.Line(CopyIn(leaf));
        foreach (var group in Plan.Groups)
        {
            var (kernel, places) = GroupLowering.Lower(group, Plan, target);
            writer.Line($"// {kernel.Description}");
            using (writer.Block(""))
            {
                for (var i = 0; i < places.Count; i++) writer.Line($"ref float {kernel.Buffers[i].Name} = ref {Element(places[i])};");
                writer.Line(KernelPrinter.Body(kernel, isa));
            }
        }

        foreach (var output in Plan.Graph.Outputs) writer.Line(CopyOut(output, Span(texts.Of(output)!)));
        return writer.ToString().TrimEnd('\n');
    }

    private static IEnumerable<string[]> Split(string[] statements)
    {
        for (var i = 0; i < statements.Length; i += JitBudget.CallsInMethod)
            yield return statements.Skip(i).Take(JitBudget.CallsInMethod).ToArray();
    }

    private IEnumerable<string> Statements(Phase? phase)
    {
        foreach (var leaf in Plan.Staged)
            if (phase is null || (phase == Phase.Backward) == (((LeafOp)leaf.Op).Kind == LeafKind.OutputGradient)) yield return CopyIn(leaf);

        string? label = null;
        foreach (var group in Plan.Groups.Where(g => phase is null || (g.Phase == Phase.Forward) == (phase == Phase.Forward)))
        {
            var own = group.Members.Select(m => m.Label).FirstOrDefault(l => l is not null);
            if (own != label && own is not null) yield return $"// {own}";
            label = own;
            var call = kernels.CallOf(group, program);
            var arguments = call.Places.Select(p => "ref " + Element(p)).Concat(call.Kernel.Scalars);
            if (call.Kernel.UsesRandom) arguments = arguments.Concat(["seed", "step"]);
            yield return $"{call.Method}({string.Join(", ", arguments.Append("n"))});";
        }

        foreach (var output in Plan.Graph.Outputs)
        {
            if (texts.Of(output) is not { } port) continue;
            var name = Span(port);
            if (!PortTexts.IsInputGradient(output) && phase != Phase.Backward) yield return CopyOut(output, name);
            else if (PortTexts.IsInputGradient(output) && phase != Phase.Forward) yield return $"if (!{name}.IsEmpty) {CopyOut(output, name)}";
        }
    }

    private string CopyIn(Node leaf)
    {
        var op = (LeafOp)leaf.Op;
        var place = Element(Plan.StorageOf(leaf).Place);
        if (op.Kind == LeafKind.OutputGradient)
        {
            var rows = Rows(leaf.Shape);
            return $"CopyRows({Span(texts.Of(op))}, ref {place}, {rows.Length}, {rows.Stride});";
        }

        if (op.Kind != LeafKind.Label) return $"CopyIn({Span(texts.Of(op))}, ref {place});";
        var (length, stride) = Rows(leaf.Shape);
        return $"CopyLabels({Span(texts.Of(op))}, ref {place}, {length}, {stride});";
    }

    private string CopyOut(GraphOutput output, string name)
    {
        var (length, stride) = Memory.IsPacked(Memory.Root(output.Node)) ? (1, 1) : Rows(output.Node.Shape);
        return $"CopyOut(ref {Element(Plan.StorageOf(output.Node).Place)}, {name}, {length}, {stride});";
    }

    /// <summary>The floats of a row and the distance to the next; samples without gaps are rows.</summary>
    private static (int Length, int Stride) Rows(Shape shape)
    {
        var layout = Layout.Padded(shape);
        if (layout.LaneAxis < 0 || shape[layout.LaneAxis] == Shape.Batch) return (1, 1);
        var length = shape[layout.LaneAxis];
        return length % Layout.Lanes == 0 ? (shape.SampleElements, layout.SampleSize) : (length, Layout.RoundUp(length));
    }

    private string Element(Place place) => place.Region switch
    {
        Region.External => $"MemoryMarshal.GetReference({ExternalName(place.Name)})",
        Region.Parameters => At("parameters", Literals.Integer(place.Fixed)),
        Region.Gradients => At("gradients", Literals.Integer(place.Fixed)),
        Region.State => At("state", Literals.Integer(stateOffset(place.Name))),
        _ => At("arena", Offset(place)),
    };

    private static string Offset(Place place) => (place.PerSample, place.Fixed) switch
    {
        (0, var constant) => Literals.Integer(constant),
        (var factor, 0) => $"capacity * {factor}",
        var (factor, constant) => $"(capacity * {factor}) + {constant}",
    };

    private static string At(string buffer, string offset) => offset == "0" ? buffer : $"Unsafe.Add(ref {buffer}, {offset})";

    private IEnumerable<(string Type, string Name)> Ports(Phase? phase) => program.Ports(texts, phase).Select(p => (p.Type, Span(p.Name)));

    /// <summary>The name of a port inside the kernels' class: like no local that kernels have.</summary>
    private static string Span(string port) => port.TrimStart('@') + "Span";

    private string ExternalName(string leaf) => Span(texts.Of(Plan.Graph.Nodes.Select(n => n.Op).OfType<LeafOp>().First(l => l.LeafName == leaf
        && l.Kind is LeafKind.Input or LeafKind.Target)));
}
