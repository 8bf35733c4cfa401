using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The identity, through which no gradient flows. Passes remove it once gradients exist.</summary>
/// <param name="IsShortcut">
/// Whether the gradient that would flow is zero, and is only not computed: true of first derivatives, and not of their own. Those of second
/// order begin with graphs without such shortcuts.
/// </param>
public sealed record DetachOp(bool IsShortcut = false) : Op
{
    public override string Name => "detach";

    public override OpRole Role => OpRole.Alias;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => [null];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) => inputs[0];

    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) => inputs[0];

    public override Op Along(AxisOrder order) => this;

    public override string ToString() => IsShortcut ? Name + " shortcut" : Name;
}
