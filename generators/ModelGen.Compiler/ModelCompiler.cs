using ModelGen.Compiler.Codegen;
using ModelGen.Compiler.Codegen.Carried;
using ModelGen.Compiler.Codegen.Exchange;
using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Weights;

namespace ModelGen.Compiler;

/// <summary>A file to add to the compilation.</summary>
public sealed record GeneratedFile(string HintName, string Text);

/// <summary>The compiler's front door: a Spec in, diagnostics or C# text out.</summary>
public static class ModelCompiler
{
    /// <summary>Everything wrong or suspicious in the declaration. What the analyzer reports.</summary>
    /// <returns>The errors; if there is none, what a model without errors still does badly.</returns>
    public static IReadOnlyList<Diagnostic> Check(ModelSpec spec) => FrontHalf.Of(spec).Found;

    /// <summary>
    /// Whether there is an error among what <see cref="Check"/> gives: then the members are stubs, or a budget is exceeded.
    /// </summary>
    public static bool HasErrors(ModelSpec spec) => Check(spec).Any(diagnostic => diagnostic.Descriptor.Severity == Severity.Error);

    /// <summary>The constants of the generated half of a class: name, or path through nested classes, and value.</summary>
    /// <remarks>
    /// They depend on the layers only. Whether the project has weights for the class is not known where its constants are asked for;
    /// so what only a model that trains needs may be missing.
    /// </remarks>
    /// <returns>Null if the declaration does not check.</returns>
    public static IReadOnlyDictionary<string, object>? Constants(ModelSpec spec)
    {
        var model = FrontHalf.Of(spec).Inference.Model;
        if (model is null && !spec.OnlyPredicts)
            model = FrontHalf.Of(spec with { Weights = new WeightsSpec.Missing(null, []) }).Inference.Model;
        return model is null ? null : Surface.ConstantsOf(model);
    }

    /// <summary>
    /// What an editor can add beside an attribute that is right already: the shape behind it, its name, a name for its value.
    /// </summary>
    public static IReadOnlyList<Fix> Refactorings(ModelSpec spec, SpecLocation attribute) => Suggestions.At(spec, attribute);

    /// <summary>
    /// The public members: what the editor needs. Stubs if the declaration does not check; null if no member can be added at all.
    /// </summary>
    public static GeneratedFile? EmitSurface(ModelSpec spec)
    {
        if (!ClassFrame.CanTakeMembers(spec)) return null;
        var result = FrontHalf.Of(spec).Inference;
        return result.Model is { } model ? Surface.Emit(model) : Surface.EmitStubs(spec, result.Outline);
    }

    /// <summary>
    /// The graph for the package that exports models as ONNX: what the class implements of it. Null if no member can be added.
    /// </summary>
    public static GeneratedFile? EmitExport(ModelSpec spec) =>
        ClassFrame.CanTakeMembers(spec) && !spec.OnlyPredicts ? OnnxMember.Emit(spec, FrontHalf.Of(spec).Inference.Model) : null;

    /// <summary>The kernels and what calls them. Nothing if the declaration does not check.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="widths">The vector widths that kernels are written for; all if not given.</param>
    public static IReadOnlyList<GeneratedFile> EmitKernels(ModelSpec spec, VectorWidths? widths = null) =>
        Compilable(spec) is { } model ? KernelFiles.Emit(model, widths ?? VectorWidths.All) : [];

    /// <summary>What models that only predict use at run time: files for their assembly, once, whatever their number.</summary>
    /// <param name="hasFusedVectors">Whether the framework has fused multiply-adds of vectors.</param>
    public static IReadOnlyList<GeneratedFile> EmitCarried(bool hasFusedVectors) => CarriedSources.For(hasFusedVectors).ToArray();

    /// <summary>
    /// A report on every kernel as a file of C# comments: Markdown behind comment marks. Null if the declaration does not check.
    /// </summary>
    /// <param name="spec">The model.</param>
    /// <param name="samples">The number of samples that the report's totals and estimates are for.</param>
    /// <param name="widths">The vector widths that kernels are written for; all if not given.</param>
    public static GeneratedFile? Explain(ModelSpec spec, int samples, VectorWidths? widths = null) =>
        Compilable(spec) is { } model ? KernelFiles.Explain(model, widths ?? VectorWidths.All, samples) : null;

    /// <summary>The model as it predicts; null if no kernels can be made of it.</summary>
    private static BuiltModel? Compilable(ModelSpec spec) =>
        spec.IsReadable
        && ClassFrame.CanTakeMembers(spec)
        && FrontHalf.Of(spec).Inference.Model is not null // Null, too, if only its training has errors.
        && ModelBuilder.Build(spec, Mode.Inference).Model is { } model
        && WeightRules.Check(model) is null
            ? model
            : null;
}
