using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>Makes the gradients of a value with respect to what it was computed of, null where none flows.</summary>
/// <param name="inputs">What it was computed of.</param>
/// <param name="upstream">The gradient of the value.</param>
public delegate IReadOnlyList<Value?> GivenGradient(IReadOnlyList<Value> inputs, Value upstream);

/// <summary>
/// The identity on its first input, whose gradient is given: it flows to the other inputs, of which the first was computed, and not
/// through that computation. Passes remove it once gradients exist.
/// </summary>
/// <param name="Source">Says which gradient it is: operations with the same source have the same.</param>
public sealed record GivenGradientOp(string Source) : Op
{
    /// <summary>The gradient. It is no part of the operation's identity, since <see cref="Source"/> names it.</summary>
    public GivenGradient? Rule { get; init; }

    public override string Name => "given-gradient";

    public override OpRole Role => OpRole.Alias;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        [null, .. Rule!(inputs.Skip(1).ToArray(), upstream)];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) => inputs[0];

    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) => inputs[0];

    public bool Equals(GivenGradientOp? other) => other is not null && other.Source == Source;

    public override int GetHashCode() => Source?.GetHashCode() ?? 0;

    public override string ToString() => $"{Name} {Source}";
}
