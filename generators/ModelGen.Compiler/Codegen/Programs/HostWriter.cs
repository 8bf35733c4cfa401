using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>Writes what stands between the public members and the programs.</summary>
internal sealed class HostWriter(
    bool isTiny, BuiltModel model, ParameterLayout layout, PortTexts texts, ModelProgram predict, ModelProgram evaluate, ModelProgram trainStep, ModelProgram forwardBackward, ModelProgram accumulate, ModelProgram update)
{
    /// <summary>Prediction's scratch memory holds no more than this, or sixteen samples if they need more.</summary>
    private const int ScratchBytes = 4 << 20;

    private readonly SurfaceModel _surface = SurfaceModel.Of(model);

    private int Block => BlockOf(predict, evaluate);

    /// <summary>Samples computed at a time by Predict and Evaluate: a multiple of sixteen.</summary>
    public static int BlockOf(ModelProgram predict, ModelProgram evaluate)
    {
        var bytes = 4L * Math.Max(predict.Plan.ArenaPerSample, evaluate.Plan.ArenaPerSample);
        return new[] { 64, 32 }.FirstOrDefault(block => bytes * block <= ScratchBytes) is > 0 and var fits ? fits : 16;
    }

    public void Write(SourceWriter writer)
    {
        WriteFields(writer);
        Separated(writer, WriteScratch, WriteArena, WritePredict, WriteEvaluate, WriteTrainStep, WriteForward, WriteBackward, WriteUpdate, WriteCopies);
    }

    private static void Separated(SourceWriter writer, params Action<SourceWriter>[] members)
    {
        foreach (var member in members)
        {
            writer.Line();
            member(writer);
        }
    }

    private void WriteFields(SourceWriter writer)
    {
        writer.Line("private static readonly int s_vectorBits = global::ModelGen.Runtime.VectorWidth.Choose();");
        writer.Line("[ThreadStatic]");
        writer.Line("private static global::ModelGen.Runtime.AlignedBuffer? t_scratch;");
        writer.Line("private global::ModelGen.Runtime.AlignedBuffer? _arena;");
        writer.Line("private global::ModelGen.Runtime.AlignedBuffer? _newGradients;");
        writer.Line("private int _capacity;");
        var states = model.Optimizer!.States.Count;
        if (states > 0) writer.Line($"private readonly global::ModelGen.Runtime.AlignedBuffer _optimizerState = new({layout.Size * states});");
        foreach (var state in model.Optimizer.HostStates) writer.Line($"private double _{state.Name} = {Literals.Double(state.Initial)};");
    }

    private void WriteScratch(SourceWriter writer)
    {
        var size = Math.Max(Size(predict.Plan), Size(evaluate.Plan));
        writer.Line($"/// <summary>This thread's scratch memory: room for {Block} samples.</summary>");
        writer.Line($"private static ref float Scratch() => ref (t_scratch ??= new({Literals.Integer(Math.Max(16, size))})).Reference;");

        long Size(ProgramPlan plan) => plan.ArenaFixed + ((long)plan.ArenaPerSample * Block);
    }

    private void WriteArena(SourceWriter writer)
    {
        var perSample = Math.Max(trainStep.Plan.ArenaPerSample, forwardBackward.Plan.ArenaPerSample);
        var constant = Math.Max(16, Math.Max(trainStep.Plan.ArenaFixed, forwardBackward.Plan.ArenaFixed));
        writer.Line("/// <summary>Memory for activations and their gradients, for the largest batch so far.</summary>");
        using (writer.Block("private ref float Arena(int samples)"))
        {
            using (writer.Block("if (_arena is null || samples > _capacity)"))
            {
                writer.Line("var capacity = (samples + 15L) / 16 * 16;");
                writer.Line($"_arena = global::ModelGen.Runtime.AlignedBuffer.ForSamples(capacity, {perSample}, {constant});");
                writer.Line("_capacity = (int)capacity;");
            }

            writer.Line("return ref _arena.Reference;");
        }
    }

    private void WritePredict(SourceWriter writer)
    {
        using var method = writer.Block(KernelMethods.Predict(_surface).Signature);
        if (predict.CommonParameters.Any(p => p.Name == "arena")) writer.Line("ref float arena = ref Scratch();");
        if (isTiny)
        {
            using (writer.Block("if (samples == 1)"))
            {
                Dispatch(writer, predict, KernelFiles.PredictSample, Names(predict.Ports(texts)), "", null, null);
                writer.Line("return;");
            }

            writer.Line();
        }

        using (writer.Block($"for (var start = 0; start < samples; start += {Block})"))
        {
            writer.Line($"var count = global::System.Math.Min({Block}, samples - start);");
            Dispatch(writer, predict, "Predict", Slice(predict), "", "count", Literals.Integer(Block));
        }
    }

    private void WriteEvaluate(SourceWriter writer)
    {
        using var method = writer.Block(KernelMethods.Evaluate(_surface).Signature);
        writer.Line("ref float arena = ref Scratch();");
        using (writer.Block($"for (var start = 0; start < samples; start += {Block})"))
        {
            writer.Line($"var count = global::System.Math.Min({Block}, samples - start);");
            Dispatch(writer, evaluate, "Evaluate", Slice(evaluate), "lossSum += ", "count", Literals.Integer(Block));
        }
    }

    private void WriteTrainStep(SourceWriter writer)
    {
        using var method = writer.Block(KernelMethods.TrainStep(_surface).Signature);
        writer.Line("ref float arena = ref Arena(samples);");
        Dispatch(writer, trainStep, "TrainStep", Names(trainStep.Ports(texts)), "lossSum += ", "samples", "_capacity");
    }

    private void WriteForward(SourceWriter writer)
    {
        using var method = writer.Block(KernelMethods.Forward(_surface).Signature);
        writer.Line("ref float arena = ref Arena(samples);");
        Dispatch(writer, forwardBackward, "Forward", Names(forwardBackward.Ports(texts, Phase.Forward)), "", "samples", "_capacity");
    }

    private void WriteBackward(SourceWriter writer)
    {
        using var method = writer.Block(KernelMethods.Backward(_surface).Signature);
        writer.Line("ref float arena = ref Arena(samples);");
        writer.Line();
        writer.Line($"_newGradients ??= new({layout.Size});");
        writer.Line("// Forward has counted the step already; random numbers must be the ones it drew.");
        Dispatch(writer, forwardBackward, "Backward", Names(forwardBackward.Ports(texts, Phase.Backward)), "", "samples", "_capacity", step: "_step - 1", gradients: "_newGradients");
        Dispatch(writer, accumulate, "Accumulate", [], "", "1", "1", state: "_newGradients");
    }

    private void WriteUpdate(SourceWriter writer)
    {
        using var method = writer.Block(KernelMethods.Update.Signature);
        var states = model.Optimizer!.HostStates;
        foreach (var state in states) writer.Line($"var {state.Name} = {Expression(state.Next, name => "_" + name)};");
        foreach (var scalar in model.Optimizer.Scalars) writer.Line($"var {scalar.Name} = (float)({Expression(scalar.Value, name => name)});");
        Dispatch(writer, update, "Update", [], "", "1", "1");
        foreach (var state in states) writer.Line($"_{state.Name} = {state.Name};");
    }

    /// <summary>The same call for each width, without what is null; the branch is always the same and costs next to nothing.</summary>
    private void Dispatch(SourceWriter writer, ModelProgram program, string name, IEnumerable<string> ports, string assign, string? samples, string? capacity, string step = "_step", string gradients = "_gradients", string state = "_optimizerState")
    {
        var arguments = string.Join(", ", ports.Concat(program.CommonParameters.Select(p => p.Name switch
        {
            "parameters" => "ref _parameters.Reference",
            "gradients" => $"ref {gradients}.Reference",
            "state" => $"ref {state}.Reference",
            "arena" => "ref arena",
            "seed" => "_seed",
            "step" => "global::ModelGen.Runtime.RandomStreams.Layers + " + step,
            "n" => samples,
            "capacity" => capacity,
            ProgramSet.InverseSamples => $"1f / {samples}",
            var scalar => scalar,
        })).Where(a => a is not null));
        using var block = writer.Block("switch (s_vectorBits)");
        foreach (var target in Target.All)
        {
            writer.Line(target == Target.All[Target.All.Count - 1] ? "default:" : $"case {target.Bits}:");
            using (writer.Indent())
            {
                writer.Line($"{assign}Kernels{target.Bits}.{name}({arguments});");
                writer.Line("break;");
            }
        }
    }

    private static IEnumerable<string> Names(IEnumerable<(string Type, string Name)> ports) => ports.Select(p => p.Name);

    /// <summary>The ports of one block of samples.</summary>
    private IEnumerable<string> Slice(ModelProgram program)
    {
        var sizes = _surface.Inputs.Concat(_surface.Outputs).ToDictionary(p => p.Parameter, p => p.SizeConstant);
        foreach (var target in _surface.Targets) sizes[target.Name] = target.Size;
        return program.Ports(texts).Select(p => sizes[p.Name] == "1"
            ? $"{p.Name}.Slice(start, count)"
            : $"{p.Name}.Slice(start * {sizes[p.Name]}, count * {sizes[p.Name]})");
    }

    private static string Expression(HostExpression expression, Func<string, string> variable) => expression switch
    {
        HostExpression.Number number => Literals.Double(number.Value),
        HostExpression.Variable { Name: "learningRate" } => "(double)_learningRate",
        HostExpression.Variable named => variable(named.Name),
        HostExpression.SquareRoot root => $"global::System.Math.Sqrt({Expression(root.Operand, variable)})",
        HostExpression.Binary binary => $"({Expression(binary.Left, variable)} {binary.Operator} {Expression(binary.Right, variable)})",
        _ => throw new CompilerException($"{expression.GetType().Name} cannot be written."),
    };

    private void WriteCopies(SourceWriter writer)
    {
        var all = new[] { predict, evaluate, trainStep, forwardBackward };
        var staged = all.SelectMany(p => p.Plan.Staged).ToArray();
        writer.Line("""
            // Rows of a tensor to the caller's memory: whole rows where nothing lies between them.
            private static void CopyOut(ref float source, Span<float> target, int rowLength, int rowStride)
            {
                if (rowLength == rowStride)
                {
                    MemoryMarshal.CreateReadOnlySpan(ref source, target.Length).CopyTo(target);
                    return;
                }

                for (nint from = 0, to = 0; to < target.Length; from += rowStride, to += rowLength)
                    MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref source, from), rowLength).CopyTo(target.Slice((int)to, rowLength));
            }
            """);
        writer.Line();
        writer.Line("""
            // In order and in double precision, so that the sum does not depend on how the samples were divided.
            private static double SumLosses(ref float losses, nint n)
            {
                double sum = 0;
                for (nint i = 0; i < n; i++) sum += Unsafe.Add(ref losses, i);
                return sum;
            }
            """);

        if (staged.Any(s => s.Op is Ops.LeafOp { Kind: Ops.LeafKind.OutputGradient }))
        {
            writer.Line();
            writer.Line("""
                // The caller's memory to rows of a tensor.
                private static void CopyRows(ReadOnlySpan<float> source, ref float target, int rowLength, int rowStride)
                {
                    for (nint from = 0, to = 0; from < source.Length; from += rowLength, to += rowStride)
                        source.Slice((int)from, rowLength).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, to), rowLength));
                }
                """);
        }

        if (staged.Any(Memory.IsPacked))
        {
            writer.Line();
            writer.Line("private static void CopyIn(ReadOnlySpan<float> source, ref float target) => source.CopyTo(MemoryMarshal.CreateSpan(ref target, source.Length));");
        }

        if (staged.Any(s => s.Op is Ops.LeafOp { Kind: Ops.LeafKind.Label }))
        {
            writer.Line();
            writer.Line("""
                // Labels as floats, which hold them exactly.
                private static void CopyLabels(ReadOnlySpan<int> labels, ref float target, int rowLength, int rowStride)
                {
                    nint row = 0;
                    for (int from = 0, within = 0; from < labels.Length; from++)
                    {
                        Unsafe.Add(ref target, row + within) = labels[from];
                        if (++within == rowLength)
                        {
                            within = 0;
                            row += rowStride;
                        }
                    }
                }
                """);
        }
    }
}
