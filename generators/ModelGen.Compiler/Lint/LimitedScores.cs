using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;

namespace ModelGen.Compiler.Lint;

/// <summary>An activation directly before something that needs numbers of any sign and size.</summary>
internal static class LimitedScores
{
    /// <summary>With a lower bound of this or more before a sigmoid, small probabilities are impossible: σ(−1) is 27%.</summary>
    private const double HighestHarmlessBound = -1;

    public static void Check(LintModel model)
    {
        foreach (var reader in model.Calls)
        {
            if (reader.OutputKind() is null && reader.Probabilities() == ProbabilityKind.None) continue;
            var (source, alone) = reader.Source();
            if (source.Attribute is not ActivationAttribute || !(alone || model.Losses.Contains(reader))) continue;
            if (Consequence(source, reader) is { } consequence)
                model.Report(
                    DiagnosticCatalogue.LimitedScores,
                    source,
                    alone ? source.FixesWith(reader, source.Remove()) : [],
                    reader.ToString(),
                    consequence);
        }
    }

    /// <summary>The consequence; null if there is none, or if another rule reports it.</summary>
    private static string? Consequence(LayerCall source, LayerCall reader) => (reader.OutputKind(), reader.Probabilities()) switch
    {
        (OutputKind.ClassLogits, _) when source.Probabilities() == ProbabilityKind.OfClasses => null,
        (OutputKind.ClassLogits, _) => OfSoftmax(source, Classes(reader)),
        (OutputKind.Logits, _) when source.Probabilities() != ProbabilityKind.None => null,
        (OutputKind.Logits, _) => OfSigmoid(source.Range(), Squash.Sigmoid(source.Range()), "probability", Numbers.Percent),
        (OutputKind.Scores, _) when reader.Attribute is HingeAttribute hinge => OfHinge(source, hinge.Margin),
        (_, ProbabilityKind.OfClasses) => Classes(reader) == 1 ? null : OfSoftmax(source, Classes(reader)),
        (_, ProbabilityKind.OfEach) =>
            OfSigmoid(source.Range(), reader.Step.Layer!.RangeFor(reader.Attribute, source.Range()), "result", Numbers.Short),
        _ => null,
    };

    private static int Classes(LayerCall reader) => reader.Inputs[0].Shape[reader.Inputs[0].Shape.Rank - 1];

    private static string? OfSoftmax(LayerCall source, int classes)
    {
        if (double.IsInfinity(source.Range().High)) return OfRelu(source);
        return $"with {Limits.Plain(classes)} of them between {Bounds(source.Range())}, none gets a share above "
            + $"{Numbers.Percent(Squash.Softmax(source.Range(), classes))}";
    }

    private static string? OfSigmoid(Interval range, Interval result, string what, Func<double, string> text)
    {
        if (range.Low < HighestHarmlessBound) return null;
        var (low, high) = result;
        return double.IsInfinity(range.High)
            ? $"no {what} can be below {text(low)}"
            : $"every {what} lies between {text(low)} and {text(high)}";
    }

    private static string? OfHinge(LayerCall source, float margin)
    {
        var range = source.Range();
        return range.High - range.Low <= margin
            ? $"between {Bounds(range)}, no score can lead by more than {Numbers.Short(range.High - range.Low)}, and the loss asks for "
                + $"{Numbers.Text(margin)}"
            : OfRelu(source);
    }

    private static string? OfRelu(LayerCall source) =>
        source.Step.Layer is { CutsNegative: true } ? "scores below zero become zero, and nothing is learned from them" : null;

    private static string Bounds(Interval range) => $"{Numbers.Short(range.Low)} and {Numbers.Short(range.High)}";
}
