namespace ModelGen.Compiler.Graph;

/// <summary>A loop over the steps of a sequence. Nodes that depend on the step are in the loop; all others are computed once.</summary>
/// <param name="Id">Distinguishes the loops of a graph.</param>
/// <param name="Length">The number of iterations.</param>
/// <param name="Backwards">Whether the last step comes first.</param>
public sealed record ScanLoop(int Id, int Length, bool Backwards)
{
    /// <summary>The position along the time axis in the first iteration.</summary>
    public int First => Backwards ? Length - 1 : 0;

    /// <summary>How far the position moves from one iteration to the next.</summary>
    public int Direction => Backwards ? -1 : 1;

    /// <summary>The position along the time axis in an iteration.</summary>
    public int At(int iteration) => First + (Direction * iteration);

    public override string ToString() => $"loop {Id}, {Length} steps{(Backwards ? " backwards" : "")}";
}
