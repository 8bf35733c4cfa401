using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>A node together with its builder, so that layers and gradient rules read as formulas.</summary>
public readonly struct Value(GraphBuilder builder, Node node)
{
    public GraphBuilder Builder { get; } = builder;

    public Node Node { get; } = node;

    public Shape Shape => Node.Shape;

    /// <summary>The index of the last axis.</summary>
    public int LastAxis => Shape.Rank - 1;

    public static Value operator +(Value a, Value b) => a.Map(ScalarFunction.Add, b);

    public static Value operator -(Value a, Value b) => a.Map(ScalarFunction.Subtract, b);

    public static Value operator *(Value a, Value b) => a.Map(ScalarFunction.Multiply, b);

    public static Value operator /(Value a, Value b) => a.Map(ScalarFunction.Divide, b);

    public static Value operator +(Value a, double b) => a + a.Builder.Constant(b);

    public static Value operator -(Value a, double b) => a - a.Builder.Constant(b);

    public static Value operator *(Value a, double b) => a * a.Builder.Constant(b);

    public static Value operator /(Value a, double b) => a / a.Builder.Constant(b);

    public static Value operator +(double a, Value b) => b.Builder.Constant(a) + b;

    public static Value operator -(double a, Value b) => b.Builder.Constant(a) - b;

    public static Value operator *(double a, Value b) => b.Builder.Constant(a) * b;

    public static Value operator /(double a, Value b) => b.Builder.Constant(a) / b;

    public static Value operator -(Value a) => a.Map(ScalarFunction.Negate);

    public Value Exp() => Map(ScalarFunction.Exp);

    public Value Expm1() => Map(ScalarFunction.Expm1);

    public Value Log() => Map(ScalarFunction.Log);

    public Value Log1p() => Map(ScalarFunction.Log1p);

    public Value Tanh() => Map(ScalarFunction.Tanh);

    public Value Erf() => Map(ScalarFunction.Erf);

    public Value Sigmoid() => Map(ScalarFunction.Sigmoid);

    public Value Sqrt() => Map(ScalarFunction.Sqrt);

    public Value Abs() => Map(ScalarFunction.Abs);

    public Value Relu() => Map(ScalarFunction.Relu);

    /// <summary>Per element −1, 0 or 1; 0 for NaN.</summary>
    public Value Sign()
    {
        var zero = Builder.Constant(0);
        return zero.IfLess(this, Builder.Constant(1), IfLess(zero, Builder.Constant(-1), zero));
    }

    public Value Max(Value other) => Map(ScalarFunction.Max, other);

    /// <summary>
    /// Per element: <paramref name="then"/> where this is less than <paramref name="bound"/>, else <paramref name="otherwise"/>.
    /// </summary>
    public Value IfLess(Value bound, Value then, Value otherwise) => Map(ScalarFunction.IfLess, bound, then, otherwise);

    /// <summary>
    /// Per element: <paramref name="then"/> where this equals <paramref name="other"/>, else <paramref name="otherwise"/>.
    /// </summary>
    public Value IfEqual(Value other, Value then, Value otherwise) => Map(ScalarFunction.IfEqual, other, then, otherwise);

    public Value Sum(params int[] axes) => Reduce(ReduceKind.Sum, axes);

    public Value Max(params int[] axes) => Reduce(ReduceKind.Max, axes);

    /// <summary>The mean over per-sample axes, whose sizes are known.</summary>
    public Value Mean(params int[] axes)
    {
        var shape = Shape;
        return Sum(axes) * (1.0 / axes.Aggregate(1, (n, axis) => n * shape[axis]));
    }

    public Value Reshape(Shape shape) => shape == Shape ? this : Builder.Add(new ReshapeOp(shape), Node);

    public Value Permute(params int[] order) => order.SequenceEqual(Enumerable.Range(0, order.Length))
        ? this
        : Builder.Add(new PermuteOp(order.ToEquatableArray()), Node);

    /// <summary>Elements <c>start</c>, <c>start + step</c>, … of an axis.</summary>
    public Value Slice(int axis, int start, int length, int step = 1) => start == 0 && length == Shape[axis]
        ? this
        : Builder.Add(new SliceOp(axis, start, length, length == 1 ? 1 : step), Node);

    public Value Pad(int axis, int before, int after, double number = 0) => before == 0 && after == 0
        ? this
        : Builder.Add(new PadOp(axis, before, after, number), Node);

    /// <summary>The rows of this table that indices name.</summary>
    public Value Take(Value indices) => Builder.Add(new TakeOp(), Node, indices.Node);

    /// <summary>The sum or the maximum of each window.</summary>
    public Value Reduce(ReduceKind kind, params Window[] windows) =>
        windows.Length == 0 ? this : Builder.Add(new WindowReduceOp(kind, windows.ToEquatableArray()), Node);

    /// <summary>Each element added to all pixels of its window, in a tensor of the given shape.</summary>
    public Value Spread(Shape shape, params Window[] windows) =>
        windows.Length == 0
            ? this
            : Builder.Add(new WindowSpreadOp(windows.ToEquatableArray(), windows.Select(w => shape[w.Axis]).ToEquatableArray()), Node);

    /// <summary>This value stretched to another's shape.</summary>
    public Value BroadcastTo(Shape shape) => Shape == shape ? this : Builder.Add(new BroadcastOp(shape), Node);

    /// <summary>The transpose of broadcasting from <paramref name="shape"/>: the sum over the axes that were broadcast.</summary>
    public Value SumTo(Shape shape)
    {
        if (Shape == shape) return this;
        var missing = Shape.Rank - shape.Rank;
        var from = Shape;
        var axes = Enumerable.Range(0, Shape.Rank)
            .Where(axis => axis < missing || (shape[axis - missing] == 1 && from[axis] != 1))
            .ToArray();
        return Sum(axes).Reshape(shape);
    }

    /// <summary>The same value, through which no gradient flows.</summary>
    /// <param name="isShortcut">Whether the gradient that would flow is zero anyway: see <see cref="DetachOp"/>.</param>
    public Value Detach(bool isShortcut = false) => Builder.Add(new DetachOp(isShortcut), Node);

    private Value Reduce(ReduceKind kind, int[] axes) =>
        axes.Length == 0 ? this : Builder.Add(new ReduceOp(kind, axes.OrderBy(a => a).ToEquatableArray()), Node);

    private Value Map(ScalarFunction function, params Value[] others)
    {
        var inputs = new Value[others.Length + 1];
        inputs[0] = this;
        others.CopyTo(inputs, 1);
        return Builder.Map(function, inputs);
    }

    public override string ToString() => Node.ToString();
}
