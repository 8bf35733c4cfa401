using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// A value of a body that runs once for each step of its sequences, stacked along the time axis: [N, …] in the body, [N, time, …] here.
/// </summary>
/// <param name="Body">What a step computes.</param>
/// <param name="Length">The number of steps.</param>
/// <param name="Backwards">Whether the last step comes first. What is stacked keeps its position.</param>
/// <param name="Output">Which value of the body, by its number.</param>
/// <remarks>
/// <para>
/// Inputs are the sequences [N, time, …], the carried values before the first step [N, …], and the constants. A scan with several results
/// is as many nodes with equal inputs, which become one loop: see <c>Passes/Loops</c>.
/// </para>
/// <para>
/// The gradient is a scan in the other direction over the gradient of the body. What that needs of the forward steps is stacked by the
/// forward loop. Gradients of constants are summed up behind the loop, over samples and steps at once.
/// </para>
/// </remarks>
public sealed record ScanOp(ScanBody Body, int Length, bool Backwards, int Output) : Op
{
    /// <summary>The axis of the steps.</summary>
    public const int TimeAxis = 1;

    public override string Name => "scan";

    public override OpRole Role => OpRole.Anchor;

    /// <summary>The shape of values of all steps.</summary>
    public static Shape Stacked(Shape step, int length) => Shape.Batched([length, .. step.Sample]);

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var expected = Body.Sequences
            .Select(s => Stacked(s.Shape, Length))
            .Concat(Body.Carries.Concat(Body.Constants).Select(l => l.Shape));
        return inputs.SequenceEqual(expected) && Body[Output].Shape.IsBatched ? Stacked(Body[Output].Shape, Length) : throw Misfit(inputs);
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        new ScanGradient(this, node.Builder, inputs).Of(upstream);

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var values = Body.Inputs.Select((leaf, i) => (leaf.LeafName, inputs[i])).ToDictionary(p => p.LeafName, p => p.Item2);
        var sequences = Body.Sequences.Select(s => values[s.LeafName]).ToArray();
        var result = new Tensor(context.Resolve(shape));
        var within = new EvaluationContext(context.Samples, leaf => values[leaf.LeafName].Data, context.Seed, context.Step);
        var loop = new ScanLoop(0, Length, Backwards);
        for (var iteration = 0; iteration < Length; iteration++)
        {
            var time = loop.At(iteration);
            for (var i = 0; i < sequences.Length; i++) values[Body.Sequences[i].LeafName] = SliceAt(sequences[i], time);
            var step = GraphInterpreter.Run(Body.Graph, within);
            CopyTo(result, time, step[Body[Output]]);
            for (var i = 0; i < Body.Carries.Count; i++) values[Body.Carries[i].LeafName] = step[Body.NextOf(i)];
        }

        return result;
    }

    /// <summary>All steps together.</summary>
    public override long MultiplyAdds(Node node) => Length * Body.Graph.Nodes.Sum(n => n.Op.MultiplyAdds(n));

    public override string ToString() => $"{Name} {Body} [{Length} steps{(Backwards ? " backwards" : "")}, value {Output}]";

    /// <summary>One step of stacked values.</summary>
    internal static Tensor SliceAt(Tensor stacked, int time)
    {
        var result = new Tensor([stacked.Dimensions[0], .. stacked.Dimensions.Skip(2)]);
        var size = result.Data.Length / result.Dimensions[0];
        for (var sample = 0; sample < result.Dimensions[0]; sample++)
            Array.Copy(stacked.Data, ((sample * stacked.Dimensions[1]) + time) * size, result.Data, sample * size, size);
        return result;
    }

    /// <summary>Writes one step of stacked values.</summary>
    internal static void CopyTo(Tensor stacked, int time, Tensor step)
    {
        var size = step.Data.Length / step.Dimensions[0];
        for (var sample = 0; sample < step.Dimensions[0]; sample++)
            Array.Copy(step.Data, sample * size, stacked.Data, ((sample * stacked.Dimensions[1]) + time) * size, size);
    }
}
