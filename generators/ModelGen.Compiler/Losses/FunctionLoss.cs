using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Losses;

/// <summary><c>[Loss]</c>: a user's function. What it computes is bound to each use: see <see cref="BoundLoss.Function"/>.</summary>
internal sealed class FunctionLoss : LossDefinition
{
    public override Type AttributeType => typeof(LossAttribute);

    public override TargetKind TargetKind => TargetKind.Values;

    public override OutputKind OutputKind => OutputKind.Anything;

    public override Value PerSample(LossAttribute attribute, Value output, Value target) =>
        throw new CompilerException("A loss of the user without its function.");
}
