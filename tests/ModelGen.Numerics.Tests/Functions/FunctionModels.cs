using System.Runtime.CompilerServices;

namespace ModelGen.Numerics.Tests;

/// <summary>Models whose layers and losses are functions of the user: those of <see cref="UserFunctions"/>.</summary>
internal static class FunctionModels
{
    /// <summary>The text of the functions, as members of a model.</summary>
    public static readonly string Members = Read();

    public static readonly IReadOnlyList<ModelCase> All = [.. Elementwise(), .. Others(), .. Losses()];

    /// <summary>Models of a function that has no twin in PyTorch, for the sake of their kernels.</summary>
    public static readonly IReadOnlyList<ModelCase> OfTables = [.. Tables()];

    private static IEnumerable<ModelCase> Elementwise()
    {
        string[] names =
        [
            "QuickGelu", "ExactGelu", "Swish", "Leaky", "Mish", "HardSwish", "SquaredRelu", "Softsign", "Selu", "LogCosh", "RmsNorm",
            "Standardize", "Linear", "Horner", "GatedHalf", "FractionalPower", "Highway", "UnitRange", "BothSigns", "Cubed", "Clipped",
        ];
        foreach (string name in names)
            yield return Case(name, $"[Input(5), Dense(6), Apply(nameof(Net.{name})), Dense(2)] [MeanSquaredError, Sgd(0.05f)]");
        yield return Case(
            "Reversal", "[Input(5), Dense(6), Apply(nameof(Net.Reversal)), Dense(2)] [MeanSquaredError, Sgd(0.05f)]",
                hasDifferences: false);
    }

    private static IEnumerable<ModelCase> Others()
    {
        yield return Case("SelfAttention", "[Input(5, 4), Apply(nameof(Net.SelfAttention)), Flatten, Dense(2)] [MeanSquaredError, "
            + "Sgd(0.05f)]");
        yield return Case("OverTime", "[Input(5, 4), Dense(3), Apply(nameof(Net.OverTime)), Flatten, Dense(2)] [MeanSquaredError, "
            + "Sgd(0.05f)]");
        yield return Case(
            "SqueezeExcite",
            "[Input(2, 5, 4), Conv2D(4, 3), Apply(nameof(Net.SqueezeExcite)), Flatten, Dense(2)] [MeanSquaredError, Sgd(0.05f)]");
        yield return Case(
            "ChannelShuffle",
            "[Input(2, 5, 4), Conv2D(4, 3), Apply(nameof(Net.ChannelShuffle)), Conv2D(3, 2), Flatten, Dense(2)] [MeanSquaredError, "
                + "Sgd(0.05f)]");
        yield return Case("Rounded", "[Input(5), Dense(6), Apply(nameof(Net.Rounded)), Dense(2)] [MeanSquaredError, Sgd(0.05f)]",
            hasDifferences: false);
        yield return Case("OwnProduct", "[Input(5), Dense(6), Apply(nameof(Net.OwnProduct)), Dense(2)] [MeanSquaredError, Sgd(0.05f)]");
        yield return Case("OwnConvolution", "[Input(2, 6, 5), Apply(nameof(Net.OwnConvolution)), Flatten, Dense(2)] "
            + "[MeanSquaredError, Sgd(0.05f)]");
        yield return Case("OwnGroups", "[Input(4, 7), Apply(nameof(Net.OwnGroups)), Flatten, Dense(2)] [MeanSquaredError, Sgd(0.05f)]");
        yield return Case("NormalizedConvolution", "[Input(2, 4, 5), Apply(nameof(Net.NormalizedConvolution)), Flatten, Dense(2)] "
            + "[MeanSquaredError, Sgd(0.05f)]");
        yield return Case("Pooled", "[Input(2, 5, 5), Conv2D(2, 2, Padding = 1), Apply(nameof(Net.Pooled)), Flatten, Dense(2)] "
            + "[MeanSquaredError, Sgd(0.05f)]");
        yield return Case("PooledSteps", "[Input(2, 5), Conv1D(3, 1), Apply(nameof(Net.PooledSteps)), Flatten, Dense(2)] "
            + "[MeanSquaredError, Sgd(0.05f)]");
        yield return Case("Running", "[Input(5), Dense(6), Apply(nameof(Net.Running)), Dense(2)] [MeanSquaredError, Sgd(0.05f)]");
        yield return Case("ScaledByBuffer", "[Input(5), Dense(6), Apply(nameof(Net.ScaledByBuffer)), Dense(2)] [MeanSquaredError, "
            + "Sgd(0.05f)]",
            hasReference: false);
        yield return Case("Noisy", "[Input(5), Dense(6), Apply(nameof(Net.Noisy)), Dense(2)] [MeanSquaredError, Sgd(0.05f)]",
            hasReference: false);
        yield return Case(
            "Cosine",
            "[Input(5), Dense(6), As(\"other\"), From(\"input\"), Dense(6), Apply(nameof(Net.Cosine), \"other\"), Dense(2)] "
                + "[MeanSquaredError, Sgd(0.05f)]");
        yield return Case(
            "Gate",
            "[Input(5), Dense(6), As(\"gate\"), From(\"input\"), Dense(6), Apply(nameof(Net.Gate), \"gate\"), Dense(2)] "
                + "[MeanSquaredError, Sgd(0.05f)]");
    }

