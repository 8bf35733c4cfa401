using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>Writes a program as the calls of its kernels, with the copies to and from the caller's memory around them.</summary>
internal sealed class ProgramPrinter(ModelProgram program, Target target, KernelSet kernels, PortTexts texts, Func<string, int> stateOffset)
{
    /// <summary>The variable of loops over steps.</summary>
    private const string Iteration = "t";

    private static readonly (string First, string Last) One = ("0", "1");

    /// <summary>The samples of this thread.</summary>
    private (string First, string Last) Mine => program.IsShared ? ("first", "last") : ("0", "n");

    private ProgramPlan Plan => program.Plan;

    /// <summary>What a program that runs in slices is told.</summary>
    private IEnumerable<(string Type, string Name)> Slice => program.RunsInSlices ? [("bool", PausedSums.Parameter)] : [];

    /// <summary>Threads share the samples in pieces of so many.</summary>
    private int SamplesOfPiece =>
        Division.PieceOf(program.HasSamplesInLanes, Plan.Groups.Select(group => kernels.CallOf(group, program).Kernel));

    /// <summary>Writes the whole program, or one phase of it under another name.</summary>
    public void Print(SourceWriter writer, string name, Phase? phase = null)
    {
        var all = Ports(phase).Concat(program.Choices(phase)).Concat(program.CommonParameters).Concat(Slice).ToArray();
        var parameters = string.Join(", ", all.Select(p => $"{p.Type} {p.Name}"));
        var arguments = string.Join(", ", all.Select(p => p.Type.StartsWith("ref ", StringComparison.Ordinal) ? "ref " + p.Name : p.Name));
        var statements = Statements(phase).ToArray();
        var sections = Split(CallLoops.Roll(Lines(statements)));
        var hasSamples = program.IsShared && statements.Any(s => s.Step.Division is Division.Samples);
        writer.Line("[__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block($"internal static void {name}({parameters})"))
        {
            if (sections.Count == 1) WriteSection(sections[0]);
            else for (var i = 0; i < sections.Count; i++) writer.Line($"{name}Section{i + 1}({arguments});");
        }

        if (sections.Count == 1) return;
        for (var i = 0; i < sections.Count; i++)
        {
            writer.Line();
            writer.Line("[__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveOptimization)]");
            using (writer.Block($"private static void {name}Section{i + 1}({parameters})")) WriteSection(sections[i]);
        }

        void WriteSection(IReadOnlyList<string> lines)
        {
            if (hasSamples)
                writer.Line(
                    $"nint first = part.First(n, {SamplesOfPiece}), last = part.Last(n, {SamplesOfPiece}); // of this thread's samples");
            if (lines.Any(line => line.Contains(ModelProgram.ToInputs)))
                writer.Line($"var {ModelProgram.ToInputs} = !({string.Join(" && ", InputGradients().Select(span => span + ".IsEmpty"))});");
            writer.Lines(lines);
        }
    }

    /// <summary>The spans for the gradients of inputs.</summary>
    private IEnumerable<string> InputGradients() =>
        Plan.Graph.Outputs.Where(output => output.Role == OutputRole.InputGradient).Select(output => PortTexts.Span(texts.Of(output)!));

    /// <summary>Writes the program for exactly one sample: a single method, without calls of kernels and with only long loops.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The method's name.</param>
    /// <param name="isa">The register width.</param>
    public void PrintStraightLine(SourceWriter writer, string name, VectorIsa isa)
    {
        // Scratch memory is laid out for as few samples as may be: neighbours lie less than a page apart.
        const int capacity = Layout.Lanes;
        var all = Ports(null).Concat(program.CommonParameters.Where(p => p.Name is not ("n" or "capacity"))).ToArray();
        (isa.Samples, isa.HasFused) = (1, true);
        writer.Line("// One sample, straight through.");
        writer.Line("[__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block($"internal static void {name}({string.Join(", ", all.Select(p => $"{p.Type} {p.Name}"))})"))
        {
            var body = StraightLineBody(isa, capacity, all.Select(p => p.Name));
            if (isa.LanesPerPart == FusedFunctions.Lanes && FusedFunctions.IsIn(body)) Emulated(writer, capacity);
            if (body.Contains("capacity * ")) writer.Line($"const nint capacity = {capacity};");
            writer.Line(body);
        }

        (isa.Samples, isa.HasFused) = (null, false);
    }

    /// <summary>Emulated, all products of a model are too much to write out.</summary>
    private void Emulated(SourceWriter writer, int capacity)
    {
        var arguments = Ports(null)
            .Concat(program.CommonParameters)
            .Select(p => p.Name switch
            {
                "n" => "1",
                "capacity" => Literals.Integer(capacity),
                var name => p.Type.StartsWith("ref ", StringComparison.Ordinal) ? "ref " + name : name,
            });
        using (writer.Block($"if (!({FusedFunctions.HasInstruction}))"))
        {
            writer.Line($"{program.Name}({string.Join(", ", arguments)});");
            writer.Line("return;");
        }

        writer.Line();
    }

    private string StraightLineBody(VectorIsa isa, int capacity, IEnumerable<string> parameters)
    {
        var writer = new SourceWriter();
        var sample = new SampleKernel(program, target, texts, capacity, ExternalName, parameters);
        foreach (var leaf in Plan.Staged) writer.Line(CopyIn(leaf, One));
        foreach (var (buffer, address) in sample.Declared)
            writer.Line($"ref {buffer.Element.CSharp()} {buffer.Name} = ref {Start(address)};");
        writer.Line(KernelPrinter.Body(sample.Kernel, isa));
        foreach (var output in sample.Copied) writer.Line(CopyOut(output, PortTexts.Span(texts.Of(output)!), One));
        return writer.ToString().TrimEnd('\n');

        string Start(Address address) => address.Region == Region.External
            ? $"__Interop::MemoryMarshal.GetReference({address.Name})"
            : Element(address);
    }

    /// <summary>Methods of so many calls; a loop is in one of them.</summary>
    private static List<List<string>> Split(IReadOnlyList<string> lines)
    {
        var (sections, size) = (new List<List<string>> { new() }, 0);
        foreach (var line in lines)
        {
            var own = line.Count(c => c == '\n') + 1;
            if (size + own > JitBudget.CallsInMethod && size > 0)
            {
                sections.Add([]);
                size = 0;
            }

            sections[sections.Count - 1].Add(line);
            size += own;
        }

        return sections;
    }

    /// <summary>The steps, with the barriers between them.</summary>
    private List<string> Lines(Statement[] statements)
    {
        var barriers = program.IsShared ? Barriers.Before(statements.Select(s => s.Step).ToArray()) : new bool[statements.Length];
        var lines = new List<string>();
        string? label = null;
        for (int start = 0, end; start < statements.Length; start = end)
        {
            var loop = statements[start].Step.Loop;
            for (end = start + 1; loop is not null && end < statements.Length && statements[end].Step.Loop == loop;) end++;
            if (loop is null)
            {
                lines.AddRange(Of(start));
                continue;
            }

            var writer = new SourceWriter();
            using (writer.Block($"for (nint {Iteration} = 0; {Iteration} < {Literals.Integer(loop.Length)}; {Iteration}++)"))
            {
                var time = loop.Backwards ? $"{Literals.Integer(loop.First)} - {Iteration}" : Iteration;
                if (statements.Skip(start).Take(end - start).Any(s => s.TakesTime)) writer.Line($"float {TimeOp.Parameter} = {time};");
                for (var i = start; i < end; i++) writer.Lines(Of(i));
            }

            lines.Add(writer.ToString().TrimEnd('\n'));
        }

        return lines;

        IEnumerable<string> Of(int i)
        {
            if (barriers[i]) yield return "part.Barrier();";
            if (statements[i].Label is { } own && own != label) yield return $"// {own}";
            label = statements[i].Label;
            yield return statements[i].Text;
            if (statements[i].SharedSum is var (sum, size))
                yield return $"{ModelProgram.Share}?.Sum(part, ref {sum}, {Literals.Integer(size)});";
            foreach (var (start, length) in statements[i].Finished)
                yield return $"{ModelProgram.Share}?.Ready(part, {Literals.Integer(start)}, {Literals.Integer(length)});";
        }
    }

    private IEnumerable<Statement> Statements(Phase? phase)
    {
        foreach (var leaf in Plan.Staged)
        {
            if (phase is not null && (phase == Phase.Backward) != (((LeafOp)leaf.Op).Kind == LeafKind.OutputGradient))
                continue;
            var step = new SharedStep(
                new Division.Samples(),
                [MemoryAccess.External(isWrite: false), MemoryAccess.To(leaf, Plan, isWrite: true)]);
            yield return new Statement(step, null, CopyIn(leaf, Mine));
        }

        var cleared = new HashSet<Node>();
        foreach (var group in Plan.KernelsOf(phase))
        {
            if (group.Anchor is { } anchor)
            {
                foreach (var operand in ContractPlan.WholeBlocks(anchor).Where(cleared.Add))
                {
                    var step = new SharedStep(new Division.Samples(), [MemoryAccess.To(operand, Plan, isWrite: true)])
                    {
                        Loop = group.Loop,
                    };
                    var (address, layout) = Plan.MemoryOf(operand).Storage;
                    yield return new Statement(step, null, $"ClearRest(ref {Element(address)}, {layout.SampleSize}, {Mine.Last}, n);");
                }
            }

            var call = kernels.CallOf(group, program);
            var label = group.Members.Select(m => m.Label).FirstOrDefault(l => l is not null);
            var shared = new SharedStep(call.Kernel.Division, MemoryAccess.Of(group, Plan)) { Loop = group.Loop };
            yield return new Statement(shared, label, Call(call, program.OnlyFor[group.Index]))
            {
                TakesTime = call.Kernel.Scalars.Contains(TimeOp.Parameter),
                Finished = program.Finished.Count == 0 ? [] : program.Finished[group.Index],
                SharedSum = program.SharedSum(group) is { } sum ? (Element(sum.Address), sum.Size) : null,
            };
        }

        foreach (var output in Plan.Graph.Outputs)
        {
            if (texts.Of(output) is not { } port) continue;
            var source = MemoryAccess.To(output.Node, Plan, isWrite: false);
            var step = new SharedStep(
                new Division.Samples(),
                output.Role == OutputRole.Loss ? [source] : [source, MemoryAccess.External(isWrite: true)]);
            var name = PortTexts.Span(port);
            if (output.Role == OutputRole.OutputGradient)
                yield return new Statement(step, null, $"if (!{name}.IsEmpty) {CopyOut(output, name, Mine)}");
            else if (output.Role != OutputRole.InputGradient && phase != Phase.Backward)
                yield return new Statement(step, null, CopyOut(output, name, Mine));
            else if (output.Role == OutputRole.InputGradient && phase != Phase.Forward)
                yield return new Statement(step, null, $"if (!{name}.IsEmpty) {CopyOut(output, name, Mine)}");
        }
    }

    private string Call(KernelCall call, OutputRole? onlyFor)
    {
        var arguments = call.Addresses.Select(p => "ref " + Element(p)).Concat(call.Kernel.Scalars);
        if (call.Kernel.UsesRandom) arguments = arguments.Concat(["seed", "step"]);
        if (call.Kernel.CountsFromPart) arguments = arguments.Concat([ModelProgram.FirstSample]);
        arguments = arguments.Concat(Bounds(call.Kernel)).Concat(Resumes(call.Kernel)).Concat(call.Sizes);
        var text = $"{call.Method}({string.Join(", ", arguments)});";
        var conditions = new List<string>();
        if (onlyFor is { } role) conditions.Add(role == OutputRole.Gradient ? ModelProgram.ToParameters : ModelProgram.ToInputs);
        if (program.IsShared && call.Kernel.Division is Division.Whole) conditions.Add("part.IsFirst");
        return conditions.Count == 0 ? text : $"if ({string.Join(" && ", conditions)}) {text}";
    }

    private IEnumerable<string> Resumes(Kernel kernel) => kernel.IsPaused ? [program.Resumes] : [];

    /// <summary>Which iterations of a kernel this thread runs.</summary>
    private IEnumerable<string> Bounds(Kernel kernel) =>
        kernel.Division switch
        {
            Division.Samples => [Mine.First, Mine.Last],
            Division.Iterations loop when program.IsShared =>
            [
                $"part.First({loop.Extent}, {loop.Step})",
                $"part.Last({loop.Extent}, {loop.Step})",
                "n",
            ],
            Division.Iterations loop => ["0", Literals.Integer(loop.Extent), "n"],
            _ => ["n"],
        };

    private string CopyIn(Node leaf, (string First, string Last) samples)
    {
        var op = (LeafOp)leaf.Op;
        var isInteger = op.Kind is LeafKind.Label or LeafKind.Tokens or LeafKind.Position;
        var method = (leaf.Lanes == Lanes.Samples ? "Transpose" : "Copy") + (isInteger ? "Labels" : "In");
        return $"{method}({PortTexts.Span(texts.Of(op))}, ref {Element(Plan.StorageOf(leaf).Address)}, {Rows(leaf, samples)});";
    }

    private string CopyOut(GraphOutput output, string name, (string First, string Last) samples) =>
        $"{(output.Node.Lanes == Lanes.Samples ? "Transpose" : "Copy")}Out(ref {Element(Plan.StorageOf(output.Node).Address)}, {name}, "
            + $"{Rows(output.Node, samples)});";

    /// <summary>The floats of a row, the distance to the next, and the rows of the samples.</summary>
    private static string Rows(Node node, (string First, string Last) samples)
    {
        if (node.Lanes == Lanes.Samples)
            return $"{node.Shape.SampleElements}, {samples.First}, {samples.Last}";
        var (length, stride, count) = TensorRows.Of(node);
        var rows = new Extent(count, true);
        return $"{length}, {stride}, {Of(samples.First)}, {Of(samples.Last)}";

        string Of(string sample) => sample switch
        {
            "0" => "0",
            "1" => Literals.Integer(rows.Count),
            _ => rows.Times(sample),
        };
    }

    private string Element(Address address) => address.Region switch
    {
        Region.External => At($"__Interop::MemoryMarshal.GetReference({ExternalName(address.Name)})", Literals.Integer(address.Fixed)),
        Region.Tables => $"__Interop::MemoryMarshal.GetReference({PortTexts.Tables}.{address.Name})",
        Region.Parameters when address.Element != Graph.Element.F32 =>
            At($"__Clr::Unsafe.As<float, {address.Element.CSharp()}>(ref parameters)", Literals.Integer(address.Fixed)),
        Region.Parameters => At("parameters", Literals.Integer(address.Fixed)),
        Region.Gradients => At("gradients", Literals.Integer(address.Fixed)),
        Region.NewBuffers => At("newBuffers", Literals.Integer(address.Fixed)),
        Region.State => At("state", Literals.Integer(stateOffset(address.Name) + address.Fixed)),
        Region.History => At("history", Literals.Integer(address.Fixed)),
        Region.Carried => At("carried", Literals.Integer(address.Fixed)),
        Region.Given => At("given", Literals.Integer(address.Fixed)),
        Region.NextCarried => At("nextCarried", Literals.Integer(address.Fixed)),
        _ => At("arena", Offset(address)),
    };

    private static string Offset(Address address) => address.PerStep == 0
        ? OfFirstStep(address)
        : $"{OfFirstStep(address)} + ({Iteration} * {Literals.Integer(address.PerStep)})";

    private static string OfFirstStep(Address address) => (address.PerSample, address.Fixed) switch
    {
        (0, var constant) => Literals.Integer(constant),
        (var factor, 0) => $"capacity * {factor}",
        var (factor, constant) => $"(capacity * {factor}) + {constant}",
    };

    private static string At(string buffer, string offset) => offset == "0" ? buffer : $"__Clr::Unsafe.Add(ref {buffer}, {offset})";

    private IEnumerable<(string Type, string Name)> Ports(Phase? phase) =>
        program.Ports(texts, phase).Select(p => (p.Type, PortTexts.Span(p.Name)));

    private string ExternalName(string leaf) =>
        PortTexts.Span(
            texts.Of(
                Plan.Graph.Nodes.Select(n => n.Op)
                    .OfType<LeafOp>()
                    .First(l => l.LeafName == leaf && Memory.IsExternal(l))));

    /// <summary>A step as it stands in the program.</summary>
    private sealed record Statement(SharedStep Step, string? Label, string Text)
    {
        /// <summary>The gradients that are finished behind it, if anybody is told.</summary>
        public IReadOnlyList<(int Start, int Length)> Finished { get; init; } = [];

        /// <summary>The sum that all processes make together behind it: where it is, and its size.</summary>
        public (string Address, int Size)? SharedSum { get; init; }

        /// <summary>Whether it is called with the position of the step.</summary>
        public bool TakesTime { get; init; }
    }
}
