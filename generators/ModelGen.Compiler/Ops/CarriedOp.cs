using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>In a loop, a value of the iteration before, or its input in the first one.</summary>
/// <param name="Loop">The loop.</param>
/// <param name="Index">Which of the loop's carried values.</param>
/// <remarks>Its next value is that of the <see cref="HistoryOp"/> that has it as an input; it is where that wrote it.</remarks>
public sealed record CarriedOp(ScanLoop Loop, int Index) : LoopOp
{
    public override string Name => "carried";

    public override OpRole Role => OpRole.Loop;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    public override string ToString() => Name;
}
