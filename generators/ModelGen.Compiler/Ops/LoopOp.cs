using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>An operation at the border of a loop. The interpreter evaluates those itself, and loops are made behind gradients.</summary>
public abstract record LoopOp : Op
{
    public sealed override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        throw new CompilerException($"{this} has no gradient: loops are made from scans whose gradients are known.");

    public sealed override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) =>
        throw new CompilerException($"{this} has no value outside its loop.");
}
