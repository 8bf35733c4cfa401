using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>The planned programs of a model, over which printing, the host and the explanation iterate.</summary>
internal sealed class PlannedModel
{
    /// <summary>The scratch memory of a thread holds no more than this, or sixteen samples if they need more.</summary>
    private const int ScratchBytes = 4 << 20;

    /// <param name="model">The model in inference mode.</param>
    /// <param name="fewestShared">Multiply-adds of a sample from which on several threads compute it.</param>
    public PlannedModel(BuiltModel model, long fewestShared = ProgramTable.FewestShared)
    {
        Model = model;
        Layout = new ParameterLayout(model.Stored);
        var source = new ProgramSource(model, Layout) { FewestShared = fewestShared };
        Programs = ProgramTable
            .For(model)
            .Select(kind =>
                kind.GraphOf(source) is { } graph ? new ModelProgram(kind, Plan(graph, kind)) : null)
            .OfType<ModelProgram>()
            .ToArray();
        var pauses = new Pauses();
        Slices = Find(ProgramTable.TrainStep) is { } step ? SlicesOf(step, pauses) : null;
        if (Slices is not null) Programs = Programs.Select(program => WithPauses(program, pauses)).ToArray();
    }

    private static SampleSlices? SlicesOf(ModelProgram step, Pauses pauses)
    {
        // What lanes of sums need is known only when kernels are made, which costs time.
        if (SampleSlices.Of(step.Plan, partialFloats: 0) is null || pauses.Of(step) is not { } partials) return null;
        return SampleSlices.Of(step.Plan, partials.Sum(floats => (long)floats));
    }

    /// <summary>The program with sums that pause. Those that run on all samples have them, too: so they share kernels.</summary>
    private static ModelProgram WithPauses(ModelProgram program, Pauses pauses) => pauses.Of(program) is { } partials
        ? program with { Partials = partials, RunsInSlices = program.Kind == ProgramTable.TrainStep }
        : program;

    private ProgramPlan Plan(TensorGraph graph, ProgramKind kind) => new(
        graph,
        Layout,
        kind.KeepsInputs,
        keepSums: (kind == ProgramTable.TrainStep || kind == ProgramTable.ForwardBackward)
            && !Model.Spec.SharesSteps && SampleSlices.Suit(graph))
    {
        SharesSteps = Model.Spec.SharesSteps,
    };

    /// <summary>How a training step goes through its batch in slices; null if it does not.</summary>
    public SampleSlices? Slices { get; }

    public BuiltModel Model { get; }

    public ParameterLayout Layout { get; }

    /// <summary>All programs that the model has, in the order in which they are written.</summary>
    public IReadOnlyList<ModelProgram> Programs { get; }

    /// <summary>Programs that run in the scratch memory of a thread.</summary>
    public IEnumerable<ModelProgram> PerThread => Programs.Where(p => !p.Kind.IsShared || p.Kind.IsForOneSample);

    /// <summary>Samples that such a program computes at a time: a multiple of sixteen.</summary>
    public int Block
    {
        get
        {
            var bytes = 4L * PerThread.Max(p => p.Plan.ArenaPerSample);
            return new[] { 64, 32 }.FirstOrDefault(block => bytes * block <= ScratchBytes) is > 0 and var fits ? fits : 16;
        }
    }

    /// <summary>A program that every model has.</summary>
    public ModelProgram this[ProgramKind kind] =>
        Find(kind) ?? throw new CompilerException($"{Model.Spec.Class.Name} has no program {kind}.");

    /// <summary>A program, or null if the model does not need it.</summary>
    public ModelProgram? Find(ProgramKind kind) => Programs.FirstOrDefault(p => p.Kind == kind);
}
