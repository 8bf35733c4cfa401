namespace ModelGen.Metrics;

/// <summary>How a number of each class becomes one number for all, with the names and rules of scikit-learn.</summary>
public enum Averaging
{
    /// <summary>The mean over the classes: rare ones count as much as frequent ones.</summary>
    Macro,

    /// <summary>From the counts of all classes together.</summary>
    Micro,

    /// <summary>The mean over the classes, each weighted with the number of its samples.</summary>
    Weighted,
}
