namespace ModelGen.Compiler.Layers;

/// <summary><c>[Use&lt;T&gt;]</c>: the layers of a block, as if they stood there.</summary>
internal sealed class UseBlock : BlockDefinition
{
    public override string AttributeName => nameof(UseAttribute<object>);

    public override bool EntersDirectly => true;

    public override Flow? Build(BlockContext context) => context.Run(context.Branches[0], context.Input, context.Behind);
}
