using ModelGen;

namespace Streaming;

/// <summary>From all values of an electrocardiogram so far, the one that comes <see cref="Recording.Ahead"/> values later.</summary>
/// <remarks>
/// A window is what one call sees. The state of the layer is carried on from window to window, so it has seen all values before, and
/// gradients end with the window: truncated backpropagation through time.
/// </remarks>
[Model(ClipNorm = 1)]
[Input(Window, 1)]
[Lstm(Units, Stateful = true, ReturnSequences = true), Dense(1)]
[MeanSquaredError, Adam(3e-3)]
public sealed partial class Forecaster
{
    /// <summary>The values that a call sees: a sixth of a second.</summary>
    public const int Window = 60;

    /// <summary>The length of h and of c.</summary>
    public const int Units = 24;
}
