using System.Diagnostics;

namespace ModelGen;

/// <summary>A vector as a sequence in which it is every step: [N, features] → [N, n, features].</summary>
/// <remarks>Between an encoder that reads a sequence and a decoder that writes one. Keras: <c>RepeatVector(n)</c>.</remarks>
/// <example>
/// <code>
/// [Input(20, 8)]
/// [Lstm(32), RepeatVector(10), Lstm(32, ReturnSequences = true), Dense(8)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RepeatVectorAttribute : LayerAttribute
{
    /// <summary>Declares a repetition.</summary>
    /// <param name="n">The number of steps: at least 1.</param>
    public RepeatVectorAttribute(int n) => N = n;

    /// <summary>The number of steps: at least 1.</summary>
    public int N { get; }
}
