using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Repeat&lt;T&gt;]</c>: copies of a block, one behind the other.</summary>
internal sealed class RepeatBlock : BlockDefinition
{
    public override string AttributeName => nameof(RepeatAttribute<object>);

    public override bool EntersDirectly => true;

    public override string CopiesArgument => "count";

    public override IEnumerable<ArgumentProblem?> Validate(BlockUseAttribute attribute) =>
        [Require.AtLeast(CopiesArgument, Copies(attribute), 1)];

    // The factory closes generic attributes with object: the blocks themselves are in the Spec.
    public override int Copies(BlockUseAttribute attribute) => ((RepeatAttribute<object>)attribute).Count;

    // Of a declaration with errors: the count may be anything, and an empty block may stand there any number of times.
    public override IEnumerable<LayerOutline> Outline(Step step, string path) => Numbered(
        Enumerable.Repeat(step.Branches[0], Math.Max(0, Math.Min(Limits.Steps, Copies((BlockUseAttribute)step.Attribute)))), path);

    public override Flow? Build(BlockContext context)
    {
        var (body, count) = (context.Branches[0], Copies(context.Attribute));
        var next = new Tail(body.Steps, 0, context.Behind);
        Flow? value = context.Input;
        for (var i = 0; i < count && value is not null; i++)
            value = context.RunNumbered(i, body, value.Value, i < count - 1 ? next : context.Behind);
        return value;
    }
}
