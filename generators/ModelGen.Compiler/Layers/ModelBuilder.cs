using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>Reads a declaration from top to bottom: checks it and builds its graph.</summary>
public static class ModelBuilder
{
    /// <summary>Checks a declaration and builds its graph.</summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="mode">Inference or training, which differ in dropout and statistics of the batch.</param>
    /// <returns>All mistakes that can be found without shapes; if there are none, the first one in the shapes; if there is none, the
    /// model.</returns>
    public static CheckResult Build(ModelSpec spec, Mode mode)
    {
        var problems = new Problems();
        DeclarationRules.CheckClass(spec, problems);
        if (spec.Class.DeclarationsWithAttributes > 1) return new CheckResult(null, problems.Found);

        var resolver = new Resolver(spec, problems);
        if (spec.ForwardProblem is { } wrong)
            problems.Add(FormulaProblem.Of(wrong).Descriptor, SpecLocation.Model.In(wrong.Function!, wrong.Position), [
                "[Model]", "", .. wrong.Message]);
        else if (!problems.GaveUp) DeclarationRules.CheckPipeline(spec, resolver, problems);
        if (problems.Found.Count > 0) return Failed();

        var steps = resolver.Steps;
        var optimizer = steps.Select(step => step.Attribute).OfType<OptimizerAttribute>().SingleOrDefault();
        var pipeline = new PipelineBuilder(mode, problems)
        {
            Updates = (resolver.Options, optimizer),
            OnlyPredicts = spec.OnlyPredicts,
            SharesSteps = spec.SharesSteps,
        };
        if (pipeline.Run(steps, spec.Class.Name) is not { } output)
        {
            DeclarationRules.Explain(steps, problems);
            return Failed();
        }

        if (spec.EndsEarly) throw new CompilerException($"The layers of {spec.Class.Name} end early, and none has a mistake.");
        if (resolver.Options.Arithmetic == Arithmetic.Int8 && pipeline.Measured.Count == 0)
        {
            var location = SpecLocation.Model.At(nameof(ModelAttribute.Arithmetic));
            problems.Add(
                DiagnosticCatalogue.NothingInWholeNumbers,
                location,
                [Fix.Of("Remove Arithmetic", Edit.Remove(location))],
                spec.Class.Name);
            return Failed();
        }

        if (resolver.GradientPenalty?.Fits(pipeline, problems) == false) return Failed();
        var takesMean = (optimizer?.Accumulate ?? 1) == 1 && !spec.SharesSteps;
        if (LossRules.Bind(pipeline, takesMean, problems) is not { } losses) return Failed();
        return new CheckResult(
            new BuiltModel
            {
                Spec = spec,
                Builder = pipeline.Graph,
                Inputs = pipeline.Inputs,
                Outputs = [new NamedValue(InputWiring.OutputName, output.Value), .. pipeline.NamedOutputs],
                Stored = pipeline.Stored,
                States = pipeline.States,
                Measured = pipeline.Measured,
                BufferUpdates = pipeline.BufferUpdates,
                FewestSamples = pipeline.FewestSamples,
                Layers = pipeline.Layers,
                Calls = pipeline.Calls,
                DependsOnMode = pipeline.DependsOnMode,
                Losses = losses,
                Optimizer = optimizer is null ? null : OptimizerTable.Bind(optimizer) with { Schedules = resolver.Schedules },
                Budgets = resolver.Budgets,
                GradientPenalty = resolver.GradientPenalty,
                HasHessian = resolver.HasHessian,
            },
            []);

        CheckResult Failed() => new(null, problems.Found) { Outline = problems.GaveUp ? [] : LayerOutline.Of(resolver.Steps) };
    }
}
