using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The same elements in the same row-major order, in another shape.</summary>
public sealed record ReshapeOp(Shape Target) : Op
{
    public override string Name => "reshape";

    public override OpRole Role => OpRole.Alias;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 1 || inputs[0].SampleElements != Target.SampleElements) throw Misfit(inputs);
        return Target;
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        [upstream.Reshape(inputs[0].Shape)];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) =>
        new(context.Resolve(shape), inputs[0].Data);

    /// <summary>Known if the spatial axes stay the same, as when channels are divided into groups.</summary>
    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs)
    {
        var kept = Runs(node.Inputs[0].Shape, Target).Where(run => run is { Before.Length: 1, After.Length: 1 }).ToArray();
        return inputs[0]?.Moved(axis => kept.Where(run => run.Before[0] == axis).Select(run => (int?)run.After[0]).FirstOrDefault());
    }

    /// <summary>The shortest runs of axes that have the same number of elements before and after.</summary>
    public static IEnumerable<(int[] Before, int[] After)> Runs(Shape before, Shape after)
    {
        var (b, a) = (0, 0);
        while (b < before.Rank || a < after.Rank)
        {
            var (firstBefore, firstAfter) = (b, a);
            long left = b < before.Rank ? before[b++] : 1, right = a < after.Rank ? after[a++] : 1;
            while (left != right)
            {
                if (left < right) left *= before[b++];
                else right *= after[a++];
            }

            yield return (Enumerable.Range(firstBefore, b - firstBefore).ToArray(), Enumerable.Range(firstAfter, a - firstAfter).ToArray());
        }
    }

    public override string ToString() => Name;
}
