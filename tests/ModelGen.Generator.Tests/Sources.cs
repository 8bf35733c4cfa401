namespace ModelGen.Generator.Tests;

/// <summary>Declarations that several tests start from.</summary>
internal static class Sources
{
    public const string Digits = """
        using ModelGen;

        namespace Samples;

        [Model]
        [Input(1, 8, 8)]
        [Flatten, Dense(16, Name = "hidden"), Relu, Dropout(0.25f), Dense(10)]
        [SoftmaxCrossEntropy, Adam(1e-3f, Beta1 = 0.8f)]
        public sealed partial class Digits;
        """;

    public const string Residual = """
        using ModelGen;

        [Model]
        [Input(8)]
        [Residual<Branch>(8), Relu, Dense(1)]
        [MeanSquaredError, Sgd(0.1f)]
        public sealed partial class Net;
        """;

    public const string Branch = """
        using ModelGen;

        [Block]
        [Dense(Arg.A), Relu, Dense(Arg.A)]
        partial class Branch;
        """;

    public const string Unrelated = """
        namespace Samples;

        public static class Unrelated
        {
            public static int Two() => 2;
        }
        """;

    /// <summary>A model with the given lines of attributes between the class and its input, loss and optimizer.</summary>
    public static string Model(string layers) => $$"""
        using ModelGen;

        [Model]
        [Input(8)]
        {{layers}}
        [MeanSquaredError, Sgd(0.1f)]
        public sealed partial class Net;
        """;
}
