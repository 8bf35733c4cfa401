using ModelGen.Benchmarks.Architectures;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>The recurrent classifier of T6: an image row by row.</summary>
[Model, Input(28, 28)]
[Lstm(128), Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3f)]
internal sealed partial class LstmClassifier
{
    public static readonly Workload T6 = new Training<int>(
        "T6",
        "step, LSTM 28→128, 28 steps, dense 10 on the last, Adam, batch 64",
        64,
        new Chain(new LastState(28, 28, 128), new Linear(128, 10)),
        () => new LstmClassifier(1))
    {
        Loss = "F.cross_entropy(y, t)",
        InputShape = [28, 28],
    };
}
