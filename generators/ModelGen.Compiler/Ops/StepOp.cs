using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// In a loop, the current step of a stacked tensor: [N, time, …] → [N, …]. A view that moves from iteration to iteration.
/// </summary>
public sealed record StepOp(ScanLoop Loop) : LoopOp
{
    public override string Name => "step";

    public override OpRole Role => OpRole.Alias;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        inputs.Count == 1 && inputs[0].IsBatched && inputs[0].Rank > 1 && inputs[0][ScanOp.TimeAxis] == Loop.Length
            ? Shape.Batched(inputs[0].Sample.Skip(1))
            : throw Misfit(inputs);

    public override string ToString() => Name;
}
