using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>Rules for the class and for the order of its attributes that need no shapes.</summary>
internal static class DeclarationRules
{
    public static void CheckClass(ModelSpec spec, Problems problems)
    {
        var model = spec.Class;
        if (!model.IsPartial)
            Report(DiagnosticCatalogue.NotPartial, Header("Make the class partial", HeaderChange.Partial));
        else if (!model.ContainersArePartial)
            Report(DiagnosticCatalogue.ContainerNotPartial, Header("Make the types around it partial", HeaderChange.Partial));
        if (model.IsStatic && !spec.OnlyPredicts)
            Report(DiagnosticCatalogue.UnsupportedClass, Header("Remove 'static'", HeaderChange.NotStatic), "static", "Remove 'static'.");
        if (model.IsAbstract)
            Report(
                DiagnosticCatalogue.UnsupportedClass,
                Header("Remove 'abstract'", HeaderChange.NotAbstract),
                "abstract",
                "Remove 'abstract'.");
        if (model.IsGeneric)
            Report(DiagnosticCatalogue.UnsupportedClass, [], "generic", "Remove its type parameters.");
        if (model.IsRecord)
            Report(
                DiagnosticCatalogue.UnsupportedClass,
                Header("Make it a class", HeaderChange.NotRecord),
                "a record",
                "Write 'class' instead of 'record': copies of a record would share one set of weights.");
        if (model.IsFileLocal)
            Report(
                DiagnosticCatalogue.UnsupportedClass,
                [],
                "file-local",
                "Remove 'file', from it or from the type around it: the generated half stands in a file of its own.");
        if (model.RequiredMember is { } required && !spec.OnlyPredicts)
            Report(DiagnosticCatalogue.RequiredMember, [], required);
        if (spec.OldLanguage is { } version)
            Report(DiagnosticCatalogue.OldLanguage, [], version, Limits.Plain(spec.OldestLanguage));
        if (spec is { FrameworkWithoutTraining: { } framework, OnlyPredicts: false })
            Report(DiagnosticCatalogue.NoTraining, [], framework);
        if (model.BaseType is { } baseType)
            Report(DiagnosticCatalogue.BaseClass, Header($"Remove the base class '{baseType}'", HeaderChange.NoBaseClass), baseType);
        if (model.CollidingMember is { } member)
            Report(DiagnosticCatalogue.CollidingMember, [], member);
        if (model.DeclarationsWithAttributes > 1)
            problems.Add(Split(SpecLocation.Model, model.Name, model.DeclarationsWithAttributes));

        void Report(DiagnosticDescriptor descriptor, Fix[] fixes, params string[] rest) =>
            problems.Add(descriptor, SpecLocation.Model, fixes, [model.Name, .. rest]);
    }

    /// <summary>Layers of a model or block on several declarations.</summary>
    public static Diagnostic Split(SpecLocation type, string name, int declarations) =>
        new(DiagnosticCatalogue.SplitAttributes, type, EquatableArray.Of(name, Limits.Plain(declarations)))
        {
            Fixes = EquatableArray.Of(Fix.Of("Move all attributes to one declaration", Edit.Header(type, HeaderChange.OnlyWithAttributes))),
        };

    private static Fix[] Header(string title, HeaderChange change) => [Fix.Of(title, Edit.Header(SpecLocation.Model, change))];

    public static void CheckPipeline(ModelSpec spec, Resolver resolver, Problems problems)
    {
        var steps = resolver.Steps;
        // If an input is too late, or there is a second loss or optimizer among the layers, layers behind the end are no further mistake.
        if (BeginsWithInput(resolver, problems)
            & IsOnlyOne(
                steps.Where(step => step.Attribute is LossAttribute { IsOneOfSeveral: false }), DiagnosticCatalogue.SeveralLosses, problems)
            & AreFew(steps.Where(step => step.Attribute is LossAttribute).ToArray(), problems)
            & IsOnlyOne(steps.Where(step => step.Attribute is OptimizerAttribute), DiagnosticCatalogue.SeveralOptimizers, problems)
            && IsEndLast(steps, problems))
            CheckInputs(spec.Class, steps, problems);

        // Attributes that are there are checked first: one of them may only have to be moved or renamed.
        if (resolver.IsComplete && problems.Found.Count == 0) CheckParts(spec, steps, problems);
    }

    /// <summary>Only the first missing part is reported: a model without input lacks everything else as well.</summary>
    private static void CheckParts(ModelSpec spec, IReadOnlyList<Step> steps, Problems problems)
    {
        Shape? Output() => MissingParts.OutputOf(steps);
        if (!steps.Any(step => step.Attribute is ModelInputAttribute))
        {
            Report(DiagnosticCatalogue.NoInput, MissingParts.Input(steps));
        }
        else if (!steps.Any(step => step.IsLayer))
        {
            Report(DiagnosticCatalogue.NoLayers, MissingParts.Layer(steps, Output()));
        }
        else if (!spec.OnlyPredicts)
        {
            if (!steps.Any(step => step.Attribute is LossAttribute))
                Report(DiagnosticCatalogue.NoLoss, MissingParts.Loss(steps, Output()));
            if (!steps.Any(step => step.Attribute is OptimizerAttribute))
                Report(DiagnosticCatalogue.NoOptimizer, MissingParts.OptimizerAfter(steps));
        }

        void Report(DiagnosticDescriptor descriptor, Fix[] fixes) => problems.Add(descriptor, SpecLocation.Model, fixes, spec.Class.Name);
    }

