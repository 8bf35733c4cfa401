using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>In a loop, the position of the current step along the time axis. Kernels are called with it.</summary>
public sealed record TimeOp(ScanLoop Loop) : LoopOp
{
    /// <summary>The name of the kernels' parameter.</summary>
    public const string Parameter = "time";

    public override string Name => Parameter;

    public override OpRole Role => OpRole.Inline;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Shape.Scalar;

    public override string ToString() => Name;
}
