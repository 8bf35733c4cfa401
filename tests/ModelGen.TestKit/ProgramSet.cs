using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.TestKit;

/// <summary>The graphs of a model's programs, from its declaration.</summary>
public static class ProgramSet
{
    public static TensorGraph Predict(ModelSpec spec, bool verify = false) => GraphOf(ProgramTable.Predict, spec, verify);

    public static TensorGraph Evaluate(ModelSpec spec, bool verify = false) => GraphOf(ProgramTable.Evaluate, spec, verify);

    public static TensorGraph TrainStep(ModelSpec spec, bool verify = false) => GraphOf(ProgramTable.TrainStep, spec, verify);

    public static TensorGraph ForwardBackward(ModelSpec spec, bool verify = false) => GraphOf(ProgramTable.ForwardBackward, spec, verify);

    /// <summary>The rule of a model's optimizer on vectors of a length, all of which is updated alike.</summary>
    public static TensorGraph Update(BuiltModel model, int size, bool verify = false) =>
        Update(model, [new ParameterGroup(UpdateSettings.None, 0, size)], verify);

    /// <summary>The rule of a model's optimizer on groups of parameters.</summary>
    public static TensorGraph Update(BuiltModel model, IReadOnlyList<ParameterGroup> groups, bool verify = false) =>
        ProgramTable.Update.GraphOf(new ProgramSource(model, new ParameterLayout(model.Stored)) { Groups = groups }, verify)!;

    /// <summary>The model's graph in prediction, its arithmetic fixed, without loops.</summary>
    public static TensorGraph Fixed(ModelSpec spec) =>
        UnrollScans.Pass.Apply(ModelGraph.Of(Build(spec, Mode.Inference), verify: true).Graph);

    public static BuiltModel Build(ModelSpec spec, Mode mode) => ProgramSource.Build(spec, mode);

    private static TensorGraph GraphOf(ProgramKind program, ModelSpec spec, bool verify)
    {
        BuiltModel model = Build(spec, Mode.Inference);
        return program.GraphOf(new ProgramSource(model, new ParameterLayout(model.Stored), verify), verify)
            ?? throw new InvalidOperationException($"{spec.Class.Name} has no program {program}.");
    }
}
