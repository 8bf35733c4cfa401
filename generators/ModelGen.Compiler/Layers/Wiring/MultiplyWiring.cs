using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Multiply]</c>: the product of the current value and named ones, element by element.</summary>
internal sealed class MultiplyWiring : LayerDefinition<MultiplyAttribute>
{
    protected override IEnumerable<ArgumentProblem?> Validate(MultiplyAttribute attribute) =>
        NamedOperands.Validate(attribute.Names, "Multiply", "gate");

    protected override IEnumerable<ValueReference> Reads(MultiplyAttribute attribute) => NamedOperands.References(attribute.Names);

    protected override Value? Build(MultiplyAttribute attribute, LayerContext context) =>
        NamedOperands.Combine(attribute.Names, context, (product, value) => product * value);
}
