using ModelGen.Compiler.Budgets;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Optimizers;

namespace ModelGen.Compiler.Layers;

/// <summary>What reading a declaration needs to know of an attribute class: the base of the definitions of all families.</summary>
/// <remarks>A definition holds no state; there is one for each attribute class, in the table of its family.</remarks>
public abstract class AttributeDefinition
{
    /// <summary>The name of the attribute class, without arity.</summary>
    public abstract string AttributeName { get; }

    /// <summary>Why it cannot stand in a block, as the end of a sentence; null if it can.</summary>
    public virtual string? WhyNotInBlock => null;

    /// <summary>Argument values out of range for every input shape. Nulls are skipped.</summary>
    public abstract IEnumerable<ArgumentProblem?> Validate(PipelineAttribute attribute);
}

/// <summary>The definitions of all families, by attribute class.</summary>
internal static class DefinitionTable
{
    public static readonly IReadOnlyList<AttributeDefinition> All =
    [
        .. LayerTable.All,
        .. BlockTable.All,
        .. LossTable.All,
        .. OptimizerTable.All,
        .. ScheduleTable.All,
        new BudgetDefinition(),
        new GradientPenaltyDefinition(),
        new HessianDefinition(),
    ];

    private static readonly Dictionary<string, AttributeDefinition> ByName =
        All.ToDictionary(definition => definition.AttributeName, StringComparer.Ordinal);

    /// <summary>The definition of an attribute.</summary>
    /// <exception cref="CompilerException">Its class is in no table.</exception>
    public static AttributeDefinition Find(PipelineAttribute attribute)
    {
        var name = attribute.GetType().Name.Split('`')[0];
        return ByName.TryGetValue(name, out var definition)
            ? definition
            : throw new CompilerException($"{name} is in no table of definitions.");
    }
}
