namespace ModelGen.Search;

/// <summary>What a trial gave.</summary>
/// <param name="Trial">The settings.</param>
/// <param name="Resource">How much it was given, such as a number of epochs; 0 in searches that give all the same.</param>
/// <param name="Value">The number to optimise; NaN counts as the worst.</param>
public sealed record TrialResult(Trial Trial, int Resource, double Value);
