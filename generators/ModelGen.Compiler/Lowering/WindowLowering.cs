using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Windows that slide over a tensor: one tensor has an element for each position of them, the other for each place.</summary>
/// <remarks>Loops run over the positions. A window in the lanes is walked one position at a time.</remarks>
internal sealed class WindowLowering
{
    /// <summary>Taps that are written out behind each other.</summary>
    private const int UnrolledTaps = 25;

    private readonly GroupLowering _lowering;
    private readonly Shape _positions;
    private readonly Shape _places;
    private readonly IReadOnlyList<Window> _windows;
    private readonly int _laneAxis;
    private readonly IReadOnlyList<LoopAxis> _loops;

    /// <param name="lowering">The kernel.</param>
    /// <param name="anchor">Its anchor.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="positions">The shape with an element for each position.</param>
    /// <param name="places">The shape with an element for each place.</param>
    public WindowLowering(GroupLowering lowering, Node anchor, IReadOnlyList<Window> windows, Shape positions, Shape places)
    {
        _lowering = lowering;
        _positions = positions;
        _places = places;
        _windows = windows;
        var lane = Layout.Of(positions, lowering.Lanes).LaneAxis;
        var touched = anchor.Inputs.Concat(lowering.Stored([anchor, .. lowering.Epilogue])).ToArray();
        _laneAxis =
            lane >= 0 && touched.All(n => lowering.Plan.StorageOf(n).Layout.LaneAxis == lane) && windows.All(w => w.Axis != lane)
                ? lane
                : -1;

        var space = new IterationSpace([.. positions.Dimensions], _laneAxis);
        foreach (var node in touched.Concat(lowering.ExternalInputs(lowering.Epilogue))) space.Touch(StridesOf(node));
        _loops = space.Loops(Enumerable.Range(0, positions.Rank), mergeLane: false, mayMerge: !lowering.NeedsPositions(lowering.Epilogue));
    }

    private KernelBuilder Builder => _lowering.Builder;

    /// <summary>Windows that neither overlap nor leave out a place.</summary>
    public bool AreTiles => Windows.AreTiles(_windows, _positions, _places);

    /// <summary>Windows of which no two share a place.</summary>
    public bool AreApart => _windows.All(w => w.Stride >= w.Extent || _positions[w.Axis] == 1);

    /// <summary>Visits every position.</summary>
    public void ForEach(Action<WindowPlace> body)
    {
        var samples = _loops.Where(l => l.IsLane && l.Extent.PerSample).ToArray();
        var loops = samples.Concat(_loops.Except(samples)).ToArray();
        LoopNest.Write(Builder, loops, positions => body(new WindowPlace(this, positions)), (Taps * _lowering.Target.Parts) + Epilogue);
    }

    /// <summary>Sums or maxima, with what follows them.</summary>
    public static void Reduce(GroupLowering lowering, Node anchor, ReduceKind kind, double identity, IReadOnlyList<Window> windows)
    {
        var input = anchor.Inputs[0];
        var lowered = new WindowLowering(lowering, anchor, windows, anchor.Shape, input.Shape);
        var combine = kind == ReduceKind.Sum ? ScalarFunction.Add : ScalarFunction.Max;
        lowered.ForEach(place =>
        {
            var result = lowered.Builder.Variable("acc", new VectorExpression.Constant(identity), lowered._laneAxis < 0);
            lowered.ForEachTap(tap =>
                lowered.Builder.Assign(result, KernelBuilder.Call(combine, new VectorExpression.Read(result), place.Load(input, tap))));
            place.Finish(anchor, new VectorExpression.Read(result));
        });
    }

    /// <summary>Every element added to all places of its window.</summary>
    public static void Spread(GroupLowering lowering, Node anchor, IReadOnlyList<Window> windows)
    {
        var input = anchor.Inputs[0];
        var lowered = new WindowLowering(lowering, anchor, windows, input.Shape, anchor.Shape);
        lowered.Clear(anchor);
        lowered.ForEach(place =>
        {
            var element = lowered.Builder.Let("element", place.Load(input));
            lowered.ForEachTap(tap => place.Put(anchor, tap, element));
        });
    }

