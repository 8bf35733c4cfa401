using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Limits what a model may cost. Exceeding a limit is an error at compile time that says by how much, and which layers
/// cost most; it costs nothing at run time.
/// </summary>
/// <remarks>
/// It may stand anywhere among the attributes of a model, not in a block. Limits that are not given do not exist. What is
/// counted is what <c>Summary</c> shows; only <see cref="ArenaBytes"/> needs the memory plan of the generated code, and
/// follows it if a later version of the compiler plans better.
/// </remarks>
/// <example>
/// <code>
/// [Model, Budget(Parameters = 100_000, MultiplyAdds = 2_000_000, WeightBytes = 400_000, ArenaBytes = 32_768)]
/// [Input(1, 8, 8), Flatten]
/// [Dense(64), Relu, Dense(10)]
/// [SoftmaxCrossEntropy, Adam(1e-3f)]
/// public sealed partial class DigitNet;
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class BudgetAttribute : PipelineAttribute
{
    /// <summary>The most numbers the model may learn, as in its <c>ParameterCount</c>: at least 1. Default: no limit.</summary>
    public long Parameters { get; set; } = long.MaxValue;

    /// <summary>
    /// The most multiply-adds that predicting one sample may take, as counted in its <c>Summary</c>: those of the products
    /// and convolutions, not of activations. At least 1. Default: no limit.
    /// </summary>
    public long MultiplyAdds { get; set; } = long.MaxValue;

    /// <summary>
    /// The most bytes that the weights may take as 32-bit floats, 4 for each parameter: a saved file without its header.
    /// At least 1. Default: no limit.
    /// </summary>
    public long WeightBytes { get; set; } = long.MaxValue;

    /// <summary>
    /// The most bytes of scratch memory that <c>Predict</c> may need for one sample: all values between the kernels, at
    /// the places the compiler gives them, where values that are not needed at the same time share memory, each row is
    /// padded to 64 bytes, and a value of whole kibibytes by 64 bytes more. Weights and the caller's own inputs and outputs do not count.
    /// <c>Predict</c> works on up to
    /// 64 samples at a time, so that a thread's scratch memory is up to 64 times as large. At least 1. Default: no limit.
    /// </summary>
    public long ArenaBytes { get; set; } = long.MaxValue;
}
