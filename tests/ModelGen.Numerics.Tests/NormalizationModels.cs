namespace ModelGen.Numerics.Tests;

/// <summary>Normalizations with each of their options, on vectors, sequences and images.</summary>
internal static class NormalizationModels
{
    public static IEnumerable<ModelCase> All =>
        [
            .. BatchNorm(),
            .. LayerNorm(),
            .. InstanceNorm(),
            .. GroupNorm(),
            .. SpatialDropout(),
            .. Weights(),
            .. ConvolutionWeights(),
            .. LocalResponse(),
            .. SpatialTransformer(),
        ];

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

    private static IEnumerable<ModelCase> LayerNorm()
    {
        yield return Case("layer", "Input(6), Dense(9), LayerNorm, Tanh, Dense(3)");
        yield return Case("layer-17", "Input(17), LayerNorm, Dense(3)");
        yield return Case("layer-last", "Input(6), Dense(4), LayerNorm");
        yield return Case("layer-options", "Input(6), Dense(16), LayerNorm(Epsilon = 0.01f, Affine = false), Tanh, Dense(3)");
        yield return Case("layer-sequence", "Input(3, 7), LayerNorm, Dense(18), LayerNorm, Gelu, Dense(2)");
        yield return Case("layer-image", "Input(2, 3, 16), LayerNorm, Tanh, Flatten, Dense(2)");
    }

    private static IEnumerable<ModelCase> InstanceNorm()
    {
        yield return Case("instance", "Input(3, 4, 5), InstanceNorm, Silu, Flatten, Dense(2)");
        yield return Case("instance-affine", "Input(5, 3, 17), InstanceNorm(Epsilon = 0.01f, Affine = true), Silu, Flatten, Dense(2)");
        yield return Case("instance-sequence", "Input(3, 7), InstanceNorm(Affine = true), Dense(4), Tanh, Flatten, Dense(2)");
    }

    private static IEnumerable<ModelCase> GroupNorm()
    {
        yield return Case("group", "Input(6, 4, 5), GroupNorm(2), Silu, Flatten, Dense(2)");
        yield return Case("group-one", "Input(3, 2, 17), GroupNorm(1), Silu, Flatten, Dense(2)");
        yield return Case("group-each", "Input(4, 3, 3), GroupNorm(4), Silu, Flatten, Dense(2)");
        yield return Case("group-vector", "Input(6), Dense(18), GroupNorm(3), Tanh, Dense(3)");
        yield return Case("group-sequence", "Input(4, 7), GroupNorm(2, Epsilon = 0.01f), Dense(5), Tanh, Dense(2)");
        yield return Case("group-no-affine", "Input(6, 2, 3), GroupNorm(3, Affine = false), Silu, Flatten, Dense(2)");
    }

    private static IEnumerable<ModelCase> SpatialDropout()
    {
        yield return Case("spatial-dropout", "Input(5, 3, 4), SpatialDropout(0.4f), Tanh, Flatten, Dense(3)", hasReference: false);
        yield return Case("spatial-dropout-sequence", "Input(5, 3), Dense(17), SpatialDropout, Dense(3)", hasReference: false);
        yield return Case("spatial-dropout-0", "Input(5, 3, 4), SpatialDropout(0f), Flatten, Dense(3)");
    }

    private static IEnumerable<ModelCase> Weights()
    {
        yield return Case("weight", "Input(6), Dense(9, WeightNorm = true), Tanh, Dense(3, WeightNorm = true, UseBias = false)");
        yield return Case("weight-17", "Input(17), Dense(33, WeightNorm = true), Tanh, Dense(1, WeightNorm = true)");
        yield return Case("weight-one-input", "Input(1), Dense(5, WeightNorm = true), Tanh, Dense(2)");
        yield return Case("weight-sequence", "Input(3, 5), Dense(18, WeightNorm = true), Tanh, Dense(2)");
        // The singular vectors are taken as constant, though they follow the weight; PyTorch does so, too.
        yield return Case(
            "spectral",
            "Input(6), Dense(9, SpectralNorm = true), Tanh, Dense(3, SpectralNorm = true, UseBias = false)",
            hasDifferences: false);
        yield return Case(
            "spectral-17",
            "Input(17), Dense(33, SpectralNorm = true), Tanh, Dense(1, SpectralNorm = true)",
            hasDifferences: false);
        yield return Case("spectral-sequence", "Input(3, 5), Dense(18, SpectralNorm = true), Tanh, Dense(2)", hasDifferences: false);
    }

