using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Lowering;

/// <summary>How the nodes of an operation become loops and vectors.</summary>
internal abstract record OpLowering
{
    private OpLowering()
    {
    }

    /// <summary>It is the anchor of a kernel. This writes the loop nest.</summary>
    public sealed record Loops(Action<GroupLowering, Node> Write) : OpLowering;

    /// <summary>It is computed wherever a kernel needs it.</summary>
    public sealed record Element(Func<Evaluation, Node, VectorExpression> Value) : OpLowering;

    /// <summary>It is an alias of memory that exists; nothing is computed.</summary>
    public sealed record Memory : OpLowering;
}

/// <summary>The lowering of every operation. Ops say what is computed, this table says how.</summary>
internal static class LoweringTable
{
    private static readonly Dictionary<Type, OpLowering> Entries = new()
    {
        // Memory that exists, or another view of it.
        [typeof(TableOp)] = new OpLowering.Memory(),
        [typeof(ReshapeOp)] = new OpLowering.Memory(),
        [typeof(DetachOp)] = new OpLowering.Memory(),
        [typeof(GivenGradientOp)] = new OpLowering.Memory(),

        [typeof(StepOp)] = new OpLowering.Memory(),
        [typeof(CarriedOp)] = new OpLowering.Memory(),
        [typeof(HistoryOp)] = new OpLowering.Memory(),
        [typeof(StackOp)] = new OpLowering.Memory(),
        [typeof(TieOp)] = new OpLowering.Memory(),

        // Values of one element. Of the leaves only scalars come here; others are in memory and are loaded.
        [typeof(LeafOp)] = Element<LeafOp>((at, leaf, _) => at.Scalar(leaf.LeafName)),
        [typeof(TimeOp)] = Element<TimeOp>((at, _, _) => at.Scalar(TimeOp.Parameter)),
        [typeof(ConstantOp)] = Element<ConstantOp>((_, constant, _) => new VectorExpression.Constant(constant.Number)),
        [typeof(PositionOp)] = Element<PositionOp>((at, position, _) => at.Position(position)),
        [typeof(RandomOp)] = Element<RandomOp>((at, random, _) => at.Random(random)),
        [typeof(MapOp)] = Element<MapOp>((at, map, node) => at.Call(map.Function, node.Inputs)),
        [typeof(PairOp)] = Element<PairOp>((at, _, node) => at.Pair(node.Inputs[0], node.Inputs[1])),
        [typeof(BroadcastOp)] = Element<BroadcastOp>((at, _, node) => at.Value(node.Inputs[0])),
        [typeof(CopyOp)] = Element<CopyOp>((at, _, node) => at.Value(node.Inputs[0])),
        [typeof(KeepOp)] = Element<KeepOp>((at, _, node) => at.Value(node.Inputs[0])),

        // Loop nests.
        [typeof(ContractOp)] = new OpLowering.Loops(ContractLowering.Lower),
        [typeof(ReduceOp)] = new OpLowering.Loops(ReduceLowering.Lower),
        [typeof(WindowReduceOp)] = Loops<WindowReduceOp>(
            (lowering, node, op) => WindowLowering.Reduce(lowering, node, op.Kind, op.Identity, op.Windows)),
        [typeof(WindowSpreadOp)] = Loops<WindowSpreadOp>((lowering, node, op) => WindowLowering.Spread(lowering, node, op.Windows)),
        [typeof(WindowPickOp)] = Loops<WindowPickOp>((lowering, node, op) => WindowLowering.Pick(lowering, node, op.Windows)),
        [typeof(WindowGatherOp)] = Loops<WindowGatherOp>((lowering, node, op) => WindowLowering.Gather(lowering, node, op.Windows)),
        [typeof(ScanOp)] = Loops<ScanOp>((_, node, _) => throw new CompilerException($"{node} is lowered before it has become a loop.")),
        [typeof(TakeOp)] = new OpLowering.Loops(TakeLowering.Take),
        [typeof(ScatterAddOp)] = new OpLowering.Loops(TakeLowering.ScatterAdd),
        [typeof(PutOp)] = Loops<PutOp>(TakeLowering.Put),
        [typeof(SamplesInLanesOp)] = new OpLowering.Loops((lowering, node) => CopyLowering.PackSamples(lowering, node.Inputs[0], node)),
        [typeof(FeaturesInLanesOp)] = new OpLowering.Loops((lowering, node) => CopyLowering.UnpackSamples(lowering, node.Inputs[0], node)),
        [typeof(CompactOp)] = Loops<CompactOp>(ViewLowering.Compact),
        [typeof(ConcatOp)] = new OpLowering.Loops(ViewLowering.Assemble),
        [typeof(InterleaveOp)] = new OpLowering.Loops(ViewLowering.Assemble),
        [typeof(SliceOp)] = Loops<SliceOp>(ViewLowering.Slice),
        [typeof(PermuteOp)] = Loops<PermuteOp>(ViewLowering.Permute),
        [typeof(PadOp)] = Loops<PadOp>(ViewLowering.Pad),
    };

    /// <exception cref="CompilerException">The operation is not in the table.</exception>
    public static OpLowering Of(Op op) =>
        Entries.TryGetValue(op.GetType(), out var entry) ? entry : throw new CompilerException($"{op} has no lowering.");

    /// <summary>Writes the loop nest of a kernel that a node anchors.</summary>
    public static void Write(GroupLowering lowering, Node anchor)
    {
        if (Of(anchor.Op) is not OpLowering.Loops loops) throw new CompilerException($"{anchor} does not open a kernel.");
        loops.Write(lowering, anchor);
    }

    private static OpLowering Element<TOp>(Func<Evaluation, TOp, Node, VectorExpression> value) where TOp : Op =>
        new OpLowering.Element((at, node) => value(at, (TOp)node.Op, node));

    private static OpLowering Loops<TOp>(Action<GroupLowering, Node, TOp> write) where TOp : Op =>
        new OpLowering.Loops((lowering, node) => write(lowering, node, (TOp)node.Op));
}
