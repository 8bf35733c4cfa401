using System.Runtime.CompilerServices;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Gradients;

/// <summary>
/// Each scalar function and each op: its gradient rule against central differences, and the gradient of that gradient against central
/// differences of it. New ones fail until they are here.
/// </summary>
public sealed class PrimitiveGradientTests
{
    /// <summary>Graphs on x [N, 2, 3], y [N, 2, 3] and w [2, 4, 3], by the op they test.</summary>
    private static readonly Dictionary<Type, Func<GraphBuilder, Value, Value, Value, Value>> Ops = new()
    {
        [typeof(MapOp)] = (_, x, y, _) => x * y,
        [typeof(ReduceOp)] = (_, x, _, _) => x.Sum(1) * x.Max([2]),
        [typeof(ContractOp)] = (b, x, _, w) => b.Contract("nik,iok->nio", x, w),
        [typeof(BroadcastOp)] = (_, x, y, _) => x.Sum(1).BroadcastTo(y.Shape) * y,
        [typeof(ReshapeOp)] = (b, x, _, _) => x.Reshape(Shape.Batched([3, 2])) * b.Position(Shape.Of(2), 0),
        [typeof(PermuteOp)] = (b, x, _, _) => x.Permute(0, 2, 1) * b.Position(Shape.Of(2), 0),
        [typeof(SliceOp)] = (_, x, _, _) => x.Slice(2, 1, 2) * x.Slice(2, 0, 2, step: 2),
        [typeof(InterleaveOp)] = (b, x, y, _) => b.Interleave(2, x, y.Slice(2, 0, 2)),
        [typeof(PadOp)] = (b, x, _, _) => x.Pad(2, 1, 2) * b.Position(Shape.Of(6), 0),
        [typeof(ConcatOp)] = (b, x, y, _) => b.Concat(2, x, y, x) * b.Position(Shape.Of(9), 0),
        [typeof(WindowReduceOp)] = (_, x, y, _) =>
            x.Reduce(ReduceKind.Sum, new Window(1, 2, 1), new Window(2, 2, 1)) * y.Reduce(ReduceKind.Max, new Window(2, 2, 1, 2)),
        [typeof(WindowSpreadOp)] = (_, x, _, _) => x.Spread(Shape.Batched([3, 8]), new Window(1, 2, 1), new Window(2, 2, 2, 3)),
        // The gradient of the maximum, and that of this.
        [typeof(WindowPickOp)] = (b, x, y, _) => Pick(b, x, y.Reduce(ReduceKind.Sum, new Window(1, 2, 1), new Window(2, 2, 1))) * x,
        [typeof(WindowGatherOp)] = (b, x, y, _) => b.Add(
            new WindowGatherOp(EquatableArray.Of(new Window(1, 2, 1), new Window(2, 2, 1))),
            x.Node,
            x.Reduce(ReduceKind.Max, new Window(1, 2, 1), new Window(2, 2, 1)).Node,
            (x * y).Node),
        // Rounded: constant nearly everywhere, and the differences see none of it.
        [typeof(PairOp)] = (b, x, y, _) => x + (0 * b.Add(new PairOp(), (0 * x).Node, (0 * y).Node)),
        [typeof(TableOp)] = (b, x, _, _) => x * (b.Table(new SixNumbers()) * 0.2),
        [typeof(PositionOp)] = (b, x, _, _) => x * b.Position(x.Shape, 2),
        [typeof(ConstantOp)] = (_, x, _, _) => x * 3,
        [typeof(LeafOp)] = (_, x, _, _) => x * x,
        [typeof(RandomOp)] = (b, x, _, _) => x * b.Random(x.Shape, 3),
        [typeof(CopyOp)] = (b, x, y, _) => b.Add(new CopyOp(1), x.Node) * y,
        [typeof(FeaturesInLanesOp)] = (b, x, y, _) => b.Add(new FeaturesInLanesOp(), x.Node) * y,
        [typeof(SamplesInLanesOp)] = (b, x, y, _) => b.Add(new SamplesInLanesOp(), x.Node) * y,
        [typeof(TakeOp)] = (b, x, _, w) => x * w.Reshape(Shape.Of(8, 3)).Take(Ids(b, 8)),
        // Its own gradient takes rows, and that of the rows it takes is the sum again.
        [typeof(ScatterAddOp)] = (b, x, y, _) => x * b.Add(new ScatterAddOp(4), Ids(b, 4).Node, y.Node).Take(Ids(b, 4)),
        [typeof(CompactOp)] = (b, x, y, _) => b.Add(new CompactOp(), x.Node) * y,
        [typeof(KeepOp)] = (b, x, y, _) => b.Add(new KeepOp(1), x.Node) * y,
        [typeof(TieOp)] = (b, x, y, _) => b.Add(new TieOp(), x.Node, y.Node) * y,
        [typeof(ScanOp)] = (b, x, y, w) => Scan(b, x, y.Sum(1).Reshape(Shape.Batched([3])), w, backwards: false)
            * Scan(b, y, x.Sum(1).Reshape(Shape.Batched([3])), w, backwards: true),
        // The gradient of x · y², given and not that of the operations in it, which are detached.
        [typeof(GivenGradientOp)] = (b, x, y, _) => b.Add(
            new GivenGradientOp("test")
            {
                Rule = (inputs, upstream) => [upstream * inputs[1] * inputs[1], upstream * inputs[0] * inputs[1] * 2],
            },
            (x * y * y).Detach().Node,
            x.Node,
            y.Node),
        [typeof(DetachOp)] = (_, x, y, _) => x + (0 * y.Detach()),
    };

