namespace ModelGen.Compiler.Passes;

/// <summary>The passes that decide what is computed, to the bit, in the order they run. All other passes only move data.</summary>
public static class ArithmeticPasses
{
    /// <summary>
    /// On the forward graph of a model, before it becomes programs and before gradients are taken. Afterwards the values of its nodes
    /// are fixed: they are the same in prediction, evaluation and training.
    /// </summary>
    /// <param name="arithmetic">How products and sums are rounded.</param>
    public static IReadOnlyList<Pass> OfModel(Arithmetic arithmetic = Arithmetic.Fused) =>
    [
        ScaleAfterSums.Pass,
        StableLogSoftmax.Pass,
        Simplify.OfModel,
        CommonSubexpressions.Pass,
        OrderSums.Pass,
        arithmetic == Arithmetic.Unfused ? Unfuse.Pass : FuseMultiplyAdd.OfModel,
    ];

    /// <summary>On the graph of a program. They change gradients and updates only.</summary>
    /// <param name="arithmetic">How products and sums are rounded.</param>
    public static IReadOnlyList<Pass> OfGradients(Arithmetic arithmetic = Arithmetic.Fused) =>
    [
        Simplify.OfGradients,
        CommonSubexpressions.Pass,
        arithmetic == Arithmetic.Unfused ? Unfuse.Pass : FuseMultiplyAdd.OfGradients,
    ];
}
