using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Repeat&lt;T&gt;]</c>: copies of a block, one behind the other.</summary>
internal sealed class RepeatBlock : BlockDefinition
{
    public override string AttributeName => nameof(RepeatAttribute<object>);

    public override bool EntersDirectly => true;

    public override IEnumerable<ArgumentProblem?> Validate(BlockUseAttribute attribute) => [Require.AtLeast("count", Count(attribute), 1)];

    public override Flow? Build(BlockContext context)
    {
        var (body, count) = (context.Branches[0], Count(context.Attribute));
        var next = new Tail(body.Steps, 0, context.Behind);
        Flow? value = context.Input;
        for (var i = 0; i < count && value is not null; i++)
            value = context.RunNumbered(i, body, value.Value, i < count - 1 ? next : context.Behind);
        return value;
    }

    // The attribute is generic; only its type argument is unknown here.
    private static int Count(BlockUseAttribute attribute) => ((RepeatAttribute<object>)attribute).Count;
}
