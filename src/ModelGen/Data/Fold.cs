namespace ModelGen.Data;

/// <summary>One way to part samples in some to learn from and some to measure with: positions in the dataset, in ascending order.</summary>
/// <param name="Training">The samples to learn from.</param>
/// <param name="Validation">The others.</param>
public sealed record Fold(IReadOnlyList<int> Training, IReadOnlyList<int> Validation);
