using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>A value of each iteration of a loop, [N, …], along a time axis: [N, time, …].</summary>
public sealed record StackOp(ScanLoop Loop) : LoopOp
{
    public override string Name => "stack";

    public override OpRole Role => OpRole.Loop;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        inputs.Count == 1 && inputs[0].IsBatched ? ScanOp.Stacked(inputs[0], Loop.Length) : throw Misfit(inputs);

    public override string ToString() => Name;
}
