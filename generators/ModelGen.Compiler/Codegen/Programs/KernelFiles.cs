using System.Runtime.ExceptionServices;
using ModelGen.Compiler.Codegen.Carried;
using ModelGen.Compiler.Codegen.Explaining;
using ModelGen.Compiler.Codegen.Functions;
using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>The files behind the public members: one that runs the programs, and one with the kernels for each vector width.</summary>
internal sealed class KernelFiles
{
    private readonly PlannedModel _planned;
    private readonly VectorWidths _widths;
    private readonly SurfaceModel _surface;
    private readonly PortTexts _texts;
    private readonly IReadOnlyList<ModelProgram> _straight;

    private KernelFiles(BuiltModel model, VectorWidths widths)
    {
        _widths = widths;
        _planned = new PlannedModel(model);
        _surface = SurfaceModel.Of(model);
        _texts = new PortTexts(_surface);
        _straight = StraightLine.Among(_planned, _texts);
    }

    private ModelSpec Spec => _planned.Model.Spec;

    /// <summary>The files of a model built for inference.</summary>
    /// <param name="model">The model.</param>
    /// <param name="widths">The vector widths that kernels are written for.</param>
    public static IReadOnlyList<GeneratedFile> Emit(BuiltModel model, VectorWidths widths)
    {
        var files = new KernelFiles(model, widths);
        var programs = files.EmitPrograms();
        var targets = widths.Targets;
        var kernels = new GeneratedFile[targets.Count];
        try
        {
            // The widths share the plan, which they do not change.
            Parallel.For(0, kernels.Length, i => kernels[i] = files.EmitKernels(targets[i]));
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Capture(several.InnerExceptions[0]).Throw();
        }

        return [programs, .. kernels];
    }

    /// <summary>The report on the kernels of a model built for inference: a file of comments.</summary>
    /// <param name="model">The model.</param>
    /// <param name="widths">The vector widths that kernels are written for. The report tells of all.</param>
    /// <param name="samples">The number of samples that the report's estimates are for.</param>
    public static GeneratedFile Explain(BuiltModel model, VectorWidths widths, int samples)
    {
        var files = new KernelFiles(model, widths);
        var sources = new[] { files.EmitPrograms() }.Concat(widths.Targets.Select(files.EmitKernels));
        var lines = sources.Select(f => (f.HintName.Split('.').Reverse().ElementAt(2), f.Text.Count(c => c == '\n'))).ToArray();
        var report = Explanation.Lines(
            model.Spec.Class.FullName,
            samples,
            files._planned.Layout,
            lines,
            files.Explained(samples).ToArray());
        var text = string.Concat(report.Select(line => line.Length == 0 ? "//\n" : $"// {line}\n"));
        return new GeneratedFile(ClassFrame.HintName(model.Spec.Class, "explain"), text);
    }

    /// <summary>The programs with their kernels, which are named in the order in which the files are written.</summary>
    private IEnumerable<ExplainedProgram> Explained(int samples)
    {
        var sets = Target.All
            .Select(target => new KernelSet(target, NewIsa(target), _planned.Programs.Where(p => HasKernels(p, target))))
            .ToArray();
        return
            from program in _planned.Programs
            from method in program.Kind.Methods
            let kernels = program
                .Plan.KernelsOf(method.Phase)
                .Select(g => new ExplainedKernel(
                    g,
                    program.Plan,
                    Target.All.Select((target, i) => HasKernels(program, target) ? sets[i].CallOf(g, program) : Inline(g, program, target))
                        .ToArray(),
                    samples))
            select new ExplainedProgram(method.Name, program.Plan, kernels.ToArray())
            {
                PartialFloats = program.PartialFloats,
                Slices = program.RunsInSlices ? _planned.Slices : null,
            };
    }

    /// <summary>Whether a program has kernels that are methods. Without fused multiply-adds, all of them have.</summary>
    private bool HasKernels(ModelProgram program, Target target) =>
        target.LanesPerPart == FusedFunctions.Lanes || !StraightLine.IsOnly(program) || !_straight.Contains(program);

    /// <summary>A kernel in the method of a program that has no others.</summary>
    private static KernelCall Inline(KernelGroup group, ModelProgram program, Target target)
    {
        var (kernel, addresses) = GroupLowering.Lower(group, program.Plan, target.OneSample);
        return new KernelCall(StraightLine.NameOf(program), kernel, addresses, []);
    }

    private GeneratedFile EmitPrograms()
    {
        const string Description =
            "Runs the programs: scratch memory, the samples and kernels of each thread, the choice of the vector width.";
        return File(
            hasReferences: true,
            "programs",
            Description,
            writer => new HostWriter(writer, _planned, _surface, _widths, _straight).Write());
    }

    private VectorIsa NewIsa(Target target) => new(target) { Prefetches = !Spec.OnlyPredicts };

    private GeneratedFile EmitKernels(Target target)
    {
        var isa = NewIsa(target);
        var kernels = new KernelSet(target, isa, _planned.Programs.Where(p => HasKernels(p, target)));
        var programs = new SourceWriter();
        foreach (var program in _planned.Programs)
        {
            var printer = new ProgramPrinter(program, target, kernels, _texts, StateOffset);
            foreach (var method in HasKernels(program, target) ? program.Kind.Methods : [])
            {
                printer.Print(programs, method.Name, method.Phase);
                programs.Line();
            }

            if (!_straight.Contains(program)) continue;
            printer.PrintStraightLine(programs, StraightLine.NameOf(program), isa);
            programs.Line();
        }

        var methods = new SourceWriter();
        kernels.Print(methods);

        var functions = MemoryFunctions.All(isa, isa.UsedMemory).ToList();
        if (isa.UsesGather) functions.AddRange(LaneFunctions.Gather(target));
        functions.AddRange(isa.Widened.SelectMany(widened => WidenFunctions.All(widened.Element, widened.Bits)));
        functions.AddRange(isa.Pairs.SelectMany(PairFunctions.All));
        if (isa.UsesMask) functions.Add(LaneFunctions.KeepFirst(isa));
        if (isa.UsesSum) functions.Add(LaneFunctions.Combine(isa, target, isSum: true));
        if (isa.UsesLarger) functions.Add(LaneFunctions.Larger(isa, target));
        if (isa.UsesIfLess) functions.Add(LaneFunctions.If("Less", isa, target));
        if (isa.UsesIfGreater) functions.Add(LaneFunctions.If("Greater", isa, target));
        if (isa.UsesMax) functions.Add(LaneFunctions.Combine(isa, target, isSum: false));
        if (isa.UsesFused) functions.AddRange(FusedFunctions.All);
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
    }

    /// <summary>
    /// The offset of a state vector among those of the optimizer; the gradients of a backward pass, and a direction, have buffers of their
    /// own.
    /// </summary>
    private int StateOffset(string name) =>
        name is FlatVectors.NewGradients or FlatVectors.Direction
            ? 0
            : _planned.Model.Optimizer!.States.ToList().IndexOf(name) * _planned.Layout.TrainableSize;

    private GeneratedFile File(bool hasReferences, string part, string description, Action<SourceWriter> body) => new(
        ClassFrame.HintName(Spec.Class, part),
        Fused(ClassFrame.Write(
            Spec.Class,
            [$"{Spec.Class.Name}: {description}"],
            [],
            [],
            [],
            body,
            hasKernels: true,
            hasReferences,
            usesCarried: hasReferences && Spec.OnlyPredicts)));

    private string Fused(string text) => Spec.HasFusedVectors ? text : CarriedSources.WithoutFusedVectors(text);
}
