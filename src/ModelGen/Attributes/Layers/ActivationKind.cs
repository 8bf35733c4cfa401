namespace ModelGen;

/// <summary>The activation inside a block that has one of its own, such as <see cref="TransformerEncoderAttribute"/>.</summary>
public enum ActivationKind
{
    /// <summary>As <see cref="ReluAttribute"/>.</summary>
    Relu,

    /// <summary>As <see cref="GeluAttribute"/>.</summary>
    Gelu,

    /// <summary>As <see cref="SiluAttribute"/>.</summary>
    Silu,

    /// <summary>As <see cref="TanhAttribute"/>.</summary>
    Tanh,

    /// <summary>As <see cref="SigmoidAttribute"/>.</summary>
    Sigmoid,
}