    /// <summary>
    /// The gradient of a maximum: each element goes to the first place of its window that holds the maximum, or to the last NaN.
    /// </summary>
    public static void Pick(GroupLowering lowering, Node anchor, IReadOnlyList<Window> windows)
    {
        var (values, maxima, upstream) = (anchor.Inputs[0], anchor.Inputs[1], anchor.Inputs[2]);
        var lowered = new WindowLowering(lowering, anchor, windows, maxima.Shape, anchor.Shape);
        var builder = lowered.Builder;
        var (zero, isUniform) = (new VectorExpression.Constant(0), lowered._laneAxis < 0);
        lowered.Clear(anchor);
        lowered.ForEach(place =>
        {
            var maximum = builder.Let("maximum", place.Load(maxima));
            var gradient = builder.Let("gradient", place.Load(upstream));
            var lastNaN = builder.Variable("lastNaN", new VectorExpression.Constant(-1), isUniform);
            lowered.ForEachTap(tap =>
            {
                var value = builder.Let("value", place.Load(values, tap));
                builder.Assign(
                    lastNaN,
                    KernelBuilder.Call(ScalarFunction.IfEqual, value, value, new VectorExpression.Read(lastNaN), lowered.Number(tap)));
            });
            var chosen = new VectorExpression.Read(lastNaN);
            var left = builder.Variable("left", KernelBuilder.Call(ScalarFunction.IfLess, chosen, zero, gradient, zero), isUniform);
            lowered.ForEachTap(tap =>
            {
                var load = place.Load(values, tap);
                var value = builder.Let("value", load);
                var rest = new VectorExpression.Read(left);
                var first = KernelBuilder.Call(ScalarFunction.IfLess, value, maximum, zero, rest);
                place.Put(
                    anchor,
                    tap,
                    builder.Let("taken", KernelBuilder.Call(ScalarFunction.IfEqual, lowered.Number(tap), chosen, gradient, first)),
                    new() { [load] = value });
                builder.Assign(left, KernelBuilder.Call(ScalarFunction.IfLess, value, maximum, rest, zero));
            });
        });
    }

    /// <summary>The number of a tap, row-major.</summary>
    private VectorExpression Number(IReadOnlyList<Affine> taps) => new VectorExpression.Position(
        taps.Select((tap, i) => (tap, i)).Aggregate(Affine.Zero, (number, t) => (number * _windows[t.i].Size) + t.tap),
        AlongLanes: false);

    private int Taps => _windows.Aggregate(1, (n, w) => n * w.Size);

    /// <summary>Zeros where no window is, or where several add.</summary>
    private void Clear(Node places)
    {
        if (!AreTiles) CopyLowering.Fill(_lowering, [.. places.Shape.Dimensions], Access.To(_lowering, places), 0);
    }

    /// <summary>Visits the taps of a window in order.</summary>
    private void ForEachTap(Action<IReadOnlyList<Affine>> body) =>
        ForEachTap(body, [], Taps <= UnrolledTaps && Epilogue <= JitBudget.UnrolledOperations);

    /// <summary>What follows from the places of one window, or from its result, in machine operations.</summary>
    private int Epilogue => Instructions.Of(_lowering.Epilogue) * _lowering.Target.Parts * (_lowering.Group.Domain == _places ? Taps : 1);

    private void ForEachTap(Action<IReadOnlyList<Affine>> body, IReadOnlyList<Affine> taps, bool unrolled)
    {
        if (taps.Count == _windows.Count) body(taps);
        else Builder.Loop("tap", Extent.Of(_windows[taps.Count].Size), (1, unrolled, t => ForEachTap(body, [.. taps, t], unrolled)));
    }

    /// <summary>A tensor's strides along the axes of the positions.</summary>
    private int[] StridesOf(Node node)
    {
        var strides = IterationSpace.Align(_lowering.Plan.StorageOf(node).Layout, node.Shape, _positions.Rank);
        if (node.Shape == _places)
            foreach (var window in _windows) strides[window.Axis] *= window.Stride;
        return strides;
    }

