using System.Runtime.ExceptionServices;
using ModelGen.Compiler.Codegen.Explaining;
using ModelGen.Compiler.Codegen.Functions;
using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>The files behind the public members: one that runs the programs, and one with the kernels for each vector width.</summary>
internal sealed class KernelFiles
{
    /// <summary>Prediction of one sample by a tiny model.</summary>
    public const string PredictSample = "PredictSample";

    private const int MostStraightLineKernels = 24;
    private const int MostStraightLineProducts = 4096;

    private readonly ModelSpec _spec;
    private readonly BuiltModel _model;
    private readonly PortTexts _texts;
    private readonly ParameterLayout _layout;
    private readonly ModelProgram _predict;
    private readonly ModelProgram? _predictBlocks;
    private readonly ModelProgram _evaluate;
    private readonly ModelProgram _trainStep;
    private readonly ModelProgram _forwardBackward;
    private readonly ModelProgram _accumulate;
    private readonly ModelProgram _update;
    private bool? _isTiny;

    private KernelFiles(BuiltModel model)
    {
        _spec = model.Spec;
        _model = model;
        var inference = ModelGraph.Of(model);
        var training = model.DependsOnMode ? ModelGraph.Of(ProgramSet.Build(_spec, Mode.Training)) : inference;
        _texts = new PortTexts(SurfaceModel.Of(_model));
        _layout = new ParameterLayout(_model.Stored);
        _predict = new ModelProgram("Predict", new ProgramPlan(ProgramSet.Predict(inference), _layout), IsShared: false);
        if (ProgramSet.PredictBlocks(inference) is { } blocks) _predictBlocks = new ModelProgram("PredictBlocks", new ProgramPlan(blocks, _layout), IsShared: false);
        _evaluate = new ModelProgram("Evaluate", new ProgramPlan(ProgramSet.Evaluate(inference), _layout), IsShared: false);
        _trainStep = new ModelProgram("TrainStep", new ProgramPlan(ProgramSet.TrainStep(training), _layout), IsShared: true);
        _forwardBackward = new ModelProgram("ForwardBackward", new ProgramPlan(ProgramSet.ForwardBackward(training), _layout, keepInputs: true), IsShared: true);
        _accumulate = new ModelProgram("Accumulate", new ProgramPlan(ProgramSet.Accumulate(_layout.TrainableSize), _layout), IsShared: true);
        _update = new ModelProgram("Update", new ProgramPlan(ProgramSet.Update(_model.Optimizer!, _layout.TrainableSize), _layout), IsShared: true);
    }

    /// <summary>All programs, in the order in which they are written.</summary>
    private IEnumerable<ModelProgram> WithKernels => [.. ForPrediction, _evaluate, _trainStep, _forwardBackward, _accumulate, _update];

    private IEnumerable<ModelProgram> ForPrediction => _predictBlocks is null ? [_predict] : [_predict, _predictBlocks];

    /// <summary>The files of a model built for inference.</summary>
    public static IReadOnlyList<GeneratedFile> Emit(BuiltModel model)
    {
        var files = new KernelFiles(model);
        var programs = files.EmitPrograms();
        var kernels = new GeneratedFile[Target.All.Count];
        try
        {
            // The widths share what is planned already, and nothing they change.
            Parallel.For(0, kernels.Length, i => kernels[i] = files.EmitKernels(Target.All[i]));
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Capture(several.InnerExceptions[0]).Throw();
        }

        return [programs, .. kernels];
    }

    /// <summary>The report on the kernels of a model built for inference: a file of comments.</summary>
    /// <param name="model">The model.</param>
    /// <param name="samples">The number of samples that the report's estimates are for.</param>
    public static GeneratedFile Explain(BuiltModel model, int samples)
    {
        var files = new KernelFiles(model);
        var sources = new[] { files.EmitPrograms() }.Concat(Target.All.Select(files.EmitKernels));
        var lines = sources.Select(f => (f.HintName.Split('.').Reverse().ElementAt(2), f.Text.Count(c => c == '\n'))).ToArray();
        var report = Explanation.Lines(model.Spec.Class.FullName, samples, files._layout, lines, files.Explained(samples).ToArray());
        var text = string.Concat(report.Select(line => line.Length == 0 ? "//\n" : $"// {line}\n"));
        return new GeneratedFile(ClassFrame.HintName(model.Spec.Class, "explain"), text);
    }

