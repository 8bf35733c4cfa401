using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Optimizers;

namespace ModelGen.Compiler.Lint;

/// <summary>The input of a rule: the calls of a model without errors, and the list of diagnostics.</summary>
internal sealed class LintModel(BuiltModel model)
{
    private readonly Problems _problems = new();

    public IReadOnlyList<LayerCall> Calls => model.Calls;

    /// <summary>The losses, each of which reads what it is of.</summary>
    public IReadOnlyList<LayerCall> Losses { get; } = model.Calls.Where(call => call.Attribute is LossAttribute).ToArray();

    public LayerCall Optimizer { get; } = model.Calls.Single(call => call.Attribute is OptimizerAttribute);

    /// <summary>The schedules of the learning rate.</summary>
    public IReadOnlyList<BoundSchedule> Schedules => model.Optimizer?.Schedules ?? [];

    public IReadOnlyList<LayerInfo> Layers => model.Layers;

    public IReadOnlyList<Diagnostic> Found => _problems.Found;

    /// <summary>Reports a finding on an attribute.</summary>
    /// <param name="descriptor">The kind; {0} is the layer, {1} the block it lies in.</param>
    /// <param name="call">The layer.</param>
    /// <param name="fixes">How to mend it.</param>
    /// <param name="message">The message's arguments from {2} on.</param>
    public void Report(DiagnosticDescriptor descriptor, LayerCall call, Fix[] fixes, params string[] message) =>
        ReportAt(descriptor, call, null, fixes, message);

    /// <summary>Reports a finding on a schedule.</summary>
    public void Report(DiagnosticDescriptor descriptor, BoundSchedule schedule, Fix[] fixes, params string[] message) =>
        _problems.Add(descriptor, schedule.Location, fixes, [$"[{schedule.Kind}]", "", .. message]);

    /// <summary>The same, on one of the attribute's arguments.</summary>
    public void ReportAt(DiagnosticDescriptor descriptor, LayerCall call, string? argument, Fix[] fixes, params string[] message) =>
        _problems.Add(descriptor, call.Location.At(argument), fixes, [call.ToString(), call.Site.Scope.Note, .. message]);
}
