namespace ModelGen.Compiler.Optimizers;

/// <summary>Every optimizer, one line each.</summary>
public static class OptimizerTable
{
    /// <summary>The definitions, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<OptimizerDefinition> All =
    [
        new SgdOptimizer(),
        new AdagradOptimizer(),
        new RmsPropOptimizer(),
        new AdamOptimizer(),
        new AdamWOptimizer(),
        new RAdamOptimizer(),
        new LionOptimizer(),
        new LambOptimizer(),
        new MuonOptimizer(),
    ];

    /// <summary>The names of all numbers that the host keeps, each once.</summary>
    public static IEnumerable<string> HostStateNames =>
        All.SelectMany(optimizer => optimizer.HostStateNames).Append(UpdateCount.Name).Distinct();

    /// <summary>The definition for an attribute class.</summary>
    /// <exception cref="CompilerException">There is none.</exception>
    public static OptimizerDefinition Find(Type attributeType) =>
        All.FirstOrDefault(optimizer => optimizer.AttributeType == attributeType)
        ?? throw new CompilerException($"{attributeType} is not in the table of optimizers.");

    /// <summary>An attribute with its definition.</summary>
    public static BoundOptimizer Bind(OptimizerAttribute attribute) => new(Find(attribute.GetType()), attribute);
}
