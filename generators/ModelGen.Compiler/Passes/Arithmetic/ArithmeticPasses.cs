namespace ModelGen.Compiler.Passes;

/// <summary>The passes that decide what is computed, to the bit, in the order they run. All other passes only move data.</summary>
public static class ArithmeticPasses
{
    /// <summary>
    /// On the forward graph of a model, before it becomes programs and before gradients are taken. Afterwards the values of its nodes
    /// are fixed: they are the same in prediction, evaluation and training.
    /// </summary>
    public static readonly IReadOnlyList<Pass> OfModel =
        [StableLogSoftmax.Pass, Simplify.OfModel, CommonSubexpressions.Pass, OrderSums.Pass, FuseMultiplyAdd.OfModel];

    /// <summary>On the graph of a program. They change gradients and updates only.</summary>
    public static readonly IReadOnlyList<Pass> OfGradients = [Simplify.OfGradients, CommonSubexpressions.Pass, FuseMultiplyAdd.OfGradients];
}
