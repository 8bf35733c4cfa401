using System.Globalization;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Optimizers;
using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// What makes the text that is generated for one model different from that of another: its kernels, programs and members.
/// </summary>
internal static class ModelFeatures
{
    /// <summary>All of them. What kernels have is told apart by vector width.</summary>
    public static IEnumerable<string> Of(ModelPrograms programs) =>
    [
        .. CompiledModel.Widths.SelectMany(bits => OfKernels(programs, bits)),
        .. programs.Names.Select(name => "program " + name),
        .. OfMembers(programs.Built),
        .. OfOptimizer(programs.Built.Optimizer!),
        .. OfLosses(programs.Built.Losses),
    ];

    /// <summary>What its kernels have at a vector width.</summary>
    public static IEnumerable<string> OfKernels(ModelPrograms programs, int bits) => programs
        .Kernels(bits, isEmitted: true)
        .SelectMany(kernel => KernelFeatures.Of(kernel.Kernel))
        .Distinct()
        .Select(feature => string.Create(CultureInfo.InvariantCulture, $"{feature} at {bits} bits"));

    private static IEnumerable<string> OfMembers(BuiltModel model)
    {
        foreach (LeafOp leaf in model.Inputs.Select(input => input.Value.Node.Op).OfType<LeafOp>())
            yield return leaf.IsLength ? "input of lengths" : $"input of {leaf.Kind}";
        if (model.Inputs.Count > 1) yield return "several inputs";
        if (model.Outputs.Count > 1) yield return "several outputs";
        if (model.Buffers.Count > 0) yield return "buffers";
        if (model.Stored.Any(parameter => !parameter.IsTrainable && !parameter.IsBuffer)) yield return "frozen weights";
        if (model.DependsOnMode) yield return "another arithmetic in training";
        if (model.FewestSamples > 1) yield return "a smallest batch";
    }

    private static IEnumerable<string> OfOptimizer(BoundOptimizer optimizer)
    {
        yield return optimizer.Definition.AttributeName;
        foreach (HostState state in optimizer.HostStates) yield return "host state " + state.Name;
        foreach (HostScalar scalar in optimizer.Scalars) yield return "host scalar " + scalar.Name;
        foreach (string state in optimizer.States) yield return "state " + state;
        if (optimizer.Schedules.Count > 0) yield return "a schedule of the learning rate";
        if (optimizer.Schedules.Count > 1) yield return "a schedule behind another";
        if (optimizer.Accumulate > 1) yield return "steps without an update";
    }

    private static IEnumerable<string> OfLosses(IReadOnlyList<BoundLoss> losses)
    {
        if (losses.Count > 1) yield return "several losses";
        if (losses.Select(loss => loss.TargetName).Distinct().Count() > 1) yield return "several targets";
        if (losses.Any(loss => loss.Weight != 1)) yield return "weights of losses";
        foreach (string feature in losses.SelectMany(OfLoss)) yield return feature;
    }

    private static IEnumerable<string> OfLoss(BoundLoss loss)
    {
        yield return $"targets of {loss.TargetKind}";
        if (loss.SampleWeights) yield return "weights of samples";
        if (loss.ClassWeights.Count > 0) yield return "weights of classes";
        if (loss.IgnoredLabel is not null) yield return "a label that is ignored";
        if (loss.Lengths is not null) yield return "a loss of lengths";
    }
}
