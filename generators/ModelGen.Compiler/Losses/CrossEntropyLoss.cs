using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Losses;

/// <summary><c>[CrossEntropy]</c>: the mean of −log p[label].</summary>
internal sealed class CrossEntropyLoss : LossDefinition<CrossEntropyAttribute>
{
    public override TargetKind TargetKind => TargetKind.Classes;

    public override OutputKind OutputKind => OutputKind.Probabilities;

    public override IReadOnlyList<double> ClassWeights(LossAttribute attribute) => ((CrossEntropyAttribute)attribute).ClassWeights ?? [];

    public override IEnumerable<ArgumentProblem?> Validate(LossAttribute attribute) =>
        Losses.ClassWeights.Validate(((CrossEntropyAttribute)attribute).ClassWeights);

    protected override Value PerSample(CrossEntropyAttribute attribute, Value output, Value target)
    {
        // The logarithm of all p, not only of p[label], so that the pass for stability recognises the softmax.
        var logarithms = Losses.ClassWeights.Times(output.Log(), ClassWeights(attribute));
        return -Formulas.MeanOfSample(Formulas.AtLabel(logarithms, target, BoundLoss.ClassAxis(output.Shape)));
    }
}
