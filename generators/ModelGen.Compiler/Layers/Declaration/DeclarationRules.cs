using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>What must hold of the class and of the order of its attributes, whatever the shapes.</summary>
internal static class DeclarationRules
{
    public static void CheckClass(ClassSpec model, Problems problems)
    {
        if (!model.IsPartial) Report(DiagnosticCatalogue.NotPartial);
        else if (!model.ContainersArePartial) Report(DiagnosticCatalogue.ContainerNotPartial);
        if (model.IsStatic) Report(DiagnosticCatalogue.UnsupportedClass, "static", "Remove 'static'.");
        if (model.IsAbstract) Report(DiagnosticCatalogue.UnsupportedClass, "abstract", "Remove 'abstract'.");
        if (model.IsGeneric) Report(DiagnosticCatalogue.UnsupportedClass, "generic", "Remove its type parameters.");
        if (model.IsRecord) Report(DiagnosticCatalogue.UnsupportedClass, "a record", "Write 'class' instead of 'record': copies of a record would share one set of weights.");
        if (model.BaseType is { } baseType) Report(DiagnosticCatalogue.BaseClass, baseType);
        if (model.CollidingMember is { } member) Report(DiagnosticCatalogue.CollidingMember, member);
        if (model.DeclarationsWithAttributes > 1) Report(DiagnosticCatalogue.SplitAttributes, Limits.Plain(model.DeclarationsWithAttributes));

        void Report(DiagnosticDescriptor descriptor, params string[] rest) =>
            problems.Add(descriptor, SpecLocation.Model, [model.Name, .. rest]);
    }

    public static void CheckPipeline(ClassSpec model, Resolver resolver, Problems problems)
    {
        var steps = resolver.Steps;
        if (resolver.IsComplete) CheckParts(model, steps, problems);
        CheckInputs(model, steps, problems);
        CheckOnlyOne<LossAttribute>(steps, DiagnosticCatalogue.SeveralLosses, problems);
        CheckOnlyOne<OptimizerAttribute>(steps, DiagnosticCatalogue.SeveralOptimizers, problems);
        CheckOrder(steps, problems);
    }

    /// <summary>Says what to write next: a model without input lacks everything else as well.</summary>
    private static void CheckParts(ClassSpec model, IReadOnlyList<Step> steps, Problems problems)
    {
        if (!steps.Any(step => step.Attribute is InputAttribute))
        {
            Report(DiagnosticCatalogue.NoInput);
        }
        else if (!steps.Any(step => step.IsLayer))
        {
            Report(DiagnosticCatalogue.NoLayers);
        }
        else
        {
            if (!steps.Any(step => step.Attribute is LossAttribute)) Report(DiagnosticCatalogue.NoLoss);
            if (!steps.Any(step => step.Attribute is OptimizerAttribute)) Report(DiagnosticCatalogue.NoOptimizer);
        }

        void Report(DiagnosticDescriptor descriptor) => problems.Add(descriptor, SpecLocation.Model, model.Name);
    }

    private static void CheckInputs(ClassSpec model, IReadOnlyList<Step> steps, Problems problems)
    {
        var inputs = steps.Where(step => step.Attribute is InputAttribute).ToArray();
        if (inputs.Length < 2) return;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].ValueName is not null) continue;
            var shape = string.Join(", ", ((InputAttribute)inputs[i].Attribute).Shape);
            var example = i == 0 ? "left" : i == 1 ? "right" : "input" + Limits.Plain(i + 1);
            problems.Add(DiagnosticCatalogue.InputNeedsName, inputs[i].Location, "[Input]", "", model.Name, Limits.Plain(inputs.Length), shape, example);
        }
    }

    private static void CheckOnlyOne<TAttribute>(IReadOnlyList<Step> steps, DiagnosticDescriptor descriptor, Problems problems)
    {
        var found = steps.Where(step => step.Attribute is TAttribute).ToArray();
        foreach (var step in found.Skip(1)) problems.Add(descriptor, step.Location, $"[{step.Kind}]", "", $"[{found[0].Kind}]");
    }

    private static void CheckOrder(IReadOnlyList<Step> steps, Problems problems)
    {
        var firstInput = steps.FirstOrDefault(step => step.Attribute is InputAttribute);
        if (firstInput is not null && steps[0] is { Attribute: not (LossAttribute or OptimizerAttribute) } first && first != firstInput)
            problems.Add(DiagnosticCatalogue.BeforeInput, first.Location, $"[{first.Kind}]", "");

        var end = steps.FirstOrDefault(step => step.Attribute is LossAttribute or OptimizerAttribute);
        if (end is null) return;
        var behind = steps.SkipWhile(step => step != end)
            .FirstOrDefault(step => step.Attribute is not (LossAttribute or OptimizerAttribute or OutputAttribute));
        if (behind is not null) problems.Add(DiagnosticCatalogue.BehindTheEnd, behind.Location, $"[{behind.Kind}]", "", $"[{end.Kind}]");
    }
}
