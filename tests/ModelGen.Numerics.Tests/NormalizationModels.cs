namespace ModelGen.Numerics.Tests;

/// <summary>Normalizations with each of their options, on vectors, sequences and images.</summary>
internal static class NormalizationModels
{
    public static IEnumerable<ModelCase> All => BatchNorm();

    private static IEnumerable<ModelCase> BatchNorm()
    {
        yield return Case("batch", "Input(6), Dense(9, UseBias = false), BatchNorm, Relu, Dense(3)");
        yield return Case("batch-first", "Input(17), BatchNorm, Dense(3)");
        yield return Case("batch-last", "Input(6), Dense(4, UseBias = false), BatchNorm");
        yield return Case("batch-options", "Input(6), Dense(16), BatchNorm(Momentum = 0.3f, Epsilon = 0.01f), Tanh, Dense(3)");
        yield return Case("batch-no-affine", "Input(6), Dense(16), BatchNorm(Affine = false), Tanh, Dense(3)");
        yield return Case("batch-one", "Input(6), Dense(1), BatchNorm, Tanh, Dense(2)");
        yield return Case("batch-sequence", "Input(3, 7), BatchNorm, Dense(4), BatchNorm, Tanh, Flatten, Dense(2)");
        yield return Case("batch-image", "Input(3, 4, 5), BatchNorm, Silu, Flatten, Dense(2)");
        yield return Case("batch-image-wide", "Input(17, 2, 19), BatchNorm, Silu, Flatten, Dense(2)");
        yield return Case("batch-image-of-one", "Input(5, 1, 1), BatchNorm, Tanh, Flatten, Dense(2)");
        yield return Case("batch-residual", "Input(7), Repeat<Normal>(2, 9), Residual<Normal>(9), Relu, Dense(2)");
        yield return Case("batch-dropout", "Input(6), Dense(9), BatchNorm, Relu, Dropout(0.3f), Dense(3)", hasReference: false);
    }

    private static ModelCase Case(string name, string layers, bool hasReference = true) =>
        new("norm-" + name, $"[{layers}] [MeanSquaredError, Sgd(0.05f)]", hasReference);
}