    /// <summary>A position of the windows.</summary>
    public sealed class WindowPlace(WindowLowering windows, IReadOnlyList<LoopPosition> loops)
    {
        /// <summary>An element for this position, or for a place that its window covers.</summary>
        public VectorExpression Load(Node node, IReadOnlyList<Affine>? taps = null)
        {
            var (buffer, index) = (windows._lowering.BufferOf(node), IndexOf(node, taps));
            return windows._laneAxis < 0 ? new VectorExpression.Broadcast(buffer, index) : new VectorExpression.Load(buffer, index);
        }

        /// <summary>
        /// Where windows are tiles, stores a place with what follows from it; where they overlap, adds to what is there; otherwise writes.
        /// </summary>
        /// <param name="node">The anchor.</param>
        /// <param name="taps">The place in the window.</param>
        /// <param name="value">What to store there.</param>
        /// <param name="loads">What has been loaded already.</param>
        public void Put(
            Node node,
            IReadOnlyList<Affine> taps,
            VectorExpression value,
            Dictionary<VectorExpression, VectorExpression>? loads = null)
        {
            if (windows.AreTiles)
            {
                Finish(node, value, windows._places, loops.Select(loop => InPlaces(loop, taps)).Concat(Dropped(taps)).ToArray(), loads);
                return;
            }

            if (!windows.AreApart) value = KernelBuilder.Call(ScalarFunction.Add, Load(node, taps), value);
            var (buffer, index) = (windows._lowering.BufferOf(node), IndexOf(node, taps));
            if (windows._laneAxis < 0) windows.Builder.StoreFirst(buffer, index, value);
            else windows.Builder.Store(buffer, index, value);
        }

        /// <summary>Computes and stores what follows from a position's result.</summary>
        public void Finish(Node anchor, VectorExpression result) => Finish(anchor, result, windows._positions, loops);

        private void Finish(
            Node anchor,
            VectorExpression result,
            Shape domain,
            IReadOnlyList<LoopPosition> at,
            Dictionary<VectorExpression, VectorExpression>? loads = null)
        {
            var lowering = windows._lowering;
            var evaluation = new Evaluation(lowering, domain, at, windows._laneAxis) { [anchor] = result, Loads = loads ?? [] };
            foreach (var output in lowering.Stored([anchor, .. lowering.Epilogue])) evaluation.Store(output);
        }

        /// <summary>
        /// A loop over positions as one over places. If it is over several axes, only the innermost has a window: with position p of image
        /// c,
        /// (c · positions + p) · stride + tap is c · places + place.
        /// </summary>
        private LoopPosition InPlaces(LoopPosition loop, IReadOnlyList<Affine> taps)
        {
            var window = Array.FindIndex(windows._windows.ToArray(), w => w.Axis == loop.Axis.Innermost);
            return window < 0 ? loop : loop with { Position = (loop.Position * windows._windows[window].Stride) + taps[window] };
        }

        /// <summary>The taps along axes with one position, over which there is no loop.</summary>
        private IEnumerable<LoopPosition> Dropped(IReadOnlyList<Affine> taps) => windows._windows
            .Select((w, i) => (Axis: new LoopAxis([w.Axis], Extent.Of(windows._places[w.Axis]), IsLane: false), Tap: taps[i]))
            .Where(one => !loops.Any(loop => loop.Axis.Innermost == one.Axis.Innermost))
            .Select(one => new LoopPosition(one.Axis, one.Tap));

        private Affine IndexOf(Node node, IReadOnlyList<Affine>? taps)
        {
            var layout = windows._lowering.Plan.StorageOf(node).Layout;
            var strides = windows.StridesOf(node);
            var index = loops.Aggregate(Affine.Zero, (sum, loop) => sum + loop.Distance(strides[loop.Axis.Innermost], false));
            if (taps is null) return index;
            for (var i = 0; i < taps.Count; i++)
                index +=
                    taps[i]
                    * (
                        windows._windows[i].Dilation
                        * (node.Shape[windows._windows[i].Axis] == 1 ? 0 : layout.Strides[windows._windows[i].Axis]));
            return index;
        }
    }
}
