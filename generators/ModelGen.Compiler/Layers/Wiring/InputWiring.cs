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

    protected override IEnumerable<ArgumentProblem?> Validate(InputAttribute attribute) =>
        Require.Shape("shape", attribute.Shape, "[Input(64)]", shape => Fix.Change(shape, "64"));

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
