using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>A scalar function applied per element; operands broadcast as in NumPy.</summary>
public sealed record MapOp(ScalarFunction Function) : Op
{
    /// <summary>Keeps nodes apart that compute the same in different kernels; zero for all others.</summary>
    public int Ordinal { get; init; }

    public override string Name => Function.Name;

    public override OpRole Role => OpRole.Elementwise;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != Function.Arity) throw Misfit(inputs);
        return inputs.Aggregate((a, b) => Shape.Broadcast(a, b) ?? throw Misfit(inputs));
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream)
    {
        // The product may be broadcast to the sum's shape. Its gradient is summed before it is multiplied, like that of an unfused product.
        var product = Function == ScalarFunction.MultiplyAdd ? Shape.Broadcast(inputs[0].Shape, inputs[1].Shape)! : node.Shape;
        return inputs.Select((input, i) =>
        {
            var shape = i < 2 ? product : node.Shape;
            return Function.Gradients[i]?.Invoke(new ScalarFunction.GradientContext(inputs, node, upstream.SumTo(shape))) is { } gradient
                ? gradient.BroadcastTo(shape).SumTo(input.Shape)
                : (Value?)null;
        }).ToArray();
    }

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var arguments = new double[inputs.Count];
        var next = 0;
        Tensor.ForEachOffset(result.Dimensions, inputs.Select(i => i.Strides()).ToArray(), offsets =>
        {
            for (var i = 0; i < arguments.Length; i++) arguments[i] = inputs[i].Data[offsets[i]];
            result.Data[next++] = Function.Evaluate(arguments);
        });
        return result;
    }

    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) => ReceptiveField.Union(node, inputs);

    public override Op Along(AxisOrder order) => this;

    public override string ToString() => Name;
}
