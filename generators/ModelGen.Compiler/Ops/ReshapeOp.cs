using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The same elements in the same row-major order, in another shape.</summary>
public sealed record ReshapeOp(Shape Target) : Op
{
    public override string Name => "reshape";

    public override OpRole Role => OpRole.Alias;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 1 || inputs[0].SampleElements != Target.SampleElements) throw Misfit(inputs);
        return Target;
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        [upstream.Reshape(inputs[0].Shape)];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) =>
        new(context.Resolve(shape), inputs[0].Data);

    /// <summary>Known where the spatial axes, which are the last ones, stay: channels divided into groups.</summary>
    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs)
    {
        if (inputs[0] is not { } field) return null;
        var (from, to, spatial) = (node.Inputs[0].Shape, node.Shape, field.Extent.Count);
        var stay = to.Rank - spatial >= 2 && to.Dimensions.Skip(to.Rank - spatial).SequenceEqual(from.Dimensions.Skip(from.Rank - spatial));
        return stay ? field : null;
    }

    public override string ToString() => Name;
}
