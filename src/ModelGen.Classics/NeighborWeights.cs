namespace ModelGen.Classics;

/// <summary>How much each of the nearest neighbours counts.</summary>
public enum NeighborWeights
{
    /// <summary>All the same.</summary>
    Uniform,

    /// <summary>The inverse of its distance; neighbours at the very place of the sample count alone.</summary>
    Distance,
}
