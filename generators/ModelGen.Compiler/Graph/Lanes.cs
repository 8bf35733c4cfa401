namespace ModelGen.Compiler.Graph;

/// <summary>What is in the sixteen lanes of a vector.</summary>
public enum Lanes
{
    /// <summary>Neighbours along the last axis: matrix products, and a single sample.</summary>
    Features,

    /// <summary>Sixteen samples of a batch: no shuffles and no remainder, whatever the shape.</summary>
    Samples,
}
