using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Compiler;
using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Weights;
using ModelGen.Generator.Frontend;

namespace ModelGen.Generator;

/// <summary>Writes the members of each class marked with <c>[Model]</c>.</summary>
/// <remarks>
/// Recomputation stops at the Spec: everything behind it depends on equal values only. The public members are written for the editor,
/// too; the kernels, which are most of the text, only for a build. Errors of a declaration are reported by <see cref="ModelAnalyzer"/>.
/// Here they give stubs, and in a build the same errors: see <see cref="Reports"/>.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <summary>The tracking name of the step that reads declarations.</summary>
    public const string SpecStep = "Spec";

    /// <summary>The tracking name of the step that reads weights.</summary>
    public const string WeightsStep = "Weights";

    /// <summary>The tracking name of the step that writes the public members.</summary>
    public const string SurfaceStep = "Surface";

    /// <summary>The tracking name of the step that writes the kernels.</summary>
    public const string KernelsStep = "Kernels";

    /// <summary>The tracking name of the step that writes what the export as ONNX reads.</summary>
    public const string ExportStep = "Export";

    /// <summary>The tracking name of the step that reads functions for other assemblies.</summary>
    public const string FormulaStep = "Formula";

    /// <summary>The assembly that exports models as ONNX; projects that reference it get what it needs.</summary>
    private const string ExportAssembly = "ModelGen.Onnx";

    /// <summary>The assembly that trains models in several processes; the models of projects that reference it can be.</summary>
    private const string SharingAssembly = "ModelGen.Mpi";

    /// <summary>The tracking name of the step that writes reports on kernels.</summary>
    public const string ExplainStep = "Explain";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var readings = context.SyntaxProvider.ForAttributeWithMetadataName(
            Language.ModelAttribute, static (node, _) => node is TypeDeclarationSyntax, Read);
        var read = readings.SelectMany(static (reading, _) => reading.Result is { } spec ? [spec] : Array.Empty<ModelSpec>());
        var ambiguous = read.Select(static (spec, _) => ClassFrame.FileStem(spec.Class))
            .Collect()
            .Select(static (stems, _) => FileNames.Ambiguous(stems));
        var weights = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .SelectMany(static (pair, _) =>
                ProjectWeights.Item(pair.Left, pair.Right.GetOptions(pair.Left)) is { } item ? [item] : Array.Empty<WeightsItem>())
            .Select(static (item, _) => ProjectWeights.Read(item))
            .WithTrackingName(WeightsStep)
            .Collect();
        var specs = read.Combine(ambiguous)
            .Select(static (pair, _) => FileNames.Apart(pair.Left, pair.Right))
            .Combine(weights)
            .Select(static (pair, _) => WeightsFile.Attach(pair.Left, pair.Right))
            .Combine(References(context, SharingAssembly))
            .Select(static (pair, _) => pair.Right && !pair.Left.OnlyPredicts ? pair.Left with { SharesSteps = true } : pair.Left)
            .WithTrackingName(SpecStep);
        var surfaces = specs.Select(EmitSurface).WithTrackingName(SurfaceStep);
        var widths = context.AnalyzerConfigOptionsProvider.Select(static (options, _) => KernelRequest.WidthsOf(options.GlobalOptions));
        var requests = specs.Combine(widths).Select(static (pair, _) => new KernelRequest(pair.Left, pair.Right));
        var kernels = requests.Select(EmitKernels).WithTrackingName(KernelsStep);

        // This has no values unless the project exports models.
        var exported = specs.Combine(References(context, ExportAssembly))
            .SelectMany(static (pair, _) => pair.Right ? [pair.Left] : Array.Empty<ModelSpec>())
            .Select(EmitExport)
            .WithTrackingName(ExportStep);

        // This has no values unless reports are requested.
        var option = context.AnalyzerConfigOptionsProvider.Select(static (options, _) => ExplainOption.Read(options.GlobalOptions));
        var reports = requests
            .Combine(option)
            .SelectMany(
                static (pair, _) =>
                    pair.Right is { } wanted ? [new ExplainRequest(pair.Left, wanted.Samples)] : Array.Empty<ExplainRequest>())
            .Select(EmitReport)
            .WithTrackingName(ExplainStep);

        // Only a build asks for these, and only a model with errors needs the compilation.
        var wrong = specs.SelectMany(WrongModels).Combine(weights).Combine(context.CompilationProvider);
        var models = specs
            .Select(static (spec, _) => new ModelName(spec.Class.Name, spec.Class.FullName, spec.OnlyPredicts, spec.HasFusedVectors))
            .Collect();
        var carried = models.Select(static (all, _) => all.FirstOrDefault(model => model.OnlyPredicts)?.HasFusedVectors);

        SharedFunctions.Register(context);
        context.RegisterSourceOutput(readings, static (output, reading) => Report(output, reading.Error));
        context.RegisterSourceOutput(surfaces, Add);
        context.RegisterSourceOutput(exported, Add);
        context.RegisterImplementationSourceOutput(kernels, Add);
        context.RegisterImplementationSourceOutput(reports, Add);
        context.RegisterImplementationSourceOutput(wrong, static (output, pair) =>
            ReportErrors(output, pair.Left.Left, pair.Left.Right, pair.Right));
        context.RegisterImplementationSourceOutput(
            weights.Combine(models), static (output, pair) => ReportUnused(output, pair.Left, pair.Right));
        context.RegisterSourceOutput(carried, static (output, hasFusedVectors) => AddCarried(output, hasFusedVectors));
    }

    private static IncrementalValueProvider<bool> References(IncrementalGeneratorInitializationContext context, string name) =>
        context.CompilationProvider.Select((compilation, _) =>
            compilation.ReferencedAssemblyNames.Any(assembly => assembly.Name == name));

    private static Attempt<ModelSpec?> Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        return Attempt.To(
            "reading its declaration",
            type.Name,
            () =>
                type.TypeKind == TypeKind.Class && IsFirst(context, type)
                    ? SpecReader.Read(
                        ModelDeclaration.Read(type, context.SemanticModel.Compilation, cancellationToken, seesGenerated: false),
                        cancellationToken)
                    : null);
    }

    /// <summary>
    /// A second <c>[Model]</c> on another declaration of the class is an error of C#; the class must not be written twice.
    /// </summary>
    private static bool IsFirst(GeneratorAttributeSyntaxContext context, INamedTypeSymbol type) =>
        Language.Find<ModelAttribute>(type)?.ApplicationSyntaxReference is { } first
        && first.SyntaxTree == context.TargetNode.SyntaxTree
        && context.TargetNode.Span.Contains(first.Span);

    private static Attempt<EquatableArray<GeneratedFile>> EmitSurface(ModelSpec spec, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Attempt.To("writing its members", spec.Class.FullName, () => ModelCompiler.EmitSurface(spec) is { } file
            ? EquatableArray.Of(file)
            : EquatableArray<GeneratedFile>.Empty);
    }

    private static Attempt<EquatableArray<GeneratedFile>> EmitExport(ModelSpec spec, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Attempt.To("describing it for the export", spec.Class.FullName, () => ModelCompiler.EmitExport(spec) is { } file
            ? EquatableArray.Of(file)
            : EquatableArray<GeneratedFile>.Empty);
    }

    private static Attempt<EquatableArray<GeneratedFile>> EmitKernels(KernelRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Attempt.To(
            "writing its kernels",
            request.Spec.Class.FullName,
            () => ModelCompiler.EmitKernels(request.Spec, request.Widths).ToEquatableArray());
    }

    private static Attempt<EquatableArray<GeneratedFile>> EmitReport(ExplainRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Attempt.To(
            "explaining its kernels",
            request.Kernels.Spec.Class.FullName,
            () =>
                ModelCompiler.Explain(request.Kernels.Spec, request.Samples, request.Kernels.Widths) is { } file
                    ? EquatableArray.Of(file)
                    : EquatableArray<GeneratedFile>.Empty);
    }

    private static string[] WrongModels(ModelSpec spec, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Attempt.To("checking its declaration", spec.Class.FullName, () => ModelCompiler.HasErrors(spec)).Result
            ? [spec.Class.MetadataName]
            : [];
    }

    /// <summary>Reports the errors that the analyzer reports, in case it does not run.</summary>
    private static void ReportErrors(
        SourceProductionContext output, string model, ImmutableArray<WeightsFile> weights, Compilation compilation)
    {
        if (compilation.Assembly.GetTypeByMetadataName(model) is not { } type) return;
        foreach (var diagnostic in Reports.Of(type, compilation, weights, output.CancellationToken))
            if (diagnostic.DefaultSeverity == DiagnosticSeverity.Error) output.ReportDiagnostic(diagnostic);
    }

    /// <summary>Weights for a model that is not there: nobody else would say so, since no declaration is at fault.</summary>
    private static void ReportUnused(
        SourceProductionContext output, ImmutableArray<WeightsFile> weights, ImmutableArray<ModelName> models)
    {
        foreach (var diagnostic in WeightRules.Unused(weights, models.Select(model => (model.Name, model.FullName)).ToArray()))
            output.ReportDiagnostic(
                Diagnostic.Create(Descriptors.Of(diagnostic.Descriptor), null, diagnostic.Arguments.Select(Shared.Text).ToArray<object>()));
    }

    /// <summary>What models that only predict use at run time, in place of the library.</summary>
    private static void AddCarried(SourceProductionContext output, bool? hasFusedVectors)
    {
        if (hasFusedVectors is not { } has) return;
        foreach (var file in ModelCompiler.EmitCarried(has)) output.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8));
    }

    private static void Add(SourceProductionContext output, Attempt<EquatableArray<GeneratedFile>> attempt)
    {
        Report(output, attempt.Error);
        foreach (var file in attempt.Result) output.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8));
    }

    private static void Report(SourceProductionContext output, InternalError? error)
    {
        if (error is not null) output.ReportDiagnostic(error.At(null));
    }
}

/// <summary>What the project's list of weights must know of a model.</summary>
internal sealed record ModelName(string Name, string FullName, bool OnlyPredicts, bool HasFusedVectors);
