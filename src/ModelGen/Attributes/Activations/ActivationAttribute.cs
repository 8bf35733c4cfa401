namespace ModelGen;

/// <summary>
/// A layer that is a nonlinearity. All but <see cref="SoftmaxAttribute"/> and
/// <see cref="MaxoutAttribute"/> act on each element and keep the shape.
/// </summary>
public abstract class ActivationAttribute : LayerAttribute;
