using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Lengths]</c>: the length of each sample, which the caller passes.</summary>
internal sealed class LengthsWiring : LayerDefinition<LengthsAttribute>
{
    /// <summary>The name of the leaf: no input can have it.</summary>
    public const string LeafName = "$lengths";

    /// <summary>The name of the parameter.</summary>
    public const string ParameterName = "lengths";

    public override bool TakesTokens => true;

    public override InitRole InitRole => InitRole.Transparent;

    public override string WhyNotInBlock => "lengths are those of an input";

    protected override Value? Build(LengthsAttribute attribute, LayerContext context)
    {
        if (context.Lengths is not null)
            return context.Fail(DiagnosticCatalogue.LengthsTwice, null, [Fix.Remove(context.Location, "Lengths")]);
        if (context.Tokens is null && !Sequence.Is(context)) return null;
        var steps = context.Current.Shape[Sequence.TimeAxis];
        var leaf = new LeafOp(LeafKind.Tokens, LeafName, Shape.Batched([1])) { Values = steps + 1, IsLength = true };
        context.SetLengths(context.Builder.Add(leaf), steps);
        return context.Current;
    }
}
