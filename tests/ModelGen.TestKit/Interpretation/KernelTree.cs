using System.Runtime.Intrinsics;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.TestKit.Interpretation;

/// <summary>The statements of a kernel as objects that run, their names replaced by numbers.</summary>
internal sealed class KernelTree
{
    private static readonly Dictionary<ScalarFunction, Func<VectorNode, VectorNode, VectorNode>> Binary = new()
    {
        [ScalarFunction.Add] = (a, b) => new BinaryNode<AddFunction>(a, b),
        [ScalarFunction.Subtract] = (a, b) => new BinaryNode<SubtractFunction>(a, b),
        [ScalarFunction.Multiply] = (a, b) => new BinaryNode<MultiplyFunction>(a, b),
        [ScalarFunction.Divide] = (a, b) => new BinaryNode<DivideFunction>(a, b),
        [ScalarFunction.Max] = (a, b) => new BinaryNode<MaxFunction>(a, b),
    };

    private static readonly Dictionary<ScalarFunction, VectorFunctions.Function> Unary = new()
    {
        [ScalarFunction.Negate] = a => a ^ Vector512.Create(-0f),
        [ScalarFunction.Abs] = Vector512.Abs,
        [ScalarFunction.Sqrt] = Vector512.Sqrt,
        [ScalarFunction.Relu] = a => Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512<float>.Zero), Vector512<float>.Zero, a),
    };

    private readonly Kernel _kernel;
    private readonly Dictionary<string, int> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<VectorLocal, int> _locals = [];
    private readonly Dictionary<BufferArgument, int> _buffers;

    public KernelTree(Kernel kernel)
    {
        _kernel = kernel;
        _buffers = kernel.Buffers.Select((buffer, i) => (buffer, i)).ToDictionary(b => b.buffer, b => b.i);
        Lanes = kernel.IsNarrow ? NarrowLanes.Count : Layout.Lanes;
        Body = Make(kernel.Body);
    }

    public StatementNode[] Body { get; }

    public int Lanes { get; }

    public int Variables => _variables.Count;

    public int Locals => _locals.Count;

    private static int NumberOf<T>(Dictionary<T, int> numbers, T key)
        where T : notnull
    {
        if (!numbers.TryGetValue(key, out int number)) numbers.Add(key, number = numbers.Count);
        return number;
    }

    private StatementNode[] Make(IEnumerable<Statement> statements) => [.. statements.Select(Make)];

    private StatementNode Make(Statement statement) =>
        statement switch
        {
            Statement.Let let => Set(let.Local, let.Value),
            Statement.Assign assign => Set(assign.Local, assign.Value),
            Statement.Store store => new StoreNode(
                _buffers[store.Buffer],
                Make(store.Index),
                Make(store.Value),
                Text("writing", store.Buffer, store.Index)),
            Statement.StoreFirst store => new StoreFirstNode(
                _buffers[store.Buffer],
                Make(store.Index),
                Make(store.Value),
                Text("writing", store.Buffer, store.Index)),
            Statement.StoreLanes store => new StoreLanesNode(
                _buffers[store.Buffer],
                Make(store.Index),
                Make(store.Value),
                store.Count,
                Text("writing", store.Buffer, store.Index)),
            Statement.Remark or Statement.Prefetch => new NothingNode(),
            Statement.When edge => new WhenNode(NumberOf(_variables, edge.Variable), edge.Value, Make(edge.Body)),
            Statement.ReadIndex read => new ReadIndexNode(
                NumberOf(_variables, read.Variable),
                _buffers[read.Buffer],
                Make(read.At),
                read.Count,
                Text("reading an index from", read.Buffer, read.At)),
            Statement.Loop loop => new LoopNode(
                NumberOf(_variables, loop.Variable),
                loop.Extent.Count,
                loop.Extent.PerSample,
                [.. loop.Segments.Select(segment => new SegmentNode(segment.Step, Make(segment.Body)))],
                loop.First is { } first ? Make(first) : null,
                loop.End is { } end ? Make(end) : null),
            _ => throw new NotSupportedException($"{statement.GetType().Name} cannot be interpreted."),
        };

    private StatementNode Set(VectorLocal local, VectorExpression value)
    {
        int target = NumberOf(_locals, local);
        return value is VectorExpression.Call { Arguments: var arguments } call
            && call.Function == ScalarFunction.MultiplyAdd
            && arguments.All(argument => argument is VectorExpression.Read)
            ? new MultiplyAddLocalsNode(target, Number(arguments[0]), Number(arguments[1]), Number(arguments[2]))
            : new SetNode(target, Make(value));

        int Number(VectorExpression argument) => NumberOf(_locals, ((VectorExpression.Read)argument).Local);
    }

    private IndexNode Make(Affine index) =>
        new(
            [.. index.Terms.Select(t => NumberOf(_variables, t.Variable))],
            [.. index.Terms.Select(t => (long)t.Coefficient)],
            index.Constant);

    private VectorNode Make(VectorExpression expression) =>
        expression switch
        {
            VectorExpression.Load load => new LoadNode(_buffers[load.Buffer], Make(load.Index), Text("reading", load.Buffer, load.Index)),
            VectorExpression.Gather gather => new GatherNode(
                _buffers[gather.Buffer],
                Make(gather.Index),
                gather.Stride,
                Text("gathering", gather.Buffer, gather.Index)),
            VectorExpression.Broadcast broadcast => new BroadcastNode(
                _buffers[broadcast.Buffer],
                Make(broadcast.Index),
                Text("reading", broadcast.Buffer, broadcast.Index)),
            VectorExpression.Constant constant => new ConstantNode((float)constant.Value),
            VectorExpression.ScalarArgument scalar => new ScalarNode(_kernel.Scalars.ToList().IndexOf(scalar.Name)),
            VectorExpression.Read read => new ReadNode(NumberOf(_locals, read.Local)),
            VectorExpression.Call call => Make(call.Function, [.. call.Arguments.Select(Make)]),
            VectorExpression.Pair pair => new BinaryNode<PairFunction>(Make(pair.First), Make(pair.Second)),
            VectorExpression.MultiplyAddPairs products => new MultiplyAddPairsNode(
                Make(products.Left), Make(products.Right), Make(products.Sum)),
            VectorExpression.FromIntegers sum => new UnaryNode(PairArithmetic.FromIntegers, Make(sum.Value)),
            VectorExpression.Position position => new PositionNode(Make(position.Index), position.AlongLanes),
            VectorExpression.Random random => new RandomNode(
                random.Stream,
                Make(random.Element),
                random.ElementAlongLanes,
                Make(random.Sample),
                random.SampleAlongLanes),
            VectorExpression.Mask mask => new MaskNode(Make(mask.Value), (float)mask.Fill, Make(mask.First), mask.Extent),
            VectorExpression.Straddle both => new StraddleNode(Make(both.First), Make(both.Second)),
            VectorExpression.CombineLanes combine => new CombineNode(combine.Kind, Make(combine.Value), _kernel.Description),
            _ => throw new NotSupportedException($"{expression.GetType().Name} cannot be interpreted."),
        };

    private static VectorNode Make(ScalarFunction function, VectorNode[] a)
    {
        if (function == ScalarFunction.MultiplyAdd)
            return new MultiplyAddNode(a[0], a[1], a[2]);
        if (function == ScalarFunction.IfLess || function == ScalarFunction.IfEqual)
            return new ChooseNode(function == ScalarFunction.IfLess, a[0], a[1], a[2], a[3]);
        if (Binary.TryGetValue(function, out Func<VectorNode, VectorNode, VectorNode>? binary))
            return binary(a[0], a[1]);
        if (Unary.TryGetValue(function, out VectorFunctions.Function? unary))
            return new UnaryNode(unary, a[0]);
        return new UnaryNode(VectorFunctions.Get(function.MethodName), a[0]);
    }

    private AccessText Text(string verb, BufferArgument buffer, Affine index) => new(_kernel.Description, verb, buffer.Name, index);
}
