using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Losses;

/// <summary>The weights of classes, which two losses have.</summary>
internal static class ClassWeights
{
    /// <summary>Losses for each class, [N, …, C], times its weight.</summary>
    public static Value Times(Value losses, IReadOnlyList<double> weights) =>
        weights.Count == 0 ? losses : losses * losses.Builder.Table(new Table(weights.ToEquatableArray()));

    public static IEnumerable<ArgumentProblem?> Validate(double[]? weights) =>
        (weights ?? []).Select((weight, i) =>
            (float)weight is >= 0 and < float.PositiveInfinity
                ? null
                : Require.OutOfRange(
                    nameof(ClassWeights),
                    weight.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
                    "a finite number, 0 or greater",
                    i).Or(Literals.Float(weight is < 0 and > float.MinValue ? -(float)weight : 1)));

    private sealed record Table(EquatableArray<double> Weights) : TableFormula
    {
        public override Shape Sizes => Shape.Of(Weights.Count);

        public override string Name => "ClassWeights";

        public override double[] Numbers() => [.. Weights];
    }
}
