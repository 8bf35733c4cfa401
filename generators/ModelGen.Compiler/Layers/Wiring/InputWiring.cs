using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Input]</c>: samples the caller passes.</summary>
internal sealed class InputWiring : LayerDefinition<InputAttribute>
{
    /// <summary>The name of the only input of a model, if it has none of its own.</summary>
    public const string DefaultName = "input";

    /// <summary>The name of the last value of the pipeline.</summary>
    public const string OutputName = "output";

    // It does not look at the value before it.
    public override bool TakesTokens => true;

    protected override IEnumerable<ArgumentProblem?> Validate(InputAttribute attribute) =>
        attribute.Shape.Length > 1 && attribute.Shape[0] == -1
            ? [Batch(attribute.Shape)]
            : Require.Shape("shape", attribute.Shape, "[Input(64)]", shape => Fix.Change(shape, "64"));

    /// <summary>Other frameworks write the batch as -1 in front.</summary>
    private static ArgumentProblem Batch(int[] shape) =>
        new ArgumentProblem(DiagnosticCatalogue.BatchInShape, "shape", 0, string.Join(", ", shape.Skip(1).Select(Limits.Plain)))
            .Or(first => Fix.Of("Remove -1", Edit.Remove(first)));

    public override string WhyNotInBlock => "its input is the current value where it is used";

    protected override ValueDefinition Defines(InputAttribute attribute) => new("Name", attribute.Name, DefaultName);

    protected override Value? Build(InputAttribute attribute, LayerContext context)
    {
        var shape = Shape.Batched(attribute.Shape);
        if (!context.Fits(shape)) return null;
        var name = attribute.Name ?? DefaultName;
        var value = context.Builder.Leaf(LeafKind.Input, name, shape);
        context.Origin = attribute.Name is null ? "the input" : $"the input '{name}'";
        context.Define(name, value, context.Origin);
        context.AddInput(name, value);
        return value;
    }
}
