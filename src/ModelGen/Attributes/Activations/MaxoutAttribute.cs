using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The maximum of each group of consecutive features: yᵢ = max(x[i·k], …, x[i·k + k − 1]) along the last axis, k being
/// <see cref="Pieces"/>. [N, F] → [N, F / k].
/// </summary>
/// <remarks>
/// Goodfellow, Warde-Farley, Mirza, Courville, Bengio: Maxout Networks, 2013. Behind a <see cref="DenseAttribute"/> of
/// units · k outputs it is the paper's layer of that many units. No parameters of its own. A maximum is NaN if one of its numbers is. Of
/// equal ones the first gets the gradient; of several NaN the last.
/// </remarks>
/// <example>
/// <code>
/// [Dense(96), Maxout(3)]                                  // 32 units with three linear pieces each
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1302.4389"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxoutAttribute : ActivationAttribute
{
    /// <summary>Declares a maxout layer.</summary>
    /// <param name="pieces">The size k of a group: at least 2, and a divisor of the number of features.</param>
    public MaxoutAttribute(int pieces) => Pieces = pieces;

    /// <summary>The size k of a group: at least 2, and a divisor of the number of features.</summary>
    public int Pieces { get; }
}
