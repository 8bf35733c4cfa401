using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The mean absolute error: L = mean |y − t|, over the batch and all elements. [N, *] and targets [N, *].
/// </summary>
/// <remarks>The gradient where y = t is 0. PyTorch: <c>nn.L1Loss</c>.</remarks>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeanAbsoluteErrorAttribute : LossAttribute;
