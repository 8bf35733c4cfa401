using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Budgets;

/// <summary>A <c>[Budget]</c> as declared.</summary>
public sealed record Budget(BudgetAttribute Attribute, SpecLocation Location);

/// <summary>A cost in total and by parts.</summary>
/// <param name="Total">All of it.</param>
/// <param name="Parts">The parts with their costs. Parts may share memory, so their sum can exceed the total.</param>
internal sealed record Cost(long Total, IReadOnlyList<(string Name, long Amount)> Parts)
{
    public static Cost OfLayers(BuiltModel model, Func<LayerInfo, long> amount)
    {
        var parts = model.Layers.Select(layer => ($"[{layer.Kind}] '{layer.Name}'", amount(layer))).ToArray();
        return new Cost(parts.Sum(part => part.Item2), parts);
    }
}

/// <summary>A thing that can be limited.</summary>
/// <param name="Argument">The property of <c>[Budget]</c>.</param>
/// <param name="Limit">Its value.</param>
/// <param name="Measure">What a model costs.</param>
/// <param name="Form">The text of the total, with {0} for the number.</param>
/// <param name="Advice">How to get below the limit.</param>
internal sealed record Quantity(
    string Argument, Func<BudgetAttribute, long> Limit, Func<BuiltModel, Cost> Measure, string Form, string Advice)
{
    public static readonly IReadOnlyList<Quantity> All =
    [
        new(nameof(BudgetAttribute.Parameters), b => b.Parameters, m => Cost.OfLayers(m, l => l.ParameterCount),
            "the model has {0} parameters", "Use fewer units there, or raise the limit."),
        new(nameof(BudgetAttribute.MultiplyAdds), b => b.MultiplyAdds, m => Cost.OfLayers(m, l => l.MultiplyAdds),
            "predicting one sample takes {0} multiply-adds", "Use fewer units there, or raise the limit."),
        new(nameof(BudgetAttribute.WeightBytes), b => b.WeightBytes, m => Cost.OfLayers(m, l => l.ParameterBytes),
            "the weights take {0} bytes", "Use fewer units there, or raise the limit."),
        new(nameof(BudgetAttribute.ArenaBytes), b => b.ArenaBytes, ScratchMemory.OfPrediction,
            "predicting one sample needs {0} bytes of scratch memory", "Make the values there smaller, or raise the limit."),
    ];
}
