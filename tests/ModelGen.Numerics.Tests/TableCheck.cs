using ModelGen.Numerics.Tests.SpecialValues;
using ModelGen.Numerics.Tests.Threads;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>What is checked of every model of the table.</summary>
/// <param name="Name">What the cases of <see cref="TableTests"/> call it.</param>
/// <param name="Run">Checks the model of a name.</param>
internal sealed record TableCheck(string Name, Action<string, ITestOutputHelper> Run)
{
    /// <summary>Whether it is a check for this model.</summary>
    public Func<ModelCase, bool> Applies { get; private init; } = _ => true;

    public static readonly IReadOnlyList<TableCheck> All =
    [
        // What its kernels compute, against its graph in double precision.
        Of("prediction and loss", OracleChecks.PredictionAndLoss),
        Of("gradients of a training step", subject => OracleChecks.TrainStep(subject)),
        Of("forward and backward", OracleChecks.ForwardBackward),
        Of("updates", OracleChecks.Update),
        Of("finite differences", OracleChecks.FiniteDifferences) with { Applies = model => model.HasDifferences },

        // Prediction, evaluation and training compute the same bits, those of the model's graph.
        Of("programs agree", ArithmeticChecks.Programs),

        // The same bits for every target and every batch, on one thread and on many.
        Of("bits of predictions", BitChecks.Prediction),
        Of("bits in any order of threads", ThreadChecks.Interpreted),

        Of("special values as in the graph", SpecialFuzz.Kernels),
        Of("finite gradients where those of the graph are", SpecialFuzz.Gradients),
        Of("weights of 16 bits", NarrowChecks.Half),
        Of("weights of 8 bits", NarrowChecks.Whole),
        new("kernels of prediction alone", (name, _) => PredictionOnlyTests.KernelsAreThoseOfTheTrainedModel(name)),
        new("features that compiled models have", (name, _) => CompiledTests.HasNothingElse(name)),
        new("training beside PyTorch", (name, _) => PyTorchTests.Training(name)) { Applies = model => model.HasReference },
    ];

    private static TableCheck Of(string name, Action<Subject> check) => new(name, (model, output) => check(new Subject(model, output)));
}
