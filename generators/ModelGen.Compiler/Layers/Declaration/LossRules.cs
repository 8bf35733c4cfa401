using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Losses;

namespace ModelGen.Compiler.Layers;

/// <summary>Whether the output suits the loss.</summary>
internal static class LossRules
{
    public static bool Check(BoundLoss loss, Step step, Flow output, Problems problems)
    {
        var shape = output.Value.Shape;
        if (loss.TargetKind == TargetKind.Values || (shape.Rank is 2 or 3 && shape[shape.Rank - 1] >= 2)) return true;
        var advice = shape.Rank > 3
            ? "Add [Flatten, Dense(classes)] before it."
            : "For one number that says yes or no use [BinaryCrossEntropy], for one that measures something [MeanSquaredError]; otherwise give the last layer one output for each class.";
        problems.Add(DiagnosticCatalogue.NoClasses, step.Location, $"[{step.Kind}]", "", shape.Display, output.Origin, advice);
        return false;
    }
}
