namespace ModelGen.Compiler.Passes;

/// <summary>
/// The passes that decide where data lies and how it is moved, in the order they run behind the choice of lanes. They change no value.
/// </summary>
public static class LayoutPasses
{
    public static readonly IReadOnlyList<Pass> All =
        [
            ExplicitPadding.Pass,
            FillLanes.Pass,
            FeaturesForSums.Pass,
            TransposeOperands.Pass,
            WholeRows.Pass,
            UnflattenProducts.Pass,
            SplitReshapes.Pass,
            LoopMemory.Pass,
            Rematerialize.Pass,
            OwnOutputs.Pass,
        ];
}
