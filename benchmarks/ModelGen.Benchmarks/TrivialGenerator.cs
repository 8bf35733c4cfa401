using Microsoft.CodeAnalysis;

namespace ModelGen.Benchmarks;

/// <summary>A generator of the same shape as ours that does nothing: what remains of a build's time without us.</summary>
internal sealed class TrivialGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var names = context.SyntaxProvider
            .ForAttributeWithMetadataName("ModelGen.ModelAttribute", static (_, _) => true, static (found, _) => found.TargetSymbol.Name)
            .WithTrackingName("Names");
        context.RegisterSourceOutput(names, static (output, name) => output.AddSource(name + ".trivial.g.cs", "// " + name));
        context.RegisterImplementationSourceOutput(names, static (output, name) => output.AddSource(name + ".more.g.cs", "// " + name));
    }
}
