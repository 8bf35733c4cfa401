using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Gives the class members with second derivatives of its loss, exact and not by differences: <c>HessianVectorProduct</c>, and
/// <c>Hessian</c> for small models.
/// </summary>
/// <remarks>
/// The loss is that of <c>Evaluate</c>: in prediction, of the batch that is passed. The numbers are in the order of <c>Parameters</c>, each
/// tensor in its standard order; what is frozen, and buffers, are not among them. A product costs about as much as a training step, and
/// the Hessian one product for each parameter. Kernels for them exist only in classes with this attribute.
/// </remarks>
/// <seealso href="https://doi.org/10.1162/neco.1994.6.1.147"/>
/// <example><code>
/// [Model, Input(1), Dense(4), Tanh, Dense(1), MeanSquaredError, Sgd(0.1), Hessian]
/// public sealed partial class Curve;
/// </code></example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class HessianAttribute : PipelineAttribute;
