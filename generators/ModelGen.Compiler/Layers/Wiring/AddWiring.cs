using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Add]</c>: the sum of the current value and named ones.</summary>
internal sealed class AddWiring : LayerDefinition<AddAttribute>
{
    // A ReLU-like activation behind it applies to its summands.
    public override InitRole InitRole => InitRole.Transparent;

    protected override IEnumerable<ArgumentProblem?> Validate(AddAttribute attribute) =>
        NamedOperands.Validate(attribute.Names, "Add", "skip");

    protected override IEnumerable<ValueReference> Reads(AddAttribute attribute) => NamedOperands.References(attribute.Names);

    protected override Value? Build(AddAttribute attribute, LayerContext context) =>
        NamedOperands.Combine(attribute.Names, context, (sum, value) => sum + value);
}
