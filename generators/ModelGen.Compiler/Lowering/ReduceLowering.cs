using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Sums and maxima, with the elementwise nodes before and behind them.</summary>
internal sealed class ReduceLowering
{
    private const int Accumulators = 4;

    private readonly int _cost;
    private readonly GroupLowering _lowering;
    private readonly Node _anchor;
    private readonly ReduceOp _op;
    private readonly Node _input;
    private readonly Shape _domain;
    private readonly int _laneAxis;
    private readonly bool _inSamples;
    private readonly int _treeAxis;
    private readonly IReadOnlyList<LoopAxis> _kept;
    private readonly IReadOnlyList<LoopAxis> _reduced;

    private ReduceLowering(GroupLowering lowering, Node anchor)
    {
        _lowering = lowering;
        _anchor = anchor;
        _op = (ReduceOp)anchor.Op;
        _input = anchor.Inputs[0];
        _domain = _input.Shape;
        var lane = Layout.Of(_domain, lowering.Lanes).LaneAxis;
        // Features that are added in order cannot be in the lanes.
        _laneAxis = _op.InOrder && lowering.Lanes == Lanes.Features && _op.Axes.Contains(lane) ? -1 : lane;
        _inSamples = lowering.Lanes == Lanes.Samples && _domain.IsBatched;
        _treeAxis = _op.InOrder || !_inSamples ? -1 : Layout.Padded(_domain).LaneAxis;

        _cost = Math.Max(1, Instructions.Of(lowering.Group.Members) * lowering.Target.Parts);
        var space = new IterationSpace([.. _domain.Dimensions], _laneAxis);
        var prologue = lowering.Group.Prologue;
        var touched = (prologue.Count == 0 ? [_input] : lowering.ExternalInputs(prologue)).Concat(lowering.Stored(prologue));
        foreach (
            var node in touched.Concat(lowering.ExternalInputs(lowering.Epilogue)).Concat(lowering.Stored([anchor, .. lowering.Epilogue])))
            space.Touch(lowering.Plan.StorageOf(node), node.Shape);
        var mayMerge = !lowering.NeedsPositions(lowering.Group.Members);
        var axes = Enumerable.Range(0, _domain.Rank).ToArray();
        _kept = space.Loops(axes.Where(a => !_op.Axes.Contains(a)), mergeLane: false, mayMerge);
        _reduced = space.Loops(_op.Axes, mergeLane: false, mayMerge && _treeAxis < 0);
    }

    private KernelBuilder Builder => _lowering.Builder;

    public static void Lower(GroupLowering lowering, Node anchor)
    {
        var reduce = new ReduceLowering(lowering, anchor);
        if (reduce._reduced.Any(l => l.IsLane)) reduce.AcrossLanes();
        else reduce.WithinLanes();
    }

    /// <summary>The lanes themselves are reduced: sixteen partial results, combined as a tree at the end.</summary>
    private void AcrossLanes() => LoopNest.Write(Builder, _kept, outer =>
    {
        var accumulator = Builder.Variable("acc", new VectorExpression.Constant(_op.Identity));
        LoopNest.Write(Builder, _reduced, outer, positions =>
        {
            var lane = positions.First(p => p.Axis.IsLane);
            var value = Element(positions);
            var isWhole = !lane.Axis.Extent.PerSample && lane.Axis.Extent.Count % Layout.Lanes == 0;
            if (!isWhole) value = new VectorExpression.Mask(value, _op.Identity, lane.Position, lane.Axis.Extent);
            Builder.Assign(accumulator, Combine(new VectorExpression.Read(accumulator), Builder.Let("element", value)));
        }, _cost);
        var total = new VectorExpression.CombineLanes(_op.Kind, new VectorExpression.Read(accumulator));
        Finish(outer, -1, Builder.Let("total", total), []);
    });

    /// <summary>The lanes stay: every lane adds up its own elements in order.</summary>
    private void WithinLanes()
    {
        var outer = _kept.Where(l => !l.IsLane).ToArray();
        var lane = _kept.FirstOrDefault(l => l.IsLane);
        if (lane is null)
        {
            LoopNest.Write(Builder, outer, positions => Accumulate(positions, [], -1));
            return;
        }

        if (_inSamples)
        {
            var tree = _reduced.FirstOrDefault(l => l.Innermost == _treeAxis);
            Builder.Loop("f", lane.Extent, (Layout.Lanes, false, position => LoopNest.Write(Builder, outer, positions =>
            {
                var samples = new LoopPosition(lane, position);
                if (tree is null) Accumulate(positions, [samples], _laneAxis);
                else AsTree(tree, [.. positions, samples]);
            })));
            return;
        }

        var vectors = lane.Extent.PerSample ? 1 : Layout.RoundUp(lane.Extent.Count) / Layout.Lanes;
        var block = Math.Min(Math.Max(1, Math.Min(Accumulators, JitBudget.UnrolledOperations / _cost)), vectors);
        LoopNest.Write(
            Builder,
            outer,
            positions =>
            {
                var sizes = vectors % block == 0 || block == 1 ? [block] : new[] { block, 1 };
                var segments = sizes
                    .Select(size =>
                        (
                            size * Layout.Lanes,
                            false,
                            (Action<Affine>)(
                                position =>
                                    Accumulate(
                                        positions,
                                        Enumerable
                                            .Range(0, size)
                                            .Select(i => new LoopPosition(lane, position + (i * Layout.Lanes)))
                                            .ToArray(),
                                        _laneAxis))))
                    .ToArray();
                Builder.Loop("f", LoopNest.Rounded(lane), segments);
            });
    }

