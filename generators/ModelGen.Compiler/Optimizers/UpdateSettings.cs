using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Optimizers;

/// <summary>What an update does to a parameter besides the optimizer's rule.</summary>
public sealed record UpdateSettings
{
    public static readonly UpdateSettings None = new();

    /// <summary>The factor of Σ |θ| in the loss.</summary>
    public double L1 { get; init; }

    /// <summary>The factor of Σ θ² in the loss.</summary>
    public double L2 { get; init; }

    /// <summary>The largest norm of a slice along the first axis; 0 for none.</summary>
    public double MaxNorm { get; init; }

    /// <summary>The largest norm of the gradient; 0 for none.</summary>
    public double ClipNorm { get; init; }

    /// <summary>Whose gradients together have that norm: the layer; null for all of the model that belong to no layer's.</summary>
    public string? ClipScope { get; init; }

    /// <summary>The largest absolute value in the gradient; 0 for none.</summary>
    public double ClipValue { get; init; }

    /// <summary>Whether the optimizer's weight decay acts on it.</summary>
    public bool Decays { get; init; } = true;

    /// <summary>The tensor, where the optimizer looks at each as a whole; null otherwise.</summary>
    public string? Tensor { get; init; }

    /// <summary>Whether the optimizer takes it as a matrix.</summary>
    public bool IsMatrix { get; init; }

    /// <summary>As far as flat vectors are concerned.</summary>
    public UpdateSettings OfVector => this with { MaxNorm = 0 };

    /// <summary>The settings of a parameter.</summary>
    /// <param name="model">What holds for all.</param>
    /// <param name="optimizer">The optimizer; null in a model that does not check.</param>
    /// <param name="layer">The layer that has it; null if layers of its kind have no settings.</param>
    /// <param name="path">The name of the layer.</param>
    /// <param name="name">The name of the parameter in it.</param>
    /// <param name="axes">The number of its axes.</param>
    /// <param name="isTable">Whether its rows are looked up one by one.</param>
    public static UpdateSettings Of(
        ModelAttribute model,
        OptimizerAttribute? optimizer,
        WeightedLayerAttribute? layer,
        string path,
        string name,
        int axes,
        bool isTable)
    {
        var isWeight = axes >= 2;
        var rule = optimizer is null ? null : OptimizerTable.Find(optimizer.GetType());
        var ownNorm = layer is not null && !double.IsNaN(layer.ClipNorm);
        var settings = new UpdateSettings
        {
            ClipNorm = Number(layer?.ClipNorm, model.ClipNorm),
            ClipValue = Number(layer?.ClipValue, model.ClipValue),
            Decays = isWeight || optimizer is not { DecayWeightsOnly: true },
            Tensor = rule is { IsPerTensor: true } ? path + "." + name : null,
            IsMatrix = rule is { TakesMatrices: true } && isWeight && layer is not null && !isTable,
        };
        if (ownNorm && settings.ClipNorm > 0) settings = settings with { ClipScope = path };
        return !isWeight ? settings : settings with
        {
            L1 = Number(layer?.L1, model.L1),
            L2 = Number(layer?.L2, model.L2),
            MaxNorm = Number(layer?.MaxNorm, model.MaxNorm),
        };
    }

    public static IEnumerable<ArgumentProblem?> Validate(ModelAttribute model) =>
        Validate((float)model.L1, (float)model.L2, (float)model.MaxNorm, (float)model.ClipNorm, (float)model.ClipValue);

    /// <summary>NaN is what is not given.</summary>
    public static IEnumerable<ArgumentProblem?> Validate(WeightedLayerAttribute layer)
    {
        return Validate(Given(layer.L1), Given(layer.L2), Given(layer.MaxNorm), Given(layer.ClipNorm), Given(layer.ClipValue));

        static float Given(double value) => double.IsNaN(value) ? 0 : (float)value;
    }

    private static IEnumerable<ArgumentProblem?> Validate(float l1, float l2, float maxNorm, float clipNorm, float clipValue) =>
    [
        Require.NotNegative("L1", l1),
        Require.NotNegative("L2", l2),
        Require.NotNegative("MaxNorm", maxNorm),
        Require.NotNegative("ClipNorm", clipNorm),
        Require.NotNegative("ClipValue", clipValue),
    ];

    private static double Number(double? own, double ofModel) =>
        Written.Number((float)(own is { } value && !double.IsNaN(value) ? value : ofModel));
}
