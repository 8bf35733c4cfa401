namespace ModelGen.Training;

/// <summary>Which numbers of what a callback monitors are better.</summary>
public enum MonitorMode
{
    /// <summary>As the metric says; for a key that no metric of the training has, smaller ones, unless it speaks of accuracy, precision,
    /// recall, F1, AUC or R².</summary>
    Auto,

    /// <summary>Smaller ones, as of a loss.</summary>
    Min,

    /// <summary>Larger ones, as of an accuracy.</summary>
    Max,
}
