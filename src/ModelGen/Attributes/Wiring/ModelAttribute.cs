using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Declares a neural network: the other attributes on the class are its layers, loss and optimizer, and the compiler
/// writes the rest of the class.
/// </summary>
/// <remarks>
/// The class is <c>partial</c>, not static, not abstract and not generic, and has at least one
/// <see cref="InputAttribute"/>, a loss and an optimizer. One that only predicts, see <see cref="Weights"/>, may be static and have neither
/// loss nor optimizer.
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
    /// <summary>
    /// A file of weights, such as <c>"digits.safetensors"</c>, among those that the project lists (<c>ModelGenWeights</c>): the name of the
    /// file, or the end of its path. The class then only predicts: it has a static <c>Predict</c> and no members for training, the weights
    /// are checked when it is compiled and are part of its assembly, and nothing of this library is needed at run time.
    /// </summary>
    public string? Weights { get; set; }
}