    /// <summary>
    /// Tables of more than sixteen columns, which lie in panels, where kernels go along columns one by one: behind windows that slide along
    /// them, and in front of windows, whose gradients are computed pixel by pixel. Buffers there, and a given gradient in a stream.
    /// </summary>
    private static IEnumerable<ModelCase> Tables()
    {
        yield return Case(
            "table-behind-windows",
            "[Input(2, 3, 18), ZeroPad2D(1), AvgPool2D(3, Stride = 1), Apply(nameof(Net.Table))] [MeanSquaredError, Sgd(0.05f)]",
            hasReference: false);
        yield return Case(
            "buffer-between-windows",
            "[Input(2, 4, 18), Conv2D(2, 1), Apply(nameof(Net.ScaledByBuffer)), AvgPool2D(2), Flatten, Dense(2)] "
                + "[MeanSquaredError, Sgd(0.05f)]",
            hasReference: false);
        yield return Case(
            "steps",
            "[Input(5, 3), Rnn(4, ReturnSequences = true), Apply(nameof(Net.Rounded)), Dense(2)] [MeanSquaredError, Sgd(0.05f)]",
            hasDifferences: false,
            hasReference: false);
        yield return Case(
            "table-between-windows",
            "[Input(2, 4, 18), Conv2D(2, 1), Apply(nameof(Net.Table)), AvgPool2D(2), Flatten, Dense(2)] [MeanSquaredError, Sgd(0.05f)]",
            hasReference: false);
    }

    private static IEnumerable<ModelCase> Losses()
    {
        string[] names =
        [
            "Focal", "Quantile", "Dice", "Smoothed", "OwnHuber", "Divergence", "MeanLogCosh", "Tversky", "Contrastive", "Variational",
        ];
        foreach (string name in names)
            yield return Case("loss-" + name, $"[Input(5), Dense(6), Tanh, Dense(4)] [Loss(nameof(Net.{name})), Sgd(0.1f)]");
        yield return Case("loss-of-steps-Ctc", "[Input(5, 5), Dense(6), Tanh, Dense(4)] [Loss(nameof(Net.Ctc)), Sgd(0.1f)]");
        yield return Case("loss-of-steps-Focal", "[Input(3, 5), Dense(6), Tanh, Dense(4)] [Loss(nameof(Net.Focal)), Sgd(0.1f)]");
    }

    private static ModelCase Case(string name, string attributes, bool hasDifferences = true, bool hasReference = true) =>
        new("function-" + name, attributes, hasReference, hasDifferences) { Members = Members };

    private static string Read([CallerFilePath] string path = "")
    {
        string text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, "UserFunctions.cs"));
        const string Begin = "// Functions begin.", End = "// Functions end.";
        return text[(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)..text.IndexOf(End, StringComparison.Ordinal)];
    }
}
