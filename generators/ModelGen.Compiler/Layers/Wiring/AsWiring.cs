using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[As]</c>: gives the current value a name.</summary>
internal sealed class AsWiring : LayerDefinition<AsAttribute>
{
    public override bool TakesTokens => true;

    public override InitRole InitRole => InitRole.Transparent;

    protected override ValueDefinition Defines(AsAttribute attribute) => new("name", attribute.Name);

    protected override Value? Build(AsAttribute attribute, LayerContext context)
    {
        context.Define(attribute.Name, context.Current, context.CurrentOrigin);
        return context.Current;
    }
}
