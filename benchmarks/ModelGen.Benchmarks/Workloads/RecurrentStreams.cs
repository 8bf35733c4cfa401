using ModelGen.Benchmarks.Architectures;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>The recurrent layers of I5: one number a step, as in audio effects.</summary>
internal static class RecurrentStreams
{
    private const int Features = 1;

    public static readonly IReadOnlyList<Workload> I5 =
    [
        Of("GRU", 8, () => new Gru8(1)),
        Of("GRU", 16, () => new Gru16(1)),
        Of("GRU", 32, () => new Gru32(1)),
        Of("GRU", 64, () => new Gru64(1)),
        Of("LSTM", 8, () => new Lstm8(1)),
        Of("LSTM", 16, () => new Lstm16(1)),
        Of("LSTM", 32, () => new Lstm32(1)),
        Of("LSTM", 64, () => new Lstm64(1)),
    ];

    private static StreamingStep Of(string kind, int units, Func<IModel> create) => new(
        $"I5-{kind.ToLowerInvariant()}{units}",
        $"one streaming step, {kind} {Features}→{units}",
        new RecurrentStep(kind, Features, units),
        create)
    {
        InputShape = [1, Features],
        Tolerance = 1e-4,
    };
}

[Model, Input(1, 1), Gru(8, ReturnSequences = true), MeanSquaredError, Sgd(1e-3)]
internal sealed partial class Gru8;

[Model, Input(1, 1), Gru(16, ReturnSequences = true), MeanSquaredError, Sgd(1e-3)]
internal sealed partial class Gru16;

[Model, Input(1, 1), Gru(32, ReturnSequences = true), MeanSquaredError, Sgd(1e-3)]
internal sealed partial class Gru32;

[Model, Input(1, 1), Gru(64, ReturnSequences = true), MeanSquaredError, Sgd(1e-3)]
internal sealed partial class Gru64;

[Model, Input(1, 1), Lstm(8, ReturnSequences = true), MeanSquaredError, Sgd(1e-3)]
internal sealed partial class Lstm8;

[Model, Input(1, 1), Lstm(16, ReturnSequences = true), MeanSquaredError, Sgd(1e-3)]
internal sealed partial class Lstm16;

[Model, Input(1, 1), Lstm(32, ReturnSequences = true), MeanSquaredError, Sgd(1e-3)]
internal sealed partial class Lstm32;

[Model, Input(1, 1), Lstm(64, ReturnSequences = true), MeanSquaredError, Sgd(1e-3)]
internal sealed partial class Lstm64;
