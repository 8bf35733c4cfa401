using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Parallel&lt;A, B, …&gt;]</c>: blocks that read one value, with their outputs concatenated along the channels.</summary>
internal sealed class ParallelBlock : BlockDefinition
{
    public override string AttributeName => nameof(ParallelAttribute<object, object>);

    public override bool EntersDirectly => false;

    public override IEnumerable<LayerOutline> Outline(Step step, string path) => Numbered(step.Branches, path);

    public override Flow? Build(BlockContext context)
    {
        var outputs = new List<Flow>();
        foreach (var branch in context.Branches)
        {
            if (context.RunNumbered(outputs.Count, branch, context.Input, context.Behind) is not { } output) return null;
            outputs.Add(output);
        }

        var first = outputs[0].Value.Shape;
        for (var i = 1; i < outputs.Count; i++)
        {
            var shape = outputs[i].Value.Shape;
            if (ConcatWiring.Joins(first, shape)) continue;
            return context.Fail(
                DiagnosticCatalogue.BranchesDiffer,
                Fixes(context, first, i, shape),
                context.Branches[0].DisplayName,
                first.Display,
                context.Branches[i].DisplayName,
                shape.Display,
                ShapeFixes.Joining(first, shape));
        }

        return context.Concat(outputs);
    }

    /// <summary>A fix for either branch: layers at its end that give it the shape of the other one.</summary>
    private static Fix[] Fixes(BlockContext context, Shape first, int branch, Shape shape)
    {
        if (ShapeFixes.ToJoin(shape, first) is { } layers) return [context.AppendTo(branch, layers)];
        return ShapeFixes.ToJoin(first, shape) is { } otherLayers ? [context.AppendTo(0, otherLayers)] : [];
    }
}