    /// <summary>The programs with their kernels, which are named in the order in which the files are written.</summary>
    private IEnumerable<ExplainedProgram> Explained(int samples)
    {
        var sets = Target.All.Select(target => new KernelSet(target, new VectorIsa(target), WithKernels)).ToArray();
        return
        [
            .. ForPrediction.Select(p => Program(p)), Program(_evaluate), Program(_trainStep), Program(_forwardBackward, "Forward", Phase.Forward),
            Program(_forwardBackward, "Backward", Phase.Backward), Program(_accumulate), Program(_update),
        ];

        ExplainedProgram Program(ModelProgram program, string? name = null, Phase? phase = null) => new(name ?? program.Name, program.Plan, program.Plan.KernelsOf(phase)
            .Select(g => new ExplainedKernel(g, program.Plan, sets.Select(s => s.CallOf(g, program)).ToArray(), samples)).ToArray());
    }

    /// <summary>Whether prediction of one sample is little enough to be written out as one method.</summary>
    /// <remarks>Decided for all widths by the text of one.</remarks>
    private bool IsTiny() => _isTiny ??= _predict.Plan.Groups.Count <= MostStraightLineKernels
        && _predict.Plan.Graph.Nodes.Sum(n => n.Op.MultiplyAdds(n)) <= MostStraightLineProducts
        && StraightLineLength() <= JitBudget.StraightLineLines;

    private int StraightLineLength()
    {
        var writer = new SourceWriter();
        var isa = new VectorIsa(Target.Vector512);
        new ProgramPrinter(_predict, Target.Vector512, new KernelSet(Target.Vector512, isa, []), _texts, _ => 0)
            .PrintStraightLine(writer, PredictSample, isa, HostWriter.BlockOf([.. ForPrediction, _evaluate]));
        return writer.ToString().Count(c => c == '\n');
    }

    private GeneratedFile EmitPrograms()
    {
        const string Description = "Runs the programs: scratch memory, the samples and kernels of each thread, the choice of the vector width.";
        return File(hasReferences: true, "programs", Description, writer =>
            new HostWriter(writer, IsTiny(), _model, _layout, _texts, _predict, _predictBlocks, _evaluate, _trainStep, _forwardBackward, _accumulate, _update).Write());
    }

    private GeneratedFile EmitKernels(Target target)
    {
        var isa = new VectorIsa(target);
        var kernels = new KernelSet(target, isa, WithKernels);
        var offsets = _model.Optimizer!.States.Select((name, i) => (name, i)).ToDictionary(s => s.name, s => s.i * _layout.TrainableSize);
        offsets[ProgramSet.NewGradients] = 0;
        var programs = new SourceWriter();
        foreach (var program in ForPrediction.Concat([_evaluate, _trainStep]))
        {
            Printer(program).Print(programs, program.Name);
            programs.Line();
        }

        if (IsTiny())
        {
            Printer(_predict).PrintStraightLine(programs, PredictSample, isa, HostWriter.BlockOf([.. ForPrediction, _evaluate]));
            programs.Line();
        }

        Printer(_forwardBackward).Print(programs, "Forward", Phase.Forward);
        programs.Line();
        Printer(_forwardBackward).Print(programs, "Backward", Phase.Backward);
        programs.Line();
        Printer(_accumulate).Print(programs, _accumulate.Name);
        programs.Line();
        Printer(_update).Print(programs, _update.Name);

        var methods = new SourceWriter();
        kernels.Print(methods);

        var functions = new List<string>();
        if (isa.UsesGather) functions.AddRange(LaneFunctions.Gather(target));
        if (isa.UsesMask) functions.Add(LaneFunctions.KeepFirst(isa));
        if (isa.UsesSum) functions.Add(LaneFunctions.Combine(isa, target, isSum: true));
        if (isa.UsesLarger) functions.Add(LaneFunctions.Larger(isa, target));
        if (isa.UsesMax) functions.Add(LaneFunctions.Combine(isa, target, isSum: false));
        functions.AddRange(ElementaryFunctions.Named(isa.UsedFunctions).Select(f => f.SourceFor(isa)));

        return File(
            hasReferences: false,
            "kernels" + target.Bits,
            $"The kernels for {target.Bits}-bit vectors. The other widths give the same bits.",
            writer =>
            {
                using (writer.Block($"private static class Kernels{target.Bits}"))
                {
                    writer.Line(programs.ToString().TrimEnd('\n'));
                    writer.Line(methods.ToString().TrimEnd('\n'));
                    foreach (var function in functions) writer.Line().Line(function);
                }
            });

        ProgramPrinter Printer(ModelProgram program) => new(program, target, kernels, _texts, name => offsets[name]);
    }

    private GeneratedFile File(bool hasReferences, string part, string description, Action<SourceWriter> body) => new(
        ClassFrame.HintName(_spec.Class, part),
        ClassFrame.Write(_spec.Class, [$"{_spec.Class.Name}: {description}"], [], [], [], body, hasKernels: true, hasReferences));
}
