using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The mean squared error: L = mean (y − t)², over the batch and all elements. [N, *] and targets [N, *].
/// </summary>
/// <remarks>PyTorch: <c>nn.MSELoss</c>.</remarks>
/// <example>
/// <code>
/// [Dense(1)]
/// [MeanSquaredError, Sgd(0.01f)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeanSquaredErrorAttribute : LossAttribute;