    private static Value Pick(GraphBuilder builder, Value x, Value gradient) => builder.Add(
        new WindowPickOp(EquatableArray.Of(new Window(1, 2, 1), new Window(2, 2, 1))),
        x.Node,
        x.Reduce(ReduceKind.Max, new Window(1, 2, 1), new Window(2, 2, 1)).Node,
        gradient.Node);

    public static TheoryData<string> ScalarFunctions => [.. ScalarFunction.All.Select(f => f.Name)];

    /// <summary>All but those that are made behind gradients only.</summary>
    public static TheoryData<string> OpTypes => [.. Types(isOfLoops: false).Select(t => t.Name)];

    public static TheoryData<string> LoopOpTypes => [.. Types(isOfLoops: true).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(ScalarFunctions))]
    public void Scalar_function(string name)
    {
        ScalarFunction function = ScalarFunction.All.Single(f => f.Name == name);
        for (int seed = 1; seed <= 3; seed++)
        {
            GraphBuilder builder = new();
            Value[] arguments =
            [
                .. Enumerable
                    .Range(0, function.Arity)
                    .Select(i => builder.Leaf(LeafKind.Input, "x" + i, i == 1 ? Shape.Of(3) : Shape.Batched([2, 3]))),
            ];
            // Of values from −1 to 1, except where the function asks for positive ones.
            bool positive =
                function == ScalarFunction.Sqrt
                || function == ScalarFunction.Log
                || function == ScalarFunction.Divide
                || function == ScalarFunction.Log1p
                || function == ScalarFunction.LogUnfused
                || function == ScalarFunction.Log1pUnfused;
            TensorGraph graph = Weighted(builder, builder.Map(function, arguments));
            Check(graph, seed, positive);
            Check(GradientCheck.OfGradients(graph), seed, positive);
        }
    }

    [Theory]
    [MemberData(nameof(OpTypes))]
    public void Op_rule(string name)
    {
        Type type = typeof(Op).Assembly.GetTypes().Single(t => t.Name == name && typeof(Op).IsAssignableFrom(t));
        Assert.True(Ops.TryGetValue(type, out var build), $"{name} has no gradient check: add one to the table above.");
        for (int seed = 1; seed <= 3; seed++)
        {
            GraphBuilder builder = new();
            Shape shape = Shape.Batched([2, 3]);
            Value result = build!(
                builder,
                builder.Leaf(LeafKind.Input, "x", shape),
                builder.Leaf(LeafKind.Input, "y", shape),
                builder.Leaf(LeafKind.Parameter, "w", Shape.Of(2, 4, 3)));
            TensorGraph graph = Weighted(builder, result);
            Check(graph, seed, positive: false);
            Check(GradientCheck.OfGradients(graph), seed, positive: false);
        }
    }

    [Theory]
    [MemberData(nameof(LoopOpTypes))]
    public void What_is_made_behind_gradients_has_none(string name)
    {
        Op op = (Op)RuntimeHelpers.GetUninitializedObject(Types(isOfLoops: true).Single(t => t.Name == name));
        GraphBuilder builder = new();
        Value x = builder.Leaf(LeafKind.Input, "x", Shape.Batched([2, 3]));
        Assert.Throws<CompilerException>(() => op.Gradient(x, [x], x));
    }

    private static IEnumerable<Type> Types(bool isOfLoops) => typeof(Op).Assembly.GetTypes()
        .Where(t => typeof(Op).IsAssignableFrom(t) && !t.IsAbstract
            && (typeof(LoopOp).IsAssignableFrom(t) || t == typeof(PutOp)) == isOfLoops);

    /// <summary>h = tanh(x + h · w + b · h) over the steps of x; w and b are parts of a parameter.</summary>
    private static Value Scan(GraphBuilder builder, Value x, Value initial, Value parameter, bool backwards)
    {
        GraphBuilder body = new();
        LeafOp step = new(LeafKind.Step, "x", Shape.Batched([3])), state = step with { LeafName = "h" };
        LeafOp weight = new(LeafKind.Step, "w", Shape.Of(3, 3)), bias = new(LeafKind.Step, "b", Shape.Of(3));
        Value h = body.Add(state);
        Value next = (body.Add(step) + body.Contract("nk,ko->no", h, body.Add(weight)) + (h * body.Add(bias))).Tanh();
        ScanBody one = new("test", new TensorGraph([new GraphOutput("next", next.Node)]), [step], [state], [weight, bias]);
        Value rows = parameter.Reshape(Shape.Of(8, 3));
        return builder.Add(
            new ScanOp(one, 2, backwards, 0),
            [x.Node, initial.Node, rows.Slice(0, 1, 3).Node, rows.Slice(0, 5, 1).Reshape(Shape.Of(3)).Node]);
    }

    private static Value Ids(GraphBuilder builder, int count) =>
        builder.Add(new LeafOp(LeafKind.Tokens, "ids", Shape.Batched([2])) { Values = count });

    /// <summary>Σ (i + 1)² · rᵢ² + rᵢ: no two elements count alike.</summary>
    private static TensorGraph Weighted(GraphBuilder builder, Value result)
    {
        Value weight = builder.Position(result.Shape, result.LastAxis) + 1;
        Value total = ((result * weight * result * weight) + result).Sum([.. Enumerable.Range(0, result.Shape.Rank)]);
        return new TensorGraph([new GraphOutput("total", total.Node)]);
    }

    private static void Check(TensorGraph graph, int seed, bool positive) =>
        GradientCheck.Graph(graph, seed, samples: 3, (_, random) => positive ? 0.3 + random.NextDouble() : (2 * random.NextDouble()) - 1);

    private sealed record SixNumbers : TableFormula
    {
        public override Shape Sizes => Shape.Of(2, 3);

        public override string Name => "SixNumbers";

        public override double[] Numbers() => [0.5, -2, 3, 1, 0.25, 7];
    }
}
