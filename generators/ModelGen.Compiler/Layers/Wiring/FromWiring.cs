using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[From]</c>: makes a named value the current one.</summary>
internal sealed class FromWiring : LayerDefinition<FromAttribute>
{
    public override bool TakesTokens => true;

    protected override IEnumerable<ValueReference> Reads(FromAttribute attribute) => [new("name", -1, attribute.Name)];

    protected override Value? Build(FromAttribute attribute, LayerContext context) =>
        context.Find(attribute.Name, "name") is { } found ? context.Continue(found) : null;
}