    /// <summary>Only one of several inputs without names is reported: removing it may be enough.</summary>
    private static void CheckInputs(ClassSpec model, IReadOnlyList<Step> steps, Problems problems)
    {
        var inputs = steps.Where(step => step.Attribute is ModelInputAttribute).ToArray();
        var index = Array.FindLastIndex(inputs, input => input.ValueName is null);
        if (inputs.Length < 2 || index < 0) return;
        var arguments = inputs[index].Attribute switch
        {
            InputAttribute numbers => string.Join(", ", numbers.Shape.Select(Limits.Plain)),
            TokensAttribute ids => $"{Limits.Plain(ids.Length)}, {Limits.Plain(ids.Vocabulary)}",
            var other => throw new CompilerException($"{other} is no input."),
        };
        var example = index == 0 ? "left" : index == 1 ? "right" : "input" + Limits.Plain(index + 1);
        var free = LayerNames.Free(example, LayerNames.OfValues(steps));
        Fix[] fixes = [Fix.Of($"Name it \"{free}\"", Edit.Set(inputs[index].Location.At("Name"), $"\"{free}\""))];
        problems.Add(
            DiagnosticCatalogue.InputNeedsName,
            inputs[index].Location,
            fixes,
            $"[{inputs[index].Kind}]",
            "",
            model.Name,
            Limits.Plain(inputs.Length),
            arguments,
            free,
            inputs[index].Kind);
    }

    private static bool AreFew(Step[] losses, Problems problems)
    {
        if (losses.Length <= Limits.Losses) return true;
        problems.Add(
            DiagnosticCatalogue.TooLarge,
            losses[Limits.Losses].Location,
            [],
            $"[{losses[Limits.Losses].Kind}]",
            "",
            $"the model {Limits.Plain(losses.Length)} losses",
            Limits.Plain(Limits.Losses),
            "Put several into one function: Loss(nameof(Method)).");
        return false;
    }

    private static bool IsOnlyOne(IEnumerable<Step> steps, DiagnosticDescriptor descriptor, Problems problems)
    {
        var found = steps.ToArray();
        foreach (var step in found.Skip(1))
            problems.Add(
                descriptor,
                step.Location,
                found.Length == 2 ? [Remove(step), Remove(found[0])] : [Remove(step)],
                $"[{step.Kind}]",
                "",
                $"[{found[0].Kind}]");
        return found.Length < 2;
    }

    private static bool BeginsWithInput(Resolver resolver, Problems problems)
    {
        var steps = resolver.Steps;
        var firstInput = steps.FirstOrDefault(step => step.Attribute is ModelInputAttribute);
        if (
            firstInput is null
            || steps[0] is not { Attribute: not (LossAttribute or OptimizerAttribute or ModelInputAttribute) } first
            || !resolver.IsAboveInputs(first))
            return true;
        problems.Add(
            DiagnosticCatalogue.BeforeInput,
            first.Location,
            [Fix.Of($"Move the [{firstInput.Kind}] above it", Edit.MoveBefore(firstInput.Location, first.Location))],
            $"[{first.Kind}]",
            "");
        ForgetNames(steps.TakeWhile(step => step != firstInput), problems);
        return false;
    }

    private static bool IsEndLast(IReadOnlyList<Step> steps, Problems problems)
    {
        var end = steps.FirstOrDefault(step => step.Attribute is LossAttribute or OptimizerAttribute);
        if (end is null) return true;
        var behind = steps.SkipWhile(step => step != end)
            .Where(step => step.Attribute is not (LossAttribute or OptimizerAttribute or OutputAttribute)).ToArray();
        if (behind.Length == 0) return true;
        var move = MoveBelow(steps, behind[behind.Length - 1]);
        problems.Add(
            DiagnosticCatalogue.BehindTheEnd,
            behind[0].Location,
            behind.Length == 1 ? [move, Remove(behind[0])] : [move],
            $"[{behind[0].Kind}]",
            "",
            $"[{end.Kind}]");
        ForgetNames(behind, problems);
        return false;
    }

    /// <summary>
    /// An attribute in the wrong position may not be meant at all. That its name is taken would be a second error for one mistake.
    /// </summary>
    private static void ForgetNames(IEnumerable<Step> misplaced, Problems problems)
    {
        var names = misplaced.Select(step => step.ValueName).Where(name => name is not null).ToArray();
        problems.Withdraw(diagnostic =>
            diagnostic.Descriptor == DiagnosticCatalogue.DuplicateName && names.Contains(diagnostic.Arguments[2]));
    }

    /// <summary>A fix that moves the loss and the optimizer behind the last layer.</summary>
    private static Fix MoveBelow(IReadOnlyList<Step> steps, Step last)
    {
        var ends = steps.TakeWhile(step => step != last).Where(step => step.Attribute is LossAttribute or OptimizerAttribute).ToArray();
        return Fix.Of(
            $"Move {string.Join(" and ", ends.Select(end => $"[{end.Kind}]"))} below the last layer",
            ends.Select(end => Edit.MoveAfter(end.Location, last.Location)).ToArray());
    }

    /// <summary>Reports the input instead of a wrong shape, if the input has its channels last.</summary>
    public static void Explain(IReadOnlyList<Step> steps, Problems problems)
    {
        var isShape = problems.Found.Any(problem => problem.Descriptor.Id.StartsWith("MG10", StringComparison.Ordinal));
        if (!isShape || ChannelsLast.Find(steps) is not { } found) return;
        problems.Withdraw(_ => true);
        problems.Add(DiagnosticCatalogue.ChannelsLast, found.Input.Location, found.Fixes, ["[Input]", "", .. found.Message]);
    }

    private static Fix Remove(Step step) => Fix.Remove(step.Location, step.Kind);
}
