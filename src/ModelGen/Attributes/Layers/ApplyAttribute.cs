using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// A layer of your own: a static method of the class from <c>Tensor</c> to <c>Tensor</c>, read as operations while compiling. Shapes as the
/// method has them.
/// </summary>
/// <remarks>
/// <para>The method is not called: its expressions become part of the model, are differentiated, and run in the same kernels as other
/// layers. It is written for one sample: there is no axis for the batch, and axes count from 0, or from -1 backwards. What it may be made
/// of are the functions of <c>Tensor</c> and the operators, locals, constants, <c>if</c> and <c>for</c> over numbers that are known while
/// compiling, shapes, calls of other such methods, and parameters: <c>Parameter("scale", [8], start: 1)</c>, which the layer learns.</para>
/// <para>Called from a test or a debugger, the same method computes with numbers.</para>
/// </remarks>
/// <example>
/// <code>
/// using static ModelGen.Tensor;
///
/// [Model, Input(784), Dense(128), Apply(nameof(QuickGelu)), Dense(10)]
/// [SoftmaxCrossEntropy, Adam(1e-3)]
/// public sealed partial class Net
/// {
///     static Tensor QuickGelu(Tensor x) =&gt; x * Sigmoid(1.702 * x);
/// }
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ApplyAttribute : LayerAttribute
{
    /// <summary>Declares a layer.</summary>
    /// <param name="function">The name of the method, by <c>nameof</c>.</param>
    /// <param name="names">Names of other values, for the method's second parameter and the following ones: see <c>[As]</c>.</param>
    public ApplyAttribute(string function, params string[] names)
    {
        Function = function;
        Names = names;
    }

    /// <summary>The name of the method.</summary>
    public string Function { get; }

    /// <summary>Names of other values, for the method's second parameter and the following ones.</summary>
    public string[] Names { get; }
}
