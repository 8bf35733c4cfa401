using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Losses;

/// <summary>Every loss, one line each.</summary>
public static class LossTable
{
    /// <summary>The definitions, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<LossDefinition> All =
    [
        new MeanSquaredErrorLoss(),
        new MeanAbsoluteErrorLoss(),
        new HuberLoss(),
        new BinaryCrossEntropyLoss(),
        new CrossEntropyLoss(),
        new SoftmaxCrossEntropyLoss(),
        new HingeLoss(),
        new DistillationLoss(),
        new FunctionLoss(),
    ];

    /// <summary>The definition for an attribute class.</summary>
    /// <exception cref="CompilerException">There is none.</exception>
    public static LossDefinition Find(Type attributeType) =>
        All.FirstOrDefault(loss => loss.AttributeType == attributeType)
        ?? throw new CompilerException($"{attributeType} is not in the table of losses.");

    /// <summary>An attribute with its definition.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="function">The user's function that it names; null for the losses of the library.</param>
    public static BoundLoss Bind(LossAttribute attribute, BoundFunction? function = null) =>
        new(Find(attribute.GetType()), attribute) { Function = function };
}
