using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Output]</c>: a named value becomes an output of the model.</summary>
internal sealed class OutputWiring : LayerDefinition<OutputAttribute>
{
    public override bool TakesTokens => true;

    public override InitRole InitRole => InitRole.Transparent;

    public override string WhyNotInBlock => "its only output is its last value";

    protected override IEnumerable<ValueReference> Reads(OutputAttribute attribute) => [new("name", -1, attribute.Name)];

    protected override Value? Build(OutputAttribute attribute, LayerContext context)
    {
        if (context.Find(attribute.Name, "name") is not { } found) return null;
        return context.AddOutput(attribute.Name, found.Value)
            ? context.Current
            : context.Fail(
                DiagnosticCatalogue.DuplicateName,
                "name",
                [Fix.Remove(context.Location, "Output")],
                attribute.Name,
                "another [Output] for the same value");
    }
}
