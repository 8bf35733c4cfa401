using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>The file with the public members of a model class.</summary>
public static class Surface
{
    private static readonly Action<SurfaceModel, MemberWriter>[] Concerns =
    [
        Constants.Write,
        SummaryMember.Write,
        Construction.Write,
        State.Write,
        Prediction.Write,
        Training.Write,
        CustomLoop.Write,
        Files.Write,
        LayerClasses.Write,
        Interfaces.Write,
        KernelMethods.Write,
        Stubs.Write,
    ];

    /// <summary>The members of a model that checks.</summary>
    public static GeneratedFile Emit(BuiltModel built)
    {
        var model = SurfaceModel.Of(built);
        return Emit(
            model,
            [
                $"{built.Spec.Class.Name}: {model.Flow}, {Literals.Grouped(model.ParameterCount)} parameters.",
                "The public members. They check their arguments and call the kernels, which are in the other file.",
            ],
            [
                .. Documentation.Summary($"A neural network: {model.Flow}, {Literals.Grouped(model.ParameterCount)} parameters.")
                    .Code(SummaryTable.Brief(model)).Lines,
            ]);
    }

    /// <summary>The same members for a model that does not check: they throw, and keep the code that uses them free of errors.</summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="layers">Its layers, as far as they are known.</param>
    public static GeneratedFile EmitStubs(ModelSpec spec, IEnumerable<LayerOutline> layers)
    {
        var model = SurfaceModel.Stub(spec, layers);
        return Emit(
            model,
            [
                $"{spec.Class.Name}: the declaration has errors, which the compiler reports.",
                "These members stand in until they are mended, so that the code that uses the model has no errors of its own.",
                "Sizes that are not known are 1.",
            ],
            Documentation.Summary("A neural network whose declaration has errors: its members throw.").Lines);
    }

    private static GeneratedFile Emit(SurfaceModel model, IEnumerable<string> description, IEnumerable<string> docs)
    {
        var text = ClassFrame.Write(model.Class, description, docs, Interfaces.BaseList(model), writer =>
        {
            var members = new MemberWriter(writer, model.IsStub);
            foreach (var write in Concerns) write(model, members);
        });
        return new GeneratedFile(ClassFrame.HintName(model.Class), text);
    }
}
