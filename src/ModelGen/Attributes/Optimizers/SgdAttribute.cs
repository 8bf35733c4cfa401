using System.Diagnostics;

namespace ModelGen;

/// <summary>Stochastic gradient descent, with momentum, Nesterov's variant and weight decay if wanted.</summary>
/// <remarks>
/// <para>With μ the momentum and λ the weight decay, a step is</para>
/// <code>
/// g ← g + λ · θ
/// v ← μ · v + g
/// θ ← θ − η · v                 with Nesterov: θ ← θ − η · (g + μ · v)
/// </code>
/// <para>
/// Without momentum, v is g and no state is kept. Sutskever, Martens, Dahl, Hinton: On the importance of initialization
/// and momentum in deep learning, ICML 2013, in the form of PyTorch's <c>optim.SGD</c> with dampening 0.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, Sgd(0.1f, Momentum = 0.9f, Nesterov = true)]
/// </code>
/// </example>
/// <seealso href="https://proceedings.mlr.press/v28/sutskever13.html"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SgdAttribute : OptimizerAttribute
{
    /// <summary>Declares the optimizer.</summary>
    /// <param name="learningRate">The learning rate η the model starts with: finite, greater than 0.</param>
    public SgdAttribute(double learningRate)
        : base(learningRate)
    {
    }

    /// <summary>The momentum μ: 0 ≤ μ &lt; 1. Default: 0.</summary>
    public double Momentum { get; set; }

    /// <summary>
    /// Whether momentum looks ahead as Nesterov's does; it needs <see cref="Momentum"/> above 0. Default: false.
    /// </summary>
    public bool Nesterov { get; set; }

    /// <summary>
    /// The weight decay λ (L2 penalty), which acts on all parameters: finite, at least 0. Default: 0.
    /// </summary>
    public double WeightDecay { get; set; }
}
