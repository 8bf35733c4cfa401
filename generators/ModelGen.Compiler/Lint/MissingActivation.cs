using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Lint;

/// <summary>Dense layers with nothing between them that bends: a matrix times a matrix is a matrix.</summary>
internal static class MissingActivation
{
    public static void Check(LintModel model)
    {
        foreach (var call in model.Calls)
        {
            if (call.Attribute is DenseAttribute) CheckPair(model, call);
            else if (call.Step.Block is ResidualBlock && call.Inputs.Count == 2) CheckResidual(model, call);
        }
    }

    private static void CheckPair(LintModel model, LayerCall second)
    {
        // Reshape is left out: between two layers that work along the last axis it makes another structure.
        var (first, alone) = second.Before(call => call.IsName() || call.Attribute is DropoutAttribute or FlattenAttribute);
        if (first.Attribute is not DenseAttribute dense || !alone || IsBottleneck(first, dense)) return;
        Fix[] fixes = first.Location.Block == second.Location.Block ? [Fix.InsertAfter(first.Location, "Relu")] : [];
        model.Report(DiagnosticCatalogue.MissingActivation, first, fixes, second.ToString());
    }

    /// <summary>
    /// Whether two layers in place of one are meant to save weights: then the first makes fewer numbers, and needs no bias.
    /// </summary>
    private static bool IsBottleneck(LayerCall call, DenseAttribute dense)
    {
        var input = call.Inputs[0].Shape;
        return !dense.UseBias && dense.Units < input[input.Rank - 1];
    }

    /// <summary>A block of one linear layer, added to its input. (With two of them, the pair is reported.)</summary>
    private static void CheckResidual(LintModel model, LayerCall sum)
    {
        var (body, skip) = (sum.Inputs[0], sum.Inputs[1]);
        var isProjected = skip.Step.Block is ResidualBlock && skip.Step.Name == ResidualBlock.ProjectionName;
        var start = isProjected ? skip.Inputs[0] : skip;
        LayerCall? linear = null;
        for (var call = body; call != start; call = call.Inputs[0])
        {
            if (call.IsLinear() && linear is null) linear = call;
            else if (!call.Carries() || call.Attribute is MaxPool2DAttribute) return;
        }

        if (linear is null) return;
        var block = sum.Step.Branches[0].DisplayName;
        model.Report(
            DiagnosticCatalogue.LinearResidual,
            sum,
            [Fix.InsertBefore(linear.Location, "Relu")],
            linear.ToString(),
            block,
            linear.Step.Kind);
    }
}
