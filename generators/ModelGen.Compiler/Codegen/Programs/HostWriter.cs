using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>Writes what stands between the public members and the programs.</summary>
internal sealed class HostWriter(
    SourceWriter writer, bool isTiny, BuiltModel model, ParameterLayout layout, PortTexts texts, ModelProgram predict, ModelProgram? predictBlocks, ModelProgram evaluate, ModelProgram trainStep, ModelProgram forwardBackward, ModelProgram accumulate, ModelProgram update)
{
    /// <summary>Prediction's scratch memory holds no more than this, or sixteen samples if they need more.</summary>
    private const int ScratchBytes = 4 << 20;

    /// <summary>From this many samples on, a block of sixteen is faster than each of them alone, though its other lanes are idle.</summary>
    /// <remarks>Measured: a block costs as much as 10.8 samples of LeNet-5, 16.7 of ResNet-20.</remarks>
    private const int Many = 12;

    private const string Buffer = Framework.AlignedBuffer;

    private readonly SurfaceModel _surface = SurfaceModel.Of(model);
    private readonly JobWriter _jobs = new(writer, SurfaceModel.Of(model).ClassName);

    private int Block => BlockOf(PredictAndEvaluate);

    private ModelProgram[] PredictAndEvaluate => predictBlocks is null ? [predict, evaluate] : [predict, predictBlocks, evaluate];

    /// <summary>Samples computed at a time by Predict and Evaluate: a multiple of sixteen.</summary>
    public static int BlockOf(params ModelProgram[] programs)
    {
        var bytes = 4L * programs.Max(p => p.Plan.ArenaPerSample);
        return new[] { 64, 32 }.FirstOrDefault(block => bytes * block <= ScratchBytes) is > 0 and var fits ? fits : 16;
    }

    public void Write()
    {
        WriteFields();
        Separated(
            WriteScratch, WriteReserve, WritePredict, WritePredictJob, WriteEvaluate, WriteEvaluateJob, WriteTrainStep, WriteTrainStepJob,
            WriteForward, WriteForwardJob, WriteBackward, WriteBackwardJob, WriteUpdate, WriteUpdateJob, WriteCopies, WriteDescriptions);
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
        writer.Line("private static readonly int s_vectorBits = global::ModelGen.Runtime.VectorWidth.Chosen;");
        writer.Line("[global::System.ThreadStatic]");
        writer.Line($"private static {Buffer}? t_scratch;");
        writer.Line($"private {Buffer}? _arena;");
        writer.Line($"private {Buffer}? _newGradients;");
        writer.Line("private int _capacity;");
        var states = model.Optimizer!.States.Count;
        if (states > 0) writer.Line($"private readonly {Buffer} _optimizerState = new({layout.TrainableSize * states});");
        foreach (var state in model.Optimizer.HostStates) writer.Line($"private double _{state.Name} = {Literals.Double(state.Initial)};");
    }

    private void WriteDescriptions() => Descriptions.Write(_surface, writer);

    private void WriteScratch()
    {
        var size = PredictAndEvaluate.Max(p => Size(p.Plan));
        writer.Line($"/// <summary>This thread's scratch memory: room for {Block} samples.</summary>");
        writer.Line($"private static ref float Scratch() => ref (t_scratch ??= new({Literals.Integer(Math.Max(16, size))})).Reference;");

        long Size(ProgramPlan plan) => plan.ArenaFixed + ((long)plan.ArenaPerSample * Block);
    }

    private void WriteReserve()
    {
        var perSample = Math.Max(trainStep.Plan.ArenaPerSample, forwardBackward.Plan.ArenaPerSample);
        var constant = Math.Max(16, Math.Max(trainStep.Plan.ArenaFixed, forwardBackward.Plan.ArenaFixed));
        writer.Line("/// <summary>Makes room for activations and their gradients, if there is none for so large a batch.</summary>");
        using var method = writer.Block("private void Reserve(int samples)");
        writer.Line("if (_arena is not null && samples <= _capacity) return;");
        writer.Line("var capacity = (samples + 15L) / 16 * 16;");
        writer.Line($"_arena = {Buffer}.ForSamples(capacity, {perSample}, {constant});");
        writer.Line("_capacity = (int)capacity;");
    }

    private void WritePredict()
    {
        using var method = writer.Block(KernelMethods.Predict(_surface).Signature);
        if (isTiny)
        {
            using (writer.Block("if (samples == 1)"))
            {
                if (UsesArena(predict)) writer.Line("ref float arena = ref Scratch();");
                _jobs.Dispatch(KernelFiles.PredictSample, Arguments(predict, Ports(predict).Select(p => p.Name), new Call { Model = "", Samples = null, Capacity = null }));
                writer.Line("return;");
            }

            writer.Line();
        }

        Run("PredictJob", predict);
    }

    private void WritePredictJob() => BlockByBlock("PredictJob", "Prediction. Each thread has samples and scratch memory of its own.", predict, predictBlocks);

    private void WriteEvaluate()
    {
        using var method = writer.Block(KernelMethods.Evaluate(_surface).Signature);
        WithLosses(() => Run("EvaluateJob", evaluate));
    }

    private void WriteEvaluateJob() => BlockByBlock("EvaluateJob", "The losses as in prediction. Each thread has samples and scratch memory of its own.", evaluate);

    private void WriteTrainStep()
    {
        using var method = writer.Block(KernelMethods.TrainStep(_surface).Signature);
        writer.Line("Reserve(samples);");
        WithLosses(() => Run("TrainStepJob", trainStep));
    }

    private void WriteTrainStepJob() => Structure("TrainStepJob", "Forward, loss and backward pass.", trainStep, null, () => InArena(trainStep, "TrainStep"));

    private void WriteForward()
    {
        using var method = writer.Block(KernelMethods.Forward(_surface).Signature);
        writer.Line("Reserve(samples);");
        Run("ForwardJob", forwardBackward, Phase.Forward);
    }

    private void WriteForwardJob() => Structure("ForwardJob", "The forward pass in training mode.", forwardBackward, Phase.Forward, () => InArena(forwardBackward, "Forward", Phase.Forward));

    private void WriteBackward()
    {
        using var method = writer.Block(KernelMethods.Backward(_surface).Signature);
        writer.Line($"_newGradients ??= new({layout.TrainableSize});");
        Run("BackwardJob", forwardBackward, Phase.Backward, accumulate);
    }

    private void WriteBackwardJob() => Structure(
        "BackwardJob", "The backward pass, whose gradients are then added to those before.", forwardBackward, Phase.Backward, () =>
        {
            writer.Line("// Forward has counted the step already; random numbers must be the ones it drew.");
            InArena(forwardBackward, "Backward", Phase.Backward, new Call { Step = "Model._step - 1", Gradients = "Model._newGradients!" });
            writer.Line("part.Barrier();");
            _jobs.Dispatch("Accumulate", Arguments(accumulate, [], new Call { State = "Model._newGradients!" }));
        });

    private void WriteUpdate()
    {
        using var method = writer.Block(KernelMethods.Update.Signature);
        var states = model.Optimizer!.HostStates;
        foreach (var state in states) writer.Line($"var {state.Name} = {Expression(state.Next, name => "_" + name)};");
        foreach (var scalar in model.Optimizer.Scalars) writer.Line($"var {scalar.Name} = (float)({Expression(scalar.Value, name => name)});");
        _jobs.Call("UpdateJob", Scalars.Select(s => (s, s)), Work(update.Plan.Work()));
        foreach (var state in states) writer.Line($"_{state.Name} = {state.Name};");
    }

    private void WriteUpdateJob() => _jobs.Structure(
        "UpdateJob", "One step of the optimizer.", Scalars.Select(s => ("float", s)), () => _jobs.Dispatch("Update", Arguments(update, [], new Call())));

    /// <summary>What the optimizer's kernel takes from the host.</summary>
    private IEnumerable<string> Scalars => update.CommonParameters.Where(p => p.Type == "float").Select(p => p.Name);

    /// <summary>The losses of the samples lie beside the model, so that the caller adds them up in order.</summary>
    private void WithLosses(Action run)
    {
        writer.Line($"var {PortTexts.Losses} = {Framework.Losses}.For(samples);");
        run();
        writer.Line($"lossSum += {Framework.Losses}.Sum({PortTexts.Losses});");
    }

    private void Run(string job, ModelProgram program, Phase? phase = null, ModelProgram? then = null)
    {
        var work = program.Plan.Work(phase);
        if (then is not null) work.Fixed += then.Plan.Work().Fixed;
        var ports = Ports(program, phase).Select(p => (PortTexts.Span(p.Name), p.Name));
        _jobs.Call(job, new[] { ("Samples", "samples") }.Concat(ports), Work(work));
    }

    private void Structure(string job, string comment, ModelProgram program, Phase? phase, Action body) =>
        _jobs.Structure(job, comment, new[] { ("int", "Samples") }.Concat(Ports(program, phase).Select(p => (p.Type, PortTexts.Span(p.Name)))), body);

    /// <summary>A job whose threads each do some of the samples, in blocks.</summary>
    /// <param name="job">Its name.</param>
    /// <param name="comment">What it does.</param>
    /// <param name="program">The program for any number of samples.</param>
    /// <param name="many">The same for many, or null.</param>
    private void BlockByBlock(string job, string comment, ModelProgram program, ModelProgram? many = null) => Structure(job, comment, program, null, () =>
    {
        if (UsesArena(program) || (many is not null && UsesArena(many))) writer.Line("ref float arena = ref Scratch();");
        writer.Line($"int first = (int)part.First(Samples, {Division.Granule}), last = (int)part.Last(Samples, {Division.Granule});");
        if (many is null)
        {
            using var turn = writer.Block($"for (var start = first; start < last; start += {Block})");
            writer.Line($"var count = global::System.Math.Min({Block}, last - start);");
            Dispatch(program);
            return;
        }

        using var loop = writer.Block("for (int start = first, count; start < last; start += count)");
        writer.Line($"count = global::System.Math.Min({Block}, last - start);");
        using (writer.Block($"if (count >= {Many})"))
        {
            writer.Line("// Whole sixteens, and a rest that nearly is one. A smaller rest is faster one by one: that is the next turn.");
            writer.Line($"if (count % {Layout.Lanes} < {Many}) count -= count % {Layout.Lanes};");
            Dispatch(many);
        }

        using (writer.Block("else")) Dispatch(program);

        void Dispatch(ModelProgram one) =>
            _jobs.Dispatch(one.Name, Arguments(one, Slices(one), new Call { Samples = "count", Capacity = Literals.Integer(Block) }));
    });

    /// <summary>The call of a program that all threads run in the model's arena.</summary>
    private void InArena(ModelProgram program, string name, Phase? phase = null, Call? call = null)
    {
        if (UsesArena(program)) writer.Line("ref float arena = ref Model._arena!.Reference;");
        _jobs.Dispatch(name, Arguments(program, Ports(program, phase).Select(p => PortTexts.Span(p.Name)), call ?? new Call()));
    }

    private static bool UsesArena(ModelProgram program) => program.CommonParameters.Any(p => p.Name == "arena");

    private IReadOnlyList<(string Type, string Name)> Ports(ModelProgram program, Phase? phase = null) => program.Ports(texts, phase);

    /// <summary>What a program is called with, without what is null.</summary>
    private static IEnumerable<string> Arguments(ModelProgram program, IEnumerable<string> ports, Call call) =>
        ports.Concat(program.CommonParameters.Select(p => p.Name switch
        {
            "parameters" => $"ref {call.Model}_parameters.Reference",
            "gradients" => $"ref {call.Gradients}.Reference",
            "newBuffers" => $"ref {call.Model}_newBuffers.Reference",
            "state" => $"ref {call.State}.Reference",
            "arena" => "ref arena",
            "seed" => $"{call.Model}_seed",
            "step" => "global::ModelGen.Runtime.RandomStreams.Layers + " + call.Step,
            "n" => program.Plan.Graph.Nodes.Any(n => n.Shape.IsBatched) ? call.Samples : "1",
            "capacity" => call.Capacity,
            Ops.LeafOp.InverseSamples => $"1f / {call.Samples}",
            var other => other,
        }).OfType<string>());

    /// <summary>The ports of one block of samples.</summary>
    private IEnumerable<string> Slices(ModelProgram program)
    {
        var sizes = _surface.Inputs.Concat(_surface.Outputs).ToDictionary(p => p.Parameter, p => p.SizeConstant);
        foreach (var target in _surface.Targets) sizes[target.Name] = target.Size;
        sizes[PortTexts.Losses] = "1";
        return Ports(program).Select(p => sizes[p.Name] == "1"
            ? $"{PortTexts.Span(p.Name)}.Slice(start, count)"
            : $"{PortTexts.Span(p.Name)}.Slice(start * {sizes[p.Name]}, count * {sizes[p.Name]})");
    }

    private static string Work((long PerSample, long Fixed) work) => (work.PerSample, work.Fixed) switch
    {
        (0, var constant) => $"{constant}L",
        (var factor, 0) => $"samples * {factor}L",
        var (factor, constant) => $"(samples * {factor}L) + {constant}L",
    };

    private static string Expression(HostExpression expression, Func<string, string> variable) => expression switch
    {
        HostExpression.Number number => Literals.Double(number.Value),
        HostExpression.Variable { Name: "learningRate" } => "(double)_learningRate",
        HostExpression.Variable named => variable(named.Name),
        HostExpression.SquareRoot root => $"global::System.Math.Sqrt({Expression(root.Operand, variable)})",
        HostExpression.Binary binary => $"({Expression(binary.Left, variable)} {binary.Operator} {Expression(binary.Right, variable)})",
        _ => throw new CompilerException($"{expression.GetType().Name} cannot be written."),
    };

    private void WriteCopies()
    {
        writer.Line(CopyFunctions.CopyOut);
        var plans = PredictAndEvaluate.Concat([trainStep, forwardBackward]).Select(p => p.Plan).ToArray();
        var staged = plans.SelectMany(p => p.Staged).Select(n => (n.Lanes, IsLabel: ((Ops.LeafOp)n.Op).Kind == Ops.LeafKind.Label)).ToArray();
        WriteIf(staged.Contains((Lanes.Features, false)), CopyFunctions.CopyIn);
        WriteIf(staged.Contains((Lanes.Features, true)), CopyFunctions.CopyLabels);
        WriteIf(staged.Contains((Lanes.Samples, false)), CopyFunctions.TurnIn);
        WriteIf(staged.Contains((Lanes.Samples, true)), CopyFunctions.TurnLabels);
        WriteIf(plans.SelectMany(p => p.Graph.Outputs).Any(o => o.Node.Lanes == Lanes.Samples && o.Node.Shape.IsBatched), CopyFunctions.TurnOut);

        WriteIf(plans.SelectMany(p => p.Graph.Nodes).Any(n => ContractPlan.WholeBlocks(n).Any()), CopyFunctions.ClearRest);
        WriteTables(plans);

        void WriteIf(bool isNeeded, string function)
        {
            if (isNeeded) writer.Line().Line(function);
        }
    }

    private void WriteTables(IEnumerable<ProgramPlan> plans)
    {
        foreach (var table in plans.SelectMany(p => p.Graph.Nodes).Select(n => n.Op).OfType<Ops.TableOp>().Distinct())
        {
            var numbers = Numbers(table).Select(number => Literals.Float(number)).ToArray();
            writer.Line().Line($"// {table}, its rows padded to whole vectors.");
            writer.Line($"private static global::System.ReadOnlySpan<float> {table.Formula.Name} =>").Line("[");
            using (writer.Indent())
            {
                for (var i = 0; i < numbers.Length; i += Layout.Lanes) writer.Line(string.Join(", ", numbers, i, Layout.Lanes) + ",");
            }

            writer.Line("];");
        }
    }

    /// <summary>A table's elements as they lie in memory.</summary>
    private static float[] Numbers(Ops.TableOp table)
    {
        var (sizes, numbers) = (table.Formula.Sizes, table.Formula.Numbers());
        var layout = Layout.Padded(sizes);
        var memory = new float[Layout.RoundUp(layout.SampleSize)];
        var next = 0;
        Tensor.ForEach([.. sizes.Dimensions], index =>
            memory[index.Select((position, axis) => sizes[axis] == 1 ? 0 : position * layout.Strides[axis]).Sum()] = (float)numbers[next++]);
        return memory;
    }

    /// <summary>The values of a program's parameters, where calls differ.</summary>
    private sealed record Call
    {
        public string Model { get; init; } = "Model.";

        public string Gradients { get; init; } = "Model._gradients";

        public string State { get; init; } = "Model._optimizerState";

        public string Step { get; init; } = "Model._step";

        public string? Samples { get; init; } = "Samples";

        public string? Capacity { get; init; } = "Model._capacity";
    }
}
