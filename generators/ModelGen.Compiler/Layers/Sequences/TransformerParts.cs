using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary>What the blocks of a Transformer are made of, with PyTorch's names.</summary>
internal static class TransformerParts
{
    public static IEnumerable<ArgumentProblem?> Validate(TransformerAttribute attribute) =>
    [
        Require.AtLeast("heads", attribute.Heads, 1),
        Require.AtLeast("hidden", attribute.Hidden, 1),
        Require.AtLeast("Window", attribute.Window, 0),
        Require.Defined("Activation", attribute.Activation),
        Require.BelowOne("Dropout", (float)attribute.Dropout, 0.1f),
    ];

    public static PipelineAttribute[] SelfAttention(TransformerAttribute attribute, bool causal) =>
    [
        new MultiHeadAttentionAttribute(attribute.Heads)
        {
            Name = "self_attn",
            Causal = causal,
            Window = attribute.Window,
            Rotary = attribute.Rotary,
            Dropout = attribute.Dropout,
        },
    ];

    public static IEnumerable<PipelineAttribute> FeedForward(TransformerAttribute attribute) =>
    [
        new DenseAttribute(attribute.Hidden) { Name = "linear1" },
        Activation(attribute.Activation),
        .. Dropout(attribute, "dropout"),
        // As many units as arrived: see CompositeLayer.
        new DenseAttribute(CompositeLayer.FeaturesThatArrive) { Name = "linear2" },
    ];

    /// <summary>Some layers and their input, added; a normalization stands before them, or behind the sum.</summary>
    /// <param name="attribute">The block.</param>
    /// <param name="number">The number of the normalization and of the dropout.</param>
    /// <param name="layers">The layers.</param>
    public static IEnumerable<PipelineAttribute> Residual(TransformerAttribute attribute, int number, IEnumerable<PipelineAttribute> layers)
    {
        var (input, norm) = ("x" + Limits.Plain(number), new LayerNormAttribute { Name = "norm" + Limits.Plain(number) });
        return
        [
            new AsAttribute(input),
            .. attribute.NormFirst ? [norm] : Array.Empty<PipelineAttribute>(),
            .. layers,
            .. Dropout(attribute, "dropout" + Limits.Plain(number)),
            new AddAttribute(input),
            .. attribute.NormFirst ? Array.Empty<PipelineAttribute>() : [norm],
        ];
    }

    private static PipelineAttribute[] Dropout(TransformerAttribute attribute, string name) =>
        attribute.Dropout > 0 ? [new DropoutAttribute(attribute.Dropout) { Name = name }] : [];

    private static PipelineAttribute Activation(ActivationKind kind) =>
        kind switch
        {
            ActivationKind.Gelu => new GeluAttribute { Name = "activation" },
            ActivationKind.Silu => new SiluAttribute { Name = "activation" },
            ActivationKind.Tanh => new TanhAttribute { Name = "activation" },
            ActivationKind.Sigmoid => new SigmoidAttribute { Name = "activation" },
            _ => new ReluAttribute { Name = "activation" },
        };
}