    private void Accumulate(IReadOnlyList<LoopPosition> outer, LoopPosition[] lanes, int laneAxis)
    {
        var points = lanes.Length == 0 ? [outer] : lanes.Select(l => (IReadOnlyList<LoopPosition>)[.. outer, l]).ToArray();
        var accumulators = points
            .Select(_ => Builder.Variable("acc", new VectorExpression.Constant(_op.Identity), uniform: laneAxis < 0)).ToArray();
        LoopNest.Write(Builder, _reduced, outer, inner =>
        {
            for (var i = 0; i < points.Length; i++)
            {
                IReadOnlyList<LoopPosition> positions = lanes.Length == 0 ? inner : [.. inner, lanes[i]];
                Builder.Assign(accumulators[i], Combine(new VectorExpression.Read(accumulators[i]), Element(positions)));
            }
        }, _cost * points.Length);
        var loads = new Dictionary<VectorExpression, VectorExpression>();
        for (var i = 0; i < points.Length; i++) Finish(points[i], laneAxis, new VectorExpression.Read(accumulators[i]), loads);
    }

    /// <summary>
    /// Samples are in the lanes, and the sum along another axis has the order of a tree over sixteen lanes: one accumulator for each of
    /// those.
    /// </summary>
    private void AsTree(LoopAxis tree, IReadOnlyList<LoopPosition> point)
    {
        var width = Math.Min(Layout.Lanes, tree.Extent.Count);
        var accumulators = Enumerable
            .Range(0, width)
            .Select(i => Builder.Variable($"acc{i}", new VectorExpression.Constant(_op.Identity), uniform: false))
            .ToArray();
        LoopNest.Write(
            Builder,
            _reduced.Where(l => l != tree).ToArray(),
            point,
            inner =>
            {
                var rest = tree.Extent.Count % Layout.Lanes;
                var segments = new List<(int, bool, Action<Affine>)>();
                if (tree.Extent.Count >= Layout.Lanes)
                    segments.Add((Layout.Lanes, false, position => Collect(position, Layout.Lanes)));
                if (rest > 0)
                    segments.Add((rest, false, position => Collect(position, rest)));
                Builder.Loop("t", tree.Extent, [.. segments]);

                void Collect(Affine position, int count)
                {
                    for (var i = 0; i < count; i++)
                    {
                        var element = Element([.. inner, new LoopPosition(tree, position, Affine.Of(i))]);
                        Builder.Assign(accumulators[i], Combine(new VectorExpression.Read(accumulators[i]), element));
                    }
                }
            },
            _cost * width);
        var sums = accumulators.Select(a => (VectorExpression)new VectorExpression.Read(a)).ToList();
        for (var half = Layout.Lanes / 2; half > 0; half /= 2)
        {
            for (var i = half; i < sums.Count; i++) sums[i - half] = Builder.Let("half", Combine(sums[i - half], sums[i]));
            if (sums.Count > half) sums.RemoveRange(half, sums.Count - half);
        }

        Finish(point, _laneAxis, sums[0], []);
    }

    private VectorExpression Element(IReadOnlyList<LoopPosition> positions)
    {
        var evaluation = new Evaluation(_lowering, _domain, positions, positions.Any(p => p.Axis.IsLane) ? _laneAxis : -1);
        var value = evaluation.Value(_input);
        foreach (var stored in _lowering.Stored(_lowering.Group.Prologue.OrderBy(n => n.Id))) evaluation.Store(stored);
        return value;
    }

    private void Finish(
        IReadOnlyList<LoopPosition> positions, int laneAxis, VectorExpression result, Dictionary<VectorExpression, VectorExpression> loads)
    {
        var evaluation = new Evaluation(_lowering, _anchor.Shape, positions, laneAxis) { Loads = loads, [_anchor] = result };
        foreach (var output in _lowering.Stored([_anchor, .. _lowering.Epilogue])) evaluation.Store(output);
    }

    private VectorExpression Combine(VectorExpression sum, VectorExpression element) =>
        KernelBuilder.Call(_op.Kind == ReduceKind.Sum ? ScalarFunction.Add : ScalarFunction.Max, sum, element);
}
