using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The multi-class hinge loss: L = mean over the batch of (1 / C) · Σ over j ≠ label of max(0, margin − x[label] +
/// x[j]). Scores [N, C] and integer labels [N] from 0 to C − 1.
/// </summary>
/// <remarks>
/// The gradient where a score is exactly the margin below that of the label is 0.
/// Weston, Watkins: Support Vector Machines for Multi-Class Pattern Recognition, ESANN 1999. PyTorch:
/// <c>nn.MultiMarginLoss(p=1)</c>.
/// </remarks>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HingeAttribute : LossAttribute
{
    /// <summary>Declares a multi-class hinge loss.</summary>
    /// <param name="margin">
    /// By how much the score of the label is to exceed the others: finite, greater than 0. Default: 1.
    /// </param>
    public HingeAttribute(double margin = 1) => Margin = (float)margin;

    /// <summary>
    /// By how much the score of the label is to exceed the others: finite, greater than 0. Default: 1.
    /// </summary>
    public float Margin { get; }
}
