using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>The interface between a use of blocks and the model that is being built.</summary>
internal sealed class BlockContext(PipelineBuilder pipeline, CallSite site, Flow input)
{
    public Flow Input => input;

    public BlockUseAttribute Attribute => (BlockUseAttribute)site.Step.Attribute;

    public IReadOnlyList<BlockBody> Branches => site.Step.Branches;

    /// <summary>Where the attribute of the use stands.</summary>
    public SpecLocation Location => site.Step.Location;

    public string Display => site.Display;

    /// <summary>What follows the use.</summary>
    public Tail Behind => site.Behind;

    /// <summary>Runs a block's steps in a scope of the use itself: <c>branch1.dense1</c>.</summary>
    public Flow? Run(BlockBody body, Flow value, Tail? behind) =>
        pipeline.Run(new Scope(body.Steps, site.Path + ".", site.Scope.Depth + 1, Note(body, site.Path, value), behind), value);

    /// <summary>Runs a block's steps in a numbered scope, with a row: <c>branch1.0.dense1</c>, like PyTorch's Sequential.</summary>
    public Flow? RunNumbered(int number, BlockBody body, Flow value, Tail? behind)
    {
        var name = Limits.Plain(number);
        var step = site.Step with { Name = name, Kind = body.DisplayName };
        var inside = new CallSite(new Scope([], site.Path + ".", site.Scope.Depth + 1, site.Scope.Note, null), step, site.Behind);
        return pipeline.RunBody(inside, body.DisplayName, value, new Scope(
            body.Steps, $"{inside.Path}.", site.Scope.Depth + 2, Note(body, inside.Path, value), behind));
    }

    /// <summary>Makes a layer that belongs to the use itself: <c>branch1.projection</c>.</summary>
    public Flow? RunImplied(string name, string kind, Flow value, Func<LayerContext, Value?> build)
    {
        var scope = new Scope([], site.Path + ".", site.Scope.Depth + 1, site.Scope.Note, null);
        return pipeline.RunImplied(new CallSite(scope, site.Step with { Name = name, Kind = kind }, site.Behind), kind, value, build);
    }

    /// <summary>A value the use itself makes of others.</summary>
    public Flow Combine(IReadOnlyList<Flow> parts, Func<Value[], Value> combine)
    {
        pipeline.Graph.Label = site.Path;
        var value = combine(parts.Select(part => part.Value).ToArray());
        return new Flow(value, site.Display, pipeline.Call(site, parts.Select(part => part.Source).ToArray(), value.Shape));
    }

    /// <summary>The values joined along the channels; null, reported, if together they are too large.</summary>
    public Flow? Concat(IReadOnlyList<Flow> parts) =>
        pipeline.Fits(site, parts.Sum(part => Limits.ElementsOf(part.Value.Shape)), $"{parts.Count} values joined")
            ? Combine(parts, values => pipeline.Graph.Concat(1, values))
            : null;

    /// <summary>Whether a value of so many elements a sample is small enough; reported if not.</summary>
    public bool Fits(long elements, string shape) => pipeline.Fits(site, elements, shape);

    public Flow? Fail(DiagnosticDescriptor descriptor, Fix[] fixes, params string[] message)
    {
        pipeline.Report(site, descriptor, null, -1, fixes, message);
        return null;
    }

    /// <summary>A fix that puts layers behind the last one of a block, in the block's own class.</summary>
    public Fix AppendTo(int branch, string[] layers)
    {
        var body = Branches[branch];
        var fix = Fix.InsertAfter(body.Steps[body.Steps.Count - 1].Location, layers);
        return fix with { Title = $"{fix.Title} at the end of '{body.DisplayName}'" };
    }

    private string Note(BlockBody body, string path, Flow value) =>
        $" (In the block '{body.DisplayName}', used as '{path}' on a value of shape {value.Value.Shape.Display}.)";
}
