using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Declares a neural network: the other attributes on the class are its layers, loss and optimizer, and the compiler
/// writes the rest of the class.
/// </summary>
/// <remarks>
/// The class is <c>partial</c>, not static, not abstract and not generic, and has at least one
/// <see cref="InputAttribute"/>, a loss and an optimizer.
/// </remarks>
/// <example>
/// <code>
/// [Model]
/// [Input(1, 8, 8)]
/// [Flatten, Dense(64), Relu, Dropout(0.2f), Dense(10)]
/// [SoftmaxCrossEntropy, Adam(1e-3f)]
/// public sealed partial class DigitNet;
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class ModelAttribute : Attribute
{
    /// <summary>How products and sums are rounded, in prediction and in training alike.</summary>
    public Arithmetic Arithmetic { get; set; }
}
