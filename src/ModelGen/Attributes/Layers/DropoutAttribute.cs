using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Inverted dropout: in training, sets each element to 0 with probability p and scales the others by 1 / (1 − p); the
/// identity in <c>Predict</c> and <c>Evaluate</c>. [N, *] → [N, *].
/// </summary>
/// <remarks>
/// <para>
/// The masks come from the model's seed: the same seed gives the same masks, whatever the vector width. No parameters. What
/// is dropped is 0 even if it is NaN or infinite.
/// </para>
/// <para>
/// Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov: Dropout: A Simple Way to Prevent Neural Networks from
/// Overfitting, JMLR 15, 2014. PyTorch: <c>nn.Dropout</c>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Dense(64), Relu, Dropout(0.2f), Dense(10)]
/// </code>
/// </example>
/// <seealso href="https://jmlr.org/papers/v15/srivastava14a.html"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DropoutAttribute : LayerAttribute
{
    /// <summary>Declares a dropout layer.</summary>
    /// <param name="rate">The probability p that an element is dropped: 0 ≤ p &lt; 1. Default: 0.5.</param>
    public DropoutAttribute(double rate = 0.5) => Rate = (float)rate;

    /// <summary>The probability p that an element is dropped: 0 ≤ p &lt; 1. Default: 0.5.</summary>
    public float Rate { get; }
}
