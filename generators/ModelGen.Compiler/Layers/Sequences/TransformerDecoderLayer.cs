using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[TransformerDecoder]</c>: self-attention, attention to a memory and two dense layers, each with a residual.</summary>
internal sealed class TransformerDecoderLayer : CompositeLayer<TransformerDecoderAttribute>
{
    protected override IEnumerable<ValueReference> Reads(TransformerDecoderAttribute attribute) => [new("From", -1, attribute.From)];

    protected override IEnumerable<ArgumentProblem?> Validate(TransformerDecoderAttribute attribute) =>
        TransformerParts.Validate(attribute);

    protected override IEnumerable<PipelineAttribute> Parts(TransformerDecoderAttribute attribute) =>
    [
        .. TransformerParts.Residual(attribute, 1, TransformerParts.SelfAttention(attribute, attribute.Causal)),
        .. TransformerParts.Residual(
            attribute,
            2,
            [
                new MultiHeadAttentionAttribute(attribute.Heads)
                {
                    Name = "multihead_attn",
                    From = attribute.From,
                    Dropout = attribute.Dropout,
                },
            ]),
        .. TransformerParts.Residual(attribute, 3, TransformerParts.FeedForward(attribute)),
    ];
}
