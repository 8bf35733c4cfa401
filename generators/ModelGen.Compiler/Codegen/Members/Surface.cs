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
        Stepping.Write,
        BatchStart.Write,
        Training.Write,
        CustomLoop.Write,
        SecondDerivatives.Write,
        Averaging.Write,
        Calibration.Write,
        Files.Write,
        Checkpoints.Write,
        LayerClasses.Write,
        Interfaces.Write,
        KernelMethods.Write,
        Stubs.Write,
    ];

    /// <summary>What a model that only predicts has.</summary>
    private static readonly Action<SurfaceModel, MemberWriter>[] ConcernsOfPrediction =
    [
        Constants.Write,
        SummaryMember.Write,
        Prediction.Write,
        Stepping.Write,
        LayerClasses.Write,
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
            Docs(
                built.Spec.Class,
                $"A neural network: {model.Flow}, {Literals.Grouped(model.ParameterCount)} parameters.",
                SummaryTable.Brief(model)));
    }

    /// <summary>The same members for a model with errors. They throw, so that code that uses them still compiles.</summary>
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
            Docs(spec.Class, "A neural network whose declaration has errors: its members throw.", []));
    }

    /// <summary>The constants of a model without errors: names, or paths through nested classes, and values.</summary>
    public static IReadOnlyDictionary<string, object> ConstantsOf(BuiltModel built)
    {
        var model = SurfaceModel.Of(built);
        var constants = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["InputSize"] = model.InputSize,
            ["ParameterCount"] = model.ParameterCount,
        };
        foreach (var port in model.Inputs.Concat(model.Outputs))
            constants[port.SizeConstant] = port.Size;
        foreach (var constant in LayerClasses.Constants(model))
            constants["Layers." + constant.Path] = constant.Value;
        return constants;
    }

    /// <summary>The docs that the user has not written: the parts of a class have one summary together.</summary>
    private static IEnumerable<string> Docs(ClassSpec type, string summary, IEnumerable<string> table)
    {
        var lines = table.ToArray();
        var docs = Documentation.Empty();
        if (!type.HasSummary) docs.AddSummary(summary);
        return lines.Length == 0 || type.HasRemarks ? docs.Lines : docs.Code(lines).Lines;
    }

    private static GeneratedFile Emit(SurfaceModel model, IEnumerable<string> description, IEnumerable<string> docs)
    {
        var text = ClassFrame.Write(model.Class, description, docs, Attributes(model.Class), Interfaces.BaseList(model), writer =>
        {
            var members = new MemberWriter(writer, model.IsStub);
            foreach (var write in model.OnlyPredicts ? ConcernsOfPrediction : Concerns) write(model, members);
        },
        usesCarried: model.OnlyPredicts);
        return new GeneratedFile(ClassFrame.HintName(model.Class), text);
    }

    /// <summary>Shapes are arrays in attributes, and spans are no types of every language.</summary>
    private static string[] Attributes(ClassSpec type) => type.ChecksCompliance ? ["[global::System.CLSCompliant(false)]"] : [];
}
