namespace ModelGen;

/// <summary>What the blocks of a Transformer have in common.</summary>
public abstract class TransformerAttribute : LayerAttribute
{
    /// <summary>For the attributes that ModelGen itself declares.</summary>
    private protected TransformerAttribute(int heads, int hidden)
    {
        Heads = heads;
        Hidden = hidden;
    }

    /// <summary>The number of heads of each attention: at least 1, a divisor of the features.</summary>
    public int Heads { get; }

    /// <summary>The units between the two dense layers: at least 1; four times the features are usual.</summary>
    public int Hidden { get; }

    /// <summary>
    /// Whether normalizations stand before attention and dense layers, inside of the residuals, instead of behind the sums. Deep stacks
    /// train better so, and then need a [LayerNorm] behind the last block. Default: false, as in PyTorch and the paper.
    /// </summary>
    public bool NormFirst { get; set; }

    /// <summary>The activation between the two dense layers. Default: <see cref="ActivationKind.Relu"/>.</summary>
    public ActivationKind Activation { get; set; } = ActivationKind.Relu;

    /// <summary>
    /// The probability that an element is dropped in training, of the attention's weights, between the dense layers and before each sum:
    /// 0 ≤ p &lt; 1. Default: 0.1, as in PyTorch.
    /// </summary>
    public double Dropout { get; set; } = 0.1;

    /// <summary>
    /// How many steps away the self-attention sees: as in <see cref="MultiHeadAttentionAttribute.Window"/>. Default: 0, all.
    /// </summary>
    public int Window { get; set; }

    /// <summary>Whether the self-attention rotates: as in <see cref="MultiHeadAttentionAttribute.Rotary"/>. Default: false.</summary>
    public bool Rotary { get; set; }
}
