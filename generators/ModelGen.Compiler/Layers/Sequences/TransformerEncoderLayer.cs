using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[TransformerEncoder]</c>: self-attention and two dense layers, each with a residual.</summary>
internal sealed class TransformerEncoderLayer : CompositeLayer<TransformerEncoderAttribute>
{
    protected override IEnumerable<ArgumentProblem?> Validate(TransformerEncoderAttribute attribute) =>
        TransformerParts.Validate(attribute);

    protected override IEnumerable<PipelineAttribute> Parts(TransformerEncoderAttribute attribute) =>
    [
        .. TransformerParts.Residual(attribute, 1, TransformerParts.SelfAttention(attribute, attribute.Causal)),
        .. TransformerParts.Residual(attribute, 2, TransformerParts.FeedForward(attribute)),
    ];
}
