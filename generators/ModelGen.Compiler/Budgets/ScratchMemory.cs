using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Budgets;

/// <summary>The memory between the kernels, as the schedule plans it.</summary>
internal static class ScratchMemory
{
    /// <summary>The bytes that predicting one sample needs, and the values that are stored in them.</summary>
    public static Cost OfPrediction(BuiltModel model)
    {
        // A model built for training has dropout in it.
        var prediction = ProgramSource.Build(model.Spec, Mode.Inference);
        var layout = new ParameterLayout(prediction.Stored);
        var plan = new ProgramPlan(ProgramTable.Predict.GraphOf(new ProgramSource(prediction, layout))!, layout);
        var kinds = model.Layers.ToDictionary(layer => layer.Name, layer => layer.Kind, StringComparer.Ordinal);
        var values = plan.Graph.Nodes
            .Where(node => Memory.Root(node) == node && plan.IsStored(node) && plan.StorageOf(node).Address.Region == Region.Arena)
            .Select(node => (NameOf(node, kinds), sizeof(float) * (long)plan.StorageOf(node).Layout.SampleSize))
            .ToArray();
        return new Cost(sizeof(float) * ((long)plan.ArenaPerSample + plan.ArenaFixed), values);
    }

    private static string NameOf(Node node, Dictionary<string, string> kinds) =>
        node.Op is LeafOp leaf ? $"a copy of '{leaf.LeafName}'"
        : node.Label is { } label && kinds.TryGetValue(label, out var kind) ? $"the result of [{kind}] '{label}'"
        : "a value between layers";
}
