using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>A penalty of gradients, and where it is declared.</summary>
public sealed record BoundGradientPenalty(GradientPenaltyAttribute Attribute, SpecLocation Location)
{
    /// <summary>Whether a model can have it; what is wrong is reported.</summary>
    internal bool Fits(PipelineBuilder pipeline, Problems problems)
    {
        if (pipeline.ComparesSamples is { } site)
        {
            var (kind, location) = (site.Step.Kind, site.Step.Location);
            pipeline.Report(
                site, DiagnosticCatalogue.PenaltyAcrossSamples, null, -1, location.Block is null ? [Fix.Remove(location, kind)] : []);
            return false;
        }

        if (pipeline.Inputs.Any(input => input.Value.Node.Op is LeafOp { Kind: LeafKind.Input })) return true;
        problems.Add(
            DiagnosticCatalogue.PenaltyWithoutInput, Location, [Fix.Remove(Location, "GradientPenalty")], "[GradientPenalty]", "");
        return false;
    }
}