    private static IEnumerable<ModelCase> ConvolutionWeights()
    {
        yield return Case("weight-conv", "Input(2, 5, 6), Conv2D(4, 3, WeightNorm = true), Tanh, Flatten, Dense(2)");
        yield return Case("weight-conv-groups", "Input(4, 5, 6), Conv2D(6, 3, Groups = 2, WeightNorm = true), Tanh, Flatten, Dense(2)");
        yield return Case("weight-conv-1d", "Input(2, 9), Conv1D(4, 3, WeightNorm = true), Tanh, Flatten, Dense(2)");
        yield return Case("weight-depthwise", "Input(3, 5, 6), DepthwiseConv2D(3, WeightNorm = true), Tanh, Flatten, Dense(2)");
        yield return Case(
            "weight-transposed",
            "Input(3, 4, 4), ConvTranspose2D(2, 3, Stride = 2, WeightNorm = true), Tanh, Flatten, Dense(2)");
        yield return Case(
            "spectral-conv",
            "Input(2, 5, 6), Conv2D(4, 3, SpectralNorm = true), Tanh, Flatten, Dense(2)",
            hasDifferences: false);
        yield return Case(
            "spectral-transposed",
            "Input(3, 4, 4), ConvTranspose2D(2, 3, SpectralNorm = true), Tanh, Flatten, Dense(2)",
            hasDifferences: false);
        yield return Case("batch-conv", "Input(2, 6, 6), Conv2D(4, 3, UseBias = false), BatchNorm, Silu, AvgPool2D(2), Flatten, Dense(2)");
    }

    private static IEnumerable<ModelCase> LocalResponse()
    {
        yield return Case("unit", "Input(6), Dense(5), Normalize, Dense(2)");
        yield return Case("unit-sequence", "Input(3, 4), Dense(5), Relu, Normalize, Dense(2)");
        yield return Case(
            "cosine", "Input(6), Dense(5), As(\"other\"), From(\"input\"), Dense(5), CosineSimilarity(\"other\"), Dense(2)");
        yield return Case(
            "cosine-sequence",
            "Input(3, 4), Dense(17), As(\"other\"), From(\"input\"), Dense(17), Relu, CosineSimilarity(\"other\", Epsilon = 0.5), "
                + "Dense(2)");
        yield return Case("local-response", "Input(7, 3, 4), LocalResponseNorm(5, Alpha = 0.5f), Flatten, Dense(2)");
        yield return Case(
            "local-response-even",
            "Input(3, 5, 17), LocalResponseNorm(4, Alpha = 2f, Beta = 0.4f, K = 2f), Flatten, Dense(2)");
        yield return Case(
            "local-response-conv",
            "Input(1, 5, 6), Conv2D(6, 3), Silu, LocalResponseNorm(3, Alpha = 0.1f), Flatten, Dense(2)");
        yield return Case("local-response-sequence", "Input(5, 4), LocalResponseNorm(3, Alpha = 0.1f), Dense(2)");
    }

    private static IEnumerable<ModelCase> SpatialTransformer()
    {
        yield return Case("transformer", "Input(2, 4, 5), SpatialTransformer<Localization>(3), Flatten, Dense(2)");
        yield return Case(
            "transformer-corners",
            "Input(1, 5, 3), SpatialTransformer<Localization>(4, AlignCorners = true), Tanh, Flatten, Dense(2)");
        yield return Case("transformer-conv", "Input(1, 6, 17), Conv2D(2, 3), SpatialTransformer<Localization>(3), Flatten, Dense(2)");
    }

    private static ModelCase Case(string name, string layers, bool hasReference = true, bool hasDifferences = true) =>
        new("norm-" + name, $"[{layers}] [MeanSquaredError, Sgd(0.05f)]", hasReference, hasDifferences);
}
