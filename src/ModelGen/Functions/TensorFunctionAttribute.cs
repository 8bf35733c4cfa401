using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Makes a public function of your own usable in models of other assemblies, as in a package of layers: what it computes is written into
/// the assembly.
/// </summary>
/// <remarks>
/// <para>Models are compiled from the source of their functions, which other assemblies do not have. So the compiler writes an attribute
/// for each method with this one, <see cref="TensorFormulaAttribute"/>, that holds the method and those that it calls. A model calls the
/// method from a function of its own.</para>
/// <para>Both assemblies are built with the same version of ModelGen.</para>
/// </remarks>
/// <example>
/// <code>
/// public static class Activations
/// {
///     [TensorFunction]
///     public static Tensor QuickGelu(Tensor x) =&gt; x * Tensor.Sigmoid(1.702 * x);
/// }
///
/// // in another assembly
/// [Model, Input(784), Dense(128), Apply(nameof(Gelu)), Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]
/// public sealed partial class Net
/// {
///     static Tensor Gelu(Tensor x) =&gt; Activations.QuickGelu(x);
/// }
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class TensorFunctionAttribute : Attribute;
