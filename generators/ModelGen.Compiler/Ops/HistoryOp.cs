using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// A value that a loop carries, before the first iteration and behind each: from the initial, the carried and the next value, [N, …] each,
/// the tensor [N, time + 1, …].
/// </summary>
/// <param name="Loop">The loop.</param>
/// <remarks>In a loop that runs backwards, the initial value stands last.</remarks>
public sealed record HistoryOp(ScanLoop Loop) : LoopOp
{
    public override string Name => "history";

    public override OpRole Role => OpRole.Loop;

    /// <summary>Where the values before each step begin.</summary>
    public static int Before(ScanLoop loop) => loop.Backwards ? 1 : 0;

    /// <summary>Where the values behind each step begin.</summary>
    public static int Behind(ScanLoop loop) => loop.Backwards ? 0 : 1;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        inputs.Count == 3 && inputs.Distinct().Count() == 1 ? ScanOp.Stacked(inputs[0], Loop.Length + 1) : throw Misfit(inputs);

    public override string ToString() => Name;
}
