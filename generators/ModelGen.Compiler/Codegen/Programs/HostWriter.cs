using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>Writes the host: the code between the public members and the programs.</summary>
/// <param name="writer">Where to.</param>
/// <param name="planned">The programs.</param>
/// <param name="surface">The public members.</param>
/// <param name="widths">The vector widths that there are kernels for.</param>
/// <param name="straight">The programs that are written out for one sample.</param>
internal sealed class HostWriter(
    SourceWriter writer,
    PlannedModel planned,
    SurfaceModel surface,
    VectorWidths widths,
    IReadOnlyList<ModelProgram> straight)
{
    /// <summary>From this number of samples on, a block of sixteen is faster than single samples, though some lanes are unused.</summary>
    /// <remarks>Measured: a block costs as much as 10.8 samples of LeNet-5, 16.7 of ResNet-20.</remarks>
    private const int Many = 12;

    private const string Buffer = Framework.AlignedBuffer;

    /// <summary>The local that holds the learning rate where schedules decide it.</summary>
    private const string LearningRate = "learningRate";

    private readonly PortTexts _texts = new(surface);
    private readonly JobWriter _jobs = new(writer, surface.ClassName, widths);

    /// <summary>The widths as an argument: 512 | 256 | 128.</summary>
    private string Widths => string.Join(" | ", widths.Bits) + (widths.IsOfMachine ? $" | {VectorWidthType}.Emulated" : "");

    private string VectorWidthType => surface.OnlyPredicts ? Framework.CarriedWidth : Framework.VectorWidth;

    /// <summary>What has the memory of a stream.</summary>
    private string Stream => surface.OnlyPredicts ? "state.Memory" : "state";

    private BoundOptimizer Optimizer => planned.Model.Optimizer!;

    /// <summary>The scalars that the optimizer's kernel takes from the host.</summary>
    private static IEnumerable<string> HostNumbers(ModelProgram program) =>
        program.CommonParameters.Where(p => p.Type == "float").Select(p => p.Name);

    public void Write()
    {
        if (surface.OnlyPredicts)
        {
            WritePrediction();
            return;
        }

        WriteFields();
        Separated(WriteCheckWidth, WriteScratch, WriteReserve);
        foreach (var member in HostMember.All.Where(member => member.Exists(surface)))
        {
            Separated(() => WriteMember(member), () => WriteJob(member));
            if (Together(member) is { } together) WriteTogether(together);
        }

        if (surface.Averages) Separated(WriteAverageTo);
        WriteStreaming();
        Separated(WriteState);
        if (surface.SharesSteps) Separated(WriteFinished);
        Separated(
            () => HostCopies.Write(writer, planned.Programs.Select(p => p.Plan).ToArray()),
            () => Descriptions.Write(surface, writer));
    }

    /// <summary>A model that only predicts: no object, no threads of its own, weights that are loaded when they are first needed.</summary>
    private void WritePrediction()
    {
        var member = HostMember.All.Single(m => m.Program == ProgramTable.Predict);
        var (program, many) = (planned[member.Program], planned.Find(member.ManySamples!));
        var method = member.Method(surface);
        if (widths.Bits.Count > 1)
            writer.Line($"private static readonly int s_vectorBits = {VectorWidthType}.ChosenOf({Widths});");
        WeightLoading.WriteFields(writer);
        writer.Line("[global::System.ThreadStatic]");
        writer.Line($"private static {Framework.CarriedBuffer}? t_scratch;");
        Separated(
            WriteScratch,
            () => WeightLoading.Write(writer, planned, Widths),
            () =>
            {
                using var core = writer.Block(method.Signature);
                if (straight.Contains(program)) WriteOneSample(program);
                var arguments = surface.Inputs.Concat(surface.Outputs).Select(port => port.Parameter);
                writer.Line($"{member.Job}({string.Join(", ", arguments)}, samples);");
            },
            () =>
            {
                var ports = surface.Inputs.Select(port => Framework.ReadOnlySpan(port.Element, PortTexts.Span(port.Parameter)))
                    .Concat(surface.Outputs.Select(port => Framework.Span(PortTexts.Span(port.Parameter))));
                writer.Line("// The samples, in blocks that scratch memory has room for.");
                using var job = writer.Block($"private static void {member.Job}({string.Join(", ", ports)}, int samples)");
                BlockByBlock(program, many);
            });
        WriteStreaming();
        Separated(
            () => HostCopies.Write(writer, planned.Programs.Select(p => p.Plan).ToArray()),
            () => Descriptions.Write(surface, writer));
    }

    private void Separated(params Action[] members)
    {
        foreach (var member in members)
        {
            writer.Line();
            member();
        }
    }

    private void WriteFields()
    {
        if (widths.Bits.Count > 1)
            writer.Line($"private static readonly int s_vectorBits = {VectorWidthType}.ChosenOf({Widths});");
        writer.Line("[global::System.ThreadStatic]");
        writer.Line($"private static {Buffer}? t_scratch;");
        writer.Line($"private {Buffer}? _arena;");
        if (!surface.SharesSteps) writer.Line($"private {Buffer}? _newGradients;");
        writer.Line("private int _capacity;");
        var states = Optimizer.States.Count;
        if (states > 0) writer.Line($"private readonly {Buffer} _optimizerState = new({planned.Layout.TrainableSize * states});");
        foreach (var state in Optimizer.HostStates) writer.Line($"private double _{state.Name} = {Literals.Double(state.Initial)};");
    }

    /// <summary>Names what the optimizer keeps, for a checkpoint.</summary>
    private void WriteState()
    {
        using var method = writer.Block(KernelMethods.ExchangeState.Signature);
        var states = Optimizer.States;
        for (var i = 0; i < states.Count; i++)
        {
            var start = Literals.Integer(i * planned.Layout.TrainableSize);
            writer.Line($"state.Vector({Literals.Text("optimizer/" + states[i])}, _optimizerState, {start});");
        }

        foreach (var number in Optimizer.HostStates)
            writer.Line($"state.Number({Literals.Text("optimizer/" + number.Name)}, ref _{number.Name});");
    }

    /// <summary>The order in which a training step finishes its gradients.</summary>
    private void WriteFinished()
    {
        using var method = writer.Block(KernelMethods.DescribeRanges.Signature);
        var ranges = planned[ProgramTable.TrainStep].Finished.SelectMany(ranges => ranges)
            .SelectMany(range => new[] { Literals.Integer(range.Start), Literals.Integer(range.Length) });
        writer.Line($"ranges = [{string.Join(", ", ranges)}];");
        var sums = planned[ProgramTable.TrainStep].SharedSums.Select(size => Literals.Integer(size));
        writer.Line($"sums = [{string.Join(", ", sums)}];");
    }

    private void WriteAverageTo()
    {
        using var method = writer.Block(KernelMethods.AverageTo.Signature);
        var (size, start) = (planned.Layout.TrainableSize, Optimizer.States.ToList().IndexOf(BoundOptimizer.Average));
        writer.Line($"if (_{UpdateCount.Name} == 0) return;");
        writer.Line($"_optimizerState.Span.Slice({Literals.Integer(start * size)}, {Literals.Integer(size)}).CopyTo(parameters.Span);");
    }

    private void WriteCheckWidth() =>
        writer.Line($"{KernelMethods.CheckWidth.Signature} => {VectorWidthType}.Check({Widths});");

    private void WriteScratch()
    {
        var block = planned.Block;
        var size = planned.PerThread.Max(p => p.Plan.ArenaFixed + ((long)p.Plan.ArenaPerSample * block));
        writer.Line($"/// <summary>This thread's scratch memory: room for {block} samples.</summary>");
        writer.Line($"private static ref float Scratch() => ref (t_scratch ??= new({Literals.Integer(Math.Max(16, size))})).Reference;");
    }

    private void WriteReserve()
    {
        var programs = planned.Programs.Where(p => p.Kind.IsShared && !p.Kind.IsForOneSample).ToArray();
        writer.Line("/// <summary>Makes room for activations and their gradients, if there is none for so large a batch.</summary>");
        using var method = writer.Block("private void Reserve(int samples)");
        writer.Line("if (_arena is not null && samples <= _capacity) return;");
        writer.Line("var capacity = (samples + 15L) / 16 * 16;");
        var perSample = programs.Max(p => p.Plan.ArenaPerSample);
        writer.Line($"_arena = {Buffer}.ForSamples(capacity, {perSample}, {programs.Max(FixedFloats)});");
        writer.Line("_capacity = (int)capacity;");
    }

    /// <summary>The method that the public member calls: it prepares a job and lets threads run it.</summary>
    private void WriteMember(HostMember member)
    {
        using var method = writer.Block(member.Method(surface).Signature);
        var program = planned[member.Program];
        switch (member.Prepare)
        {
            case HostMember.Preparation.None when member.ManySamples is not null && straight.Contains(program):
                WriteOneSample(program);
                break;
            case HostMember.Preparation.None when Together(member) is not null:
                using (writer.Block("if (samples == 1 && _threads > 1)"))
                {
                    writer.Line($"{Together(member)!.Name}({string.Join(", ", program.Ports(_texts).Select(p => p.Name))});");
                    writer.Line("return;");
                }

                writer.Line();
                break;
            case HostMember.Preparation.MeanFactors:
                WriteMeanFactors(program);
                break;
            case HostMember.Preparation.Arena:
                if (program.RunsInSlices)
                    writer.Line($"Reserve({Framework.SampleSlices}.Room(samples, {planned.Slices!.Samples}, _threads));");
                else
                    writer.Line(member.TakesTape ? $"if (tape is null) Reserve(samples); else {RoomOnTape(program)}" : "Reserve(samples);");
                WriteMeanFactors(program);
                if (member.CallOf(surface).Gradients == HostMember.NewGradients) MakeNewGradients();
                break;
            case HostMember.Preparation.NewGradients:
                MakeNewGradients();
                break;
            case HostMember.Preparation.HostNumbers:
                if (UsesArena(program) || Behind(member) is { } behind && UsesArena(behind.Program)) writer.Line("Reserve(1);");
                WithHostNumbers(
                    HostNumbers(member, program),
                    numbers => _jobs.Call(member.Job, numbers.Select(s => (s, s)), Work(AllWork(member, program))));
                return;
        }

        if (program.Plan.Graph.Outputs.Any(o => o.Role == OutputRole.Loss)) WithLosses(() => Run(member, program));
        else Run(member, program);
    }

    private void WriteMeanFactors(ModelProgram program)
    {
        foreach (var loss in Weighted(program)) writer.Line($"var {loss.MeanFactor} = (float)(1 / {loss.Divisor});");
    }

    private static string RoomOnTape(ModelProgram program) =>
        $"tape.Reserve(samples, {Literals.Integer(program.Plan.ArenaPerSample)}, "
            + $"{Literals.Integer(FixedFloats(program))});";

    /// <summary>The floats of scratch memory that do not depend on the number of samples.</summary>
    private static int FixedFloats(ModelProgram program) => Math.Max(16, program.Plan.ArenaFixed + program.PartialFloats);

    private void MakeNewGradients() => writer.Line($"_newGradients ??= new({planned.Layout.TrainableSize});");

    /// <summary>A tiny model predicts one sample without a job.</summary>
    private void WriteOneSample(ModelProgram program)
    {
        using (writer.Block("if (samples == 1)"))
        {
            if (UsesArena(program)) writer.Line("ref float arena = ref Scratch();");
            var call = new ProgramCall { Model = "", Samples = null, Capacity = null };
            _jobs.Dispatch(StraightLine.NameOf(program), Arguments(program, program.Ports(_texts).Select(p => p.Name), call));
            writer.Line("return;");
        }

        writer.Line();
    }

    /// <summary>The program that several threads run together for one sample, if the model has it.</summary>
    private ModelProgram? Together(HostMember member) => member.OneSample is { } kind ? planned.Find(kind) : null;

    /// <summary>One sample: threads share its kernels, in the scratch memory of the caller's thread.</summary>
    private void WriteTogether(ModelProgram program)
    {
        var (ports, job, work) = (program.Ports(_texts), program.Name + "Job", program.Plan.Work());
        var usesArena = UsesArena(program);
        writer.Line();
        using (writer.Block($"private void {program.Name}({string.Join(", ", ports.Select(p => $"{p.Type} {p.Name}"))})"))
        {
            if (usesArena) writer.Line("Scratch();");
            IEnumerable<(string, string)> arena = usesArena ? [("Arena", "t_scratch!")] : [];
            _jobs.Call(job, arena.Concat(ports.Select(p => (PortTexts.Span(p.Name), p.Name))), $"{work.PerSample + work.Fixed}L");
        }

        writer.Line();
        IEnumerable<(string, string)> memory = usesArena ? [(Buffer, "Arena")] : [];
        var fields = memory.Concat(ports.Select(p => (p.Type, PortTexts.Span(p.Name))));
        _jobs.Structure(job, "Prediction of one sample. Threads share its kernels, in scratch memory of the caller's.", fields, () =>
        {
            if (usesArena) writer.Line("ref float arena = ref Arena.Reference;");
            var call = new ProgramCall { Samples = "1", Capacity = Literals.Integer(Layout.Lanes) };
            _jobs.Dispatch(program.Name, Arguments(program, ports.Select(p => PortTexts.Span(p.Name)), call));
        });
    }

    private void WriteStreaming()
    {
        if (planned.Find(ProgramTable.Step) is not { } step) return;
        var before = planned.Find(ProgramTable.Begin);
        Separated(() => WriteStep(step, KernelMethods.Step(surface)));
        if (before is not null) Separated(() => WriteStep(before, KernelMethods.Begin(surface)));
        Separated(() => WriteDescribeState(step, before));
    }

    /// <summary>One step of a stream, or what comes before it, in scratch memory of this thread and in the memory of the stream.</summary>
    private void WriteStep(ModelProgram program, KernelMethod core)
    {
        using var method = writer.Block(core.Signature);
        if (program.Ports(_texts).Any(port => port.Name == PortTexts.Position)) writer.Line($"var {PortTexts.Position} = state.Position;");
        if (UsesArena(program)) writer.Line("ref float arena = ref Scratch();");
        var ports = program.Ports(_texts)
            .Select(port => port.Name == PortTexts.Position ? $"new global::System.ReadOnlySpan<int>(in {PortTexts.Position})" : port.Name);
        var (name, call) = straight.Contains(program)
            ? (StraightLine.NameOf(program), new ProgramCall { Model = "", Samples = null, Capacity = null })
            : (program.Name, new ProgramCall { Model = "", Samples = "1", Capacity = Literals.Integer(Layout.Lanes) });
        _jobs.Dispatch(name, Arguments(program, ports, call));
    }

    private void WriteDescribeState(ModelProgram step, ModelProgram? before)
    {
        using var method = writer.Block(KernelMethods.DescribeState.Signature);
        writer.Line($"history = {Literals.Integer(step.Plan.HistorySize)};");
        writer.Line($"carried = {Literals.Integer(step.Plan.CarriedSize)};");
        writer.Line($"given = {Literals.Integer(before?.Plan.GivenSize ?? 0)};");
    }

    /// <summary>The scalars of the optimizer that a member's programs take.</summary>
    private string[] HostNumbers(HostMember member, ModelProgram program) =>
    [
        .. HostNumbers(program),
        .. Behind(member) is var (behind, _) ? HostNumbers(behind).Except(HostNumbers(program)) : [],
    ];

    private void WithHostNumbers(string[] used, Action<string[]> run)
    {
        var states = Optimizer.HostStates;
        if (Optimizer.Schedules.Count > 0)
            writer.Line($"var {LearningRate} = {Expression(Optimizer.LearningRate, name => "_" + name)};");
        foreach (var state in states) writer.Line($"var {state.Name} = {Expression(state.Next, name => "_" + name)};");
        foreach (var scalar in Optimizer.Scalars.Where(scalar => used.Contains(scalar.Name)))
            writer.Line($"var {scalar.Name} = (float)({Expression(scalar.Value, name => name)});");
        run(used);
        foreach (var state in states) writer.Line($"_{state.Name} = {state.Name};");
    }

    /// <summary>The losses of the samples are kept beside the model, so that the caller can add them up in order.</summary>
    private void WithLosses(Action run)
    {
        var losses = _texts.Losses;
        for (var i = 0; i < losses.Count; i++)
        {
            var which = losses.Count == 1 ? "" : $", {Literals.Integer(i)}, {Literals.Integer(losses.Count)}";
            writer.Line($"var {losses[i].PerSample} = {Framework.Losses}.For(samples{which});");
        }

        run();
        foreach (var loss in losses) writer.Line($"{loss.Sum} += {Framework.Losses}.Sum({loss.PerSample});");
    }

    private void Run(HostMember member, ModelProgram program)
    {
        var ports = program.Ports(_texts, member.Phase).Select(p => (PortTexts.Span(p.Name), p.Name));
        IEnumerable<(string, string)> numbers = TakesSamples(member) ? [("Samples", "samples")] : [];
        if (member.TakesTape) numbers = numbers.Append(("Tape", "tape"));
        if (member.ThenOnlyIf is { } choice) numbers = numbers.Append((Identifiers.Pascal(choice), choice));
        numbers = numbers.Concat(Weighted(program).Select(loss => (Identifiers.Pascal(loss.MeanFactor), loss.MeanFactor)));
        _jobs.Call(member.Job, numbers.Concat(ports), Work(AllWork(member, program)));
    }

    /// <summary>The program that runs behind a member's, if the model has it.</summary>
    private (ModelProgram Program, ProgramCall Call)? Behind(HostMember member) =>
        member.Then is var (then, call) && planned.Find(then) is { } program ? (program, call) : null;

    private (long PerSample, long Fixed) AllWork(HostMember member, ModelProgram program)
    {
        var work = program.Plan.Work(member.Phase);
        if (Behind(member) is var (behind, _)) work.Fixed += behind.Plan.Work().Fixed;
        return work;
    }

    /// <summary>What each thread does, as a structure.</summary>
    private void WriteJob(HostMember member)
    {
        var program = planned[member.Program];
        IEnumerable<(string, string)> fields = member.Prepare == HostMember.Preparation.HostNumbers
            ? HostNumbers(member, program).Select(s => ("float", s))
            : Numbers(member, program).Concat(program.Ports(_texts, member.Phase).Select(p => (p.Type, PortTexts.Span(p.Name))));
        _jobs.Structure(member.Job, member.Comment, fields, () =>
        {
            if (program.Kind.IsShared) InArena(member, program);
            else BlockByBlock(program, member.ManySamples is { } many ? planned.Find(many) : null);
        });
    }

    private IEnumerable<(string Type, string Name)> Numbers(HostMember member, ModelProgram program)
    {
        if (TakesSamples(member)) yield return ("int", "Samples");
        if (member.TakesTape) yield return ($"{Framework.Tape}?", "Tape");
        if (member.ThenOnlyIf is { } choice) yield return ("bool", Identifiers.Pascal(choice));
        foreach (var loss in Weighted(program)) yield return ("float", Identifiers.Pascal(loss.MeanFactor));
    }

    /// <summary>Whether it is about samples, and not about all parameters.</summary>
    private static bool TakesSamples(HostMember member) => member.Program != ProgramTable.Accumulate;

    /// <summary>The losses of which it is told what the sum over the samples is divided by.</summary>
    private IEnumerable<LossPort> Weighted(ModelProgram program) =>
        _texts.Losses.Where(loss => loss.TakesWeight && program.CommonParameters.Any(p => p.Name == loss.MeanFactor));

    /// <summary>Each thread computes some of the samples, in blocks.</summary>
    /// <param name="program">The program for any number of samples.</param>
    /// <param name="many">The same for many, or null.</param>
    private void BlockByBlock(ModelProgram program, ModelProgram? many)
    {
        var block = planned.Block;
        if (UsesArena(program) || (many is not null && UsesArena(many))) writer.Line("ref float arena = ref Scratch();");
        var piece = program.HasSamplesInLanes || many is not null ? Division.Granule : 1;
        writer.Line(
            surface.OnlyPredicts
                ? "int first = 0, last = samples;"
                : $"int first = (int)part.First(Samples, {piece}), last = (int)part.Last(Samples, {piece});");
        if (many is null)
        {
            using var blocks = writer.Block($"for (var start = first; start < last; start += {block})");
            writer.Line($"var count = global::System.Math.Min({block}, last - start);");
            Dispatch(program);
            return;
        }

        using var loop = writer.Block("for (int start = first, count; start < last; start += count)");
        writer.Line($"count = global::System.Math.Min({block}, last - start);");
        using (writer.Block($"if (count >= {Many})"))
        {
            writer.Line("// Whole blocks of sixteen samples, or nearly whole ones. The next iteration takes fewer samples one by one.");
            writer.Line($"if (count % {Layout.Lanes} < {Many}) count -= count % {Layout.Lanes};");
            Dispatch(many);
        }

        using (writer.Block("else")) Dispatch(program);

        void Dispatch(ModelProgram one) =>
            _jobs.Dispatch(
                one.Name,
                Arguments(
                    one,
                    Slices(one),
                    new ProgramCall { Samples = "count", AllSamples = "Samples", Capacity = Literals.Integer(block) }));
    }

    /// <summary>All threads run the program in the model's memory.</summary>
    private void InArena(HostMember member, ModelProgram program)
    {
        if (member.Note is { } note)
            writer.Line($"// {note}");
        if (UsesArena(program) || Behind(member) is { } next && UsesArena(next.Program))
            writer.Line($"ref float arena = ref {member.CallOf(surface).Arena}.Reference;");
        if (program.RunsInSlices)
        {
            SliceBySlice(member, program);
        }
        else
        {
            var ports = program.Ports(_texts, member.Phase).Select(p => PortTexts.Span(p.Name));
            var choices = program.Choices(member.Phase).Select(p => Identifiers.Pascal(p.Name));
            _jobs.Dispatch(member.ProgramMethod.Name, Arguments(program, ports.Concat(choices), member.CallOf(surface)));
        }

        if (Behind(member) is not var (then, call))
            return;
        if (member.ThenOnlyIf is { } choice) writer.Line($"if (!{Identifiers.Pascal(choice)}) return;");
        writer.Line("part.Barrier();");
        _jobs.Dispatch(then.Name, Arguments(then, [], call));
    }

    /// <summary>All threads run the program in the model's memory, for one slice of the samples after the other.</summary>
    private void SliceBySlice(HostMember member, ModelProgram program)
    {
        writer.Line($"var slice = {Framework.SampleSlices}.Length(Samples, {planned.Slices!.Samples}, part);");
        using var slices = writer.Block("for (var start = 0; start < Samples; start += slice)");
        writer.Line("if (start > 0) part.Barrier();");
        writer.Line("var count = global::System.Math.Min(slice, Samples - start);");
        var call = member.CallOf(surface) with { Samples = "count", AllSamples = "Samples" };
        _jobs.Dispatch(member.ProgramMethod.Name, Arguments(program, Slices(program), call).Append("start > 0"));
    }

    private static bool UsesArena(ModelProgram program) => program.CommonParameters.Any(p => p.Name == "arena");

    /// <summary>The arguments of a program, without nulls.</summary>
    private IEnumerable<string> Arguments(ModelProgram program, IEnumerable<string> ports, ProgramCall call) =>
        ports.Concat(program.CommonParameters.Select(p => p.Name switch
        {
            FlatVectors.Parameters when surface.OnlyPredicts => $"ref {WeightLoading.Loaded}().Reference",
            FlatVectors.Parameters => $"ref {call.Model}_parameters.Reference",
            FlatVectors.Gradients => $"ref {call.Gradients}.Reference",
            "newBuffers" => $"ref {call.Model}_newBuffers.Reference",
            "state" => $"ref {call.State}.Reference",
            "arena" => "ref arena",
            "history" => $"ref {Stream}.History",
            "carried" => $"ref {Stream}.Carried",
            "nextCarried" => $"ref {Stream}.NextCarried",
            "given" => $"ref {Stream}.Given",
            "seed" => $"{call.Model}_seed",
            "step" => "global::ModelGen.Runtime.RandomStreams.Layers + " + call.Step,
            ModelProgram.Share => call.Model + PartialSteps.Field,
            ModelProgram.FirstSample => $"{call.Model}{PartialSteps.Field}?.FirstSample ?? 0",
            "n" => program.Plan.Graph.Nodes.Any(n => n.Shape.IsBatched) ? call.Samples : "1",
            "capacity" => call.Capacity,
            LeafOp.InverseSamples when program.CommonParameters.Any(p => p.Name == ModelProgram.Share) =>
                $"1f / ({call.Model}{PartialSteps.Field}?.Normalized({call.Samples}) ?? {call.Samples})",
            LeafOp.InverseBatch when program.CommonParameters.Any(p => p.Name == ModelProgram.Share) =>
                $"1f / ({call.Model}{PartialSteps.Field}?.Whole ?? {call.Samples})",
            LeafOp.InverseSamples or LeafOp.InverseBatch => $"1f / {call.AllSamples ?? call.Samples}",
            var factor when factor.StartsWith(LeafOp.InverseWeight, StringComparison.Ordinal) => Identifiers.Pascal(factor),
            var other => other,
        }).OfType<string>());

    /// <summary>The ports of one block of samples.</summary>
    private IEnumerable<string> Slices(ModelProgram program)
    {
        var sizes = surface.Inputs.Concat(surface.Outputs).ToDictionary(p => p.Parameter, p => p.SizeConstant);
        foreach (var target in surface.Objectives.SelectMany(objective => objective.Targets)) sizes[target.Parameter] = target.Size;
        foreach (var loss in surface.Objectives.SelectMany(objective => objective.Losses)) sizes[loss.PerSample] = "1";
        sizes[LeafOp.SampleWeights] = "1";
        var gradients = new HashSet<string>(surface.LossOutputs.Select(output => output.GradientParameter));
        foreach (var output in surface.LossOutputs) sizes[output.GradientParameter] = output.SizeConstant;
        sizes[BatchStart.StartState] = sizes[BatchStart.FinalState] = Literals.Integer(surface.StateWidth);
        sizes[GraphOutput.Ranges] = Literals.Integer(surface.Measured);
        return program.Ports(_texts).Select(p => gradients.Contains(p.Name) && program.Kind == ProgramTable.Loss
            ? $"{PortTexts.Span(p.Name)}.IsEmpty ? default : {Slice(p.Name)}"
            : Slice(p.Name));

        string Slice(string port) => sizes[port] == "1"
            ? $"{PortTexts.Span(port)}.Slice(start, count)"
            : $"{PortTexts.Span(port)}.Slice(start * {sizes[port]}, count * {sizes[port]})";
    }

    private static string Work((long PerSample, long Fixed) work) => (work.PerSample, work.Fixed) switch
    {
        (0, var constant) => $"{constant}L",
        (var factor, 0) => $"samples * {factor}L",
        var (factor, constant) => $"(samples * {factor}L) + {constant}L",
    };

    private static string Argument(object value) => value switch
    {
        int number => Literals.Integer(number),
        double number => Literals.Double(number),
        bool flag => flag ? "true" : "false",
        _ => throw new CompilerException($"{value} cannot be written as an argument."),
    };

    private string Expression(HostExpression expression, Func<string, string> variable) => expression switch
    {
        HostExpression.Number number => Literals.Double(number.Value),
        _ when expression == HostExpression.BaseRate || (expression == HostExpression.LearningRate && Optimizer.Schedules.Count == 0) =>
            "(double)_learningRate",
        _ when expression == HostExpression.LearningRate => LearningRate,
        HostExpression.RateFactor factor => $"global::ModelGen.Runtime.LearningRateFactors.{factor.Formula}("
            + string.Join(", ", factor.Arguments.Select(Argument).Prepend($"(long)({Expression(factor.Position, variable)})")) + ")",
        HostExpression.Rounded rounded => $"(double)(float)({Expression(rounded.Operand, variable)})",
        HostExpression.Variable named => variable(named.Name),
        HostExpression.SquareRoot root => $"global::System.Math.Sqrt({Expression(root.Operand, variable)})",
        HostExpression.Choice choice => $"({Expression(choice.Left, variable)} > {Expression(choice.Right, variable)} "
            + $"? {Expression(choice.Then, variable)} : {Expression(choice.Otherwise, variable)})",
        HostExpression.Binary binary => $"({Expression(binary.Left, variable)} {binary.Operator} {Expression(binary.Right, variable)})",
        _ => throw new CompilerException($"{expression.GetType().Name} cannot be written."),
    };
}
