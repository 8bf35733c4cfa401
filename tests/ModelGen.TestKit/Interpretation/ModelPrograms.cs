using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Kernels.Bounds;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using Place = ModelGen.Compiler.Schedule.Place;

namespace ModelGen.TestKit.Interpretation;

/// <summary>The programs of a model, planned once for all targets.</summary>
public sealed class ModelPrograms
{
    /// <param name="spec">The declaration, which has no errors.</param>
    public ModelPrograms(ModelSpec spec)
    {
        Built = ProgramSet.Build(spec, Mode.Inference);
        Layout = new ParameterLayout(Built.Stored);
        ModelGraph graph = ModelGraph.Of(Built);
        Predict = new ModelProgram("Predict", new ProgramPlan(ProgramSet.Predict(graph), Layout), IsShared: false);
        if (ProgramSet.PredictBlocks(graph) is { } blocks)
            PredictBlocks = new ModelProgram("PredictBlocks", new ProgramPlan(blocks, Layout), IsShared: false);
        Evaluate = new ModelProgram("Evaluate", new ProgramPlan(ProgramSet.Evaluate(graph), Layout), IsShared: false);
        TrainStep = new ModelProgram("TrainStep", new ProgramPlan(ProgramSet.TrainStep(spec), Layout), IsShared: true);
        ForwardBackward = new ModelProgram("ForwardBackward", new ProgramPlan(ProgramSet.ForwardBackward(spec), Layout, keepInputs: true), IsShared: true);
        Accumulate = new ModelProgram("Accumulate", new ProgramPlan(ProgramSet.Accumulate(Layout.TrainableSize), Layout), IsShared: true);
        Update = new ModelProgram("Update", new ProgramPlan(ProgramSet.Update(Built.Optimizer!, Layout.TrainableSize), Layout), IsShared: true);
    }

    /// <summary>The model in inference mode.</summary>
    public BuiltModel Built { get; }

    internal ParameterLayout Layout { get; }

    internal ModelProgram Predict { get; }

    internal ModelProgram? PredictBlocks { get; }

    internal ModelProgram Evaluate { get; }

    internal ModelProgram TrainStep { get; }

    internal ModelProgram ForwardBackward { get; }

    internal ModelProgram Accumulate { get; }

    internal ModelProgram Update { get; }

    internal IEnumerable<ModelProgram> All =>
        PredictBlocks is null ? [Predict, Evaluate, TrainStep, ForwardBackward, Accumulate, Update] : [Predict, PredictBlocks, Evaluate, TrainStep, ForwardBackward, Accumulate, Update];

    /// <summary>The different kernels of all programs, with the lengths of their buffers.</summary>
    /// <param name="bits">The target that they are made for: 512, 256 or 128.</param>
    public IEnumerable<(Kernel Kernel, IReadOnlyList<BufferLength> Lengths)> Kernels(int bits)
    {
        Target target = Target.All.Single(t => t.Bits == bits);
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (ModelProgram program in All)
        {
            foreach (KernelGroup group in program.Plan.Groups.Where(group => known.Add(program.Signatures[group.Index].Text)))
            {
                (Kernel kernel, IReadOnlyList<Place> places) = GroupLowering.Lower(group, program.Plan, target);
                IReadOnlyDictionary<Place, BufferLength> lengths = BufferLengths.Of(group, program.Plan);
                yield return (kernel, [.. places.Select(place => lengths[place])]);
            }
        }
    }

    /// <summary>Samples that prediction computes at a time.</summary>
    internal int Block => HostWriter.BlockOf(PredictBlocks is null ? [Predict, Evaluate] : [Predict, PredictBlocks, Evaluate]);
}
