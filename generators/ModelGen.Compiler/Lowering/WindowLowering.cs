using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>
/// Windows that slide over a tensor. One tensor has an element for each position of the window, the other one for each pixel.
/// </summary>
/// <remarks>Loops run over the positions. If a window slides along the lanes, positions are computed one by one.</remarks>
internal sealed class WindowLowering
{
    /// <summary>Taps that are written out behind each other.</summary>
    private const int UnrolledTaps = 25;

    private readonly GroupLowering _lowering;
    private readonly Shape _positions;
    private readonly Shape _pixels;
    private readonly IReadOnlyList<Window> _windows;
    private readonly int _laneAxis;
    private readonly IReadOnlyList<LoopAxis> _loops;

    /// <param name="lowering">The kernel.</param>
    /// <param name="anchor">Its anchor.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="positions">The shape with an element for each position.</param>
    /// <param name="pixels">The shape with an element for each pixel.</param>
    public WindowLowering(GroupLowering lowering, Node anchor, IReadOnlyList<Window> windows, Shape positions, Shape pixels)
    {
        _lowering = lowering;
        _positions = positions;
        _pixels = pixels;
        _windows = windows;
        var lane = Layout.Of(positions, lowering.Lanes).LaneAxis;
        var touched = anchor.Inputs.Concat(lowering.Stored([anchor, .. lowering.Epilogue])).ToArray();
        _laneAxis =
            lane >= 0 && touched.All(n => lowering.Plan.StorageOf(n).Layout.LaneAxis == lane) && windows.All(w => w.Axis != lane)
                ? lane
                : -1;

        var space = new IterationSpace([.. positions.Dimensions], _laneAxis);
        foreach (var node in touched.Concat(lowering.ExternalInputs(lowering.Epilogue)))
        {
            space.Touch(StridesOf(node));
            space.Cut(lowering.Plan.StorageOf(node).Layout, node.Shape);
        }

        _loops = space.Loops(Enumerable.Range(0, positions.Rank), mergeLane: false, mayMerge: !lowering.NeedsPositions(lowering.Epilogue));
    }

    private KernelBuilder Builder => _lowering.Builder;

    /// <summary>Whether every pixel is in exactly one window.</summary>
    public bool AreTiles => Windows.AreTiles(_windows, _positions, _pixels);

    /// <summary>Whether no two windows share a pixel.</summary>
    public bool AreApart => _windows.All(w => w.Stride >= w.EffectiveSize || _positions[w.Axis] == 1);

    /// <summary>Visits every position.</summary>
    public void ForEach(Action<WindowPosition> body)
    {
        var samples = _loops.Where(l => l.IsLane && l.Extent.PerSample).ToArray();
        var loops = samples.Concat(_loops.Except(samples)).ToArray();
        LoopNest.Write(Builder, loops, positions => body(new WindowPosition(this, positions)), (Taps * _lowering.Target.Parts) + Epilogue);
    }

    /// <summary>Sums or maxima, with what follows them.</summary>
    public static void Reduce(GroupLowering lowering, Node anchor, ReduceKind kind, double identity, IReadOnlyList<Window> windows)
    {
        var input = anchor.Inputs[0];
        var lowered = new WindowLowering(lowering, anchor, windows, anchor.Shape, input.Shape);
        var combine = kind == ReduceKind.Sum ? ScalarFunction.Add : ScalarFunction.Max;
        lowered.ForEach(position =>
        {
            var result = lowered.Builder.Variable("acc", new VectorExpression.Constant(identity), lowered._laneAxis < 0);
            lowered.ForEachTap(tap =>
                lowered.Builder.Assign(result, KernelBuilder.Call(combine, new VectorExpression.Read(result), position.Load(input, tap))));
            position.Finish(anchor, new VectorExpression.Read(result));
        });
    }

    /// <summary>Every element added to all pixels of its window.</summary>
    public static void Spread(GroupLowering lowering, Node anchor, IReadOnlyList<Window> windows)
    {
        var input = anchor.Inputs[0];
        var lowered = new WindowLowering(lowering, anchor, windows, input.Shape, anchor.Shape);
        lowered.Clear(anchor);
        lowered.ForEach(position =>
        {
            var element = lowered.Builder.Let("element", position.Load(input));
            lowered.ForEachTap(tap => position.Put(anchor, tap, element));
        });
    }

    /// <summary>
    /// The gradient of a maximum: each element goes to the first pixel of its window that equals the maximum, or to the last NaN.
    /// The taps from last to first leave the first maximum chosen; those from first to last then the last NaN, if there is one.
    /// </summary>
    public static void Pick(GroupLowering lowering, Node anchor, IReadOnlyList<Window> windows)
    {
        var (values, maxima, upstream) = (anchor.Inputs[0], anchor.Inputs[1], anchor.Inputs[2]);
        var lowered = new WindowLowering(lowering, anchor, windows, maxima.Shape, anchor.Shape);
        var builder = lowered.Builder;
        var zero = new VectorExpression.Constant(0);
        lowered.Clear(anchor);
        lowered.ForEach(position =>
        {
            var maximum = builder.Let("maximum", position.Load(maxima));
            var gradient = builder.Let("gradient", position.Load(upstream));
            var chosen = lowered.Chosen(position, values, maximum);
            lowered.ForEachTap(tap =>
            {
                var taken = KernelBuilder.Call(ScalarFunction.IfEqual, lowered.Number(tap), chosen, gradient, zero);
                position.Put(anchor, tap, builder.Let("taken", taken), []);
            });
        });
    }

    /// <summary>The transpose of that: for each window, what a tensor has at the pixel that is chosen.</summary>
    public static void Gather(GroupLowering lowering, Node anchor, IReadOnlyList<Window> windows)
    {
        var (values, maxima, read) = (anchor.Inputs[0], anchor.Inputs[1], anchor.Inputs[2]);
        var lowered = new WindowLowering(lowering, anchor, windows, anchor.Shape, values.Shape);
        var builder = lowered.Builder;
        lowered.ForEach(position =>
        {
            var maximum = builder.Let("maximum", position.Load(maxima));
            var chosen = lowered.Chosen(position, values, maximum);
            var found = builder.Variable("found", new VectorExpression.Constant(0), lowered._laneAxis < 0);
            lowered.ForEachTap(tap => builder.Assign(
                found,
                KernelBuilder.Call(
                    ScalarFunction.IfEqual, lowered.Number(tap), chosen, position.Load(read, tap), new VectorExpression.Read(found))));
            position.Finish(anchor, new VectorExpression.Read(found));
        });
    }

    /// <summary>The number of the pixel of a window that has its maximum.</summary>
    private VectorExpression Chosen(WindowPosition position, Node values, VectorExpression maximum)
    {
        var chosen = Builder.Variable("chosen", new VectorExpression.Constant(0), _laneAxis < 0);
        var soFar = new VectorExpression.Read(chosen);
        ForEachTap(tap =>
        {
            var fromTheEnd = Reversed(tap);
            var value = Builder.Let("value", position.Load(values, fromTheEnd));
            Builder.Assign(chosen, KernelBuilder.Call(ScalarFunction.IfLess, value, maximum, soFar, Number(fromTheEnd)));
        });
        ForEachTap(tap =>
        {
            var value = Builder.Let("value", position.Load(values, tap));
            Builder.Assign(chosen, KernelBuilder.Call(ScalarFunction.IfEqual, value, value, soFar, Number(tap)));
        });
        return soFar;
    }

    /// <summary>The taps in reverse order.</summary>
    private IReadOnlyList<Affine> Reversed(IReadOnlyList<Affine> taps) =>
        [.. taps.Select((tap, i) => (tap * -1) + (_windows[i].Size - 1))];

    /// <summary>The number of a tap, row-major.</summary>
    private VectorExpression Number(IReadOnlyList<Affine> taps) => new VectorExpression.Position(
        taps.Select((tap, i) => (tap, i)).Aggregate(Affine.Zero, (number, t) => (number * _windows[t.i].Size) + t.tap),
        AlongLanes: false);

    private int Taps => _windows.Aggregate(1, (n, w) => n * w.Size);

    /// <summary>Stores zeros, unless the windows are tiles: pixels may be in no window, or in several that add to them.</summary>
    private void Clear(Node pixels)
    {
        if (!AreTiles) CopyLowering.Fill(_lowering, [.. pixels.Shape.Dimensions], BufferView.To(_lowering, pixels), 0);
    }

    /// <summary>Visits the taps of a window in order.</summary>
    private void ForEachTap(Action<IReadOnlyList<Affine>> body) =>
        ForEachTap(body, [], Taps <= UnrolledTaps && Epilogue <= JitBudget.UnrolledOperations);

    /// <summary>The machine operations of the epilogue for one window: of its result, or of its pixels.</summary>
    private int Epilogue => Instructions.Of(_lowering.Epilogue) * _lowering.Target.Parts * (_lowering.Group.Domain == _pixels ? Taps : 1);

    private void ForEachTap(Action<IReadOnlyList<Affine>> body, IReadOnlyList<Affine> taps, bool unrolled)
    {
        if (taps.Count == _windows.Count) body(taps);
        else Builder.Loop("tap", Extent.Of(_windows[taps.Count].Size), (1, unrolled, t => ForEachTap(body, [.. taps, t], unrolled)));
    }

    /// <summary>A tensor's strides along the axes of the positions.</summary>
    private int[] StridesOf(Node node)
    {
        var strides = IterationSpace.Align(_lowering.Plan.StorageOf(node).Layout, node.Shape, _positions.Rank);
        if (node.Shape == _pixels)
            foreach (var window in _windows) strides[window.Axis] *= window.Stride;
        return strides;
    }

    /// <summary>A position of the windows.</summary>
    public sealed class WindowPosition(WindowLowering windows, IReadOnlyList<LoopPosition> loops)
    {
        /// <summary>An element for this position, or for a pixel that its window covers.</summary>
        public VectorExpression Load(Node node, IReadOnlyList<Affine>? taps = null)
        {
            var (buffer, index) = (windows._lowering.BufferOf(node), IndexOf(node, taps));
            return windows._laneAxis < 0 ? new VectorExpression.Broadcast(buffer, index) : new VectorExpression.Load(buffer, index);
        }

        /// <summary>Stores a pixel. If windows are tiles, its epilogue is computed as well; if they overlap, the value is added.</summary>
        /// <param name="node">The anchor.</param>
        /// <param name="taps">The pixel, by its position in the window.</param>
        /// <param name="value">What to store there.</param>
        /// <param name="loads">Values that have been loaded already.</param>
        public void Put(
            Node node,
            IReadOnlyList<Affine> taps,
            VectorExpression value,
            Dictionary<VectorExpression, VectorExpression>? loads = null)
        {
            if (windows.AreTiles)
            {
                Finish(node, value, windows._pixels, loops.Select(loop => InPixels(loop, taps)).Concat(Dropped(taps)).ToArray(), loads);
                return;
            }

            if (!windows.AreApart) value = KernelBuilder.Call(ScalarFunction.Add, Load(node, taps), value);
            var (buffer, index) = (windows._lowering.BufferOf(node), IndexOf(node, taps));
            if (windows._laneAxis < 0) windows.Builder.StoreFirst(buffer, index, value);
            else windows.Builder.Store(buffer, index, value);
        }

        /// <summary>Computes the epilogue of a position's result and stores it.</summary>
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
        /// A loop over positions as one over pixels. If it is over several axes, only the innermost has a window: for position p of
        /// image c, (c · positions + p) · stride + tap is c · pixels + pixel.
        /// </summary>
        private LoopPosition InPixels(LoopPosition loop, IReadOnlyList<Affine> taps)
        {
            var window = Array.FindIndex(windows._windows.ToArray(), w => w.Axis == loop.Axis.Innermost);
            return window < 0 ? loop : loop with { Position = (loop.Position * windows._windows[window].Stride) + taps[window] };
        }

        /// <summary>The taps along axes with one position, over which there is no loop.</summary>
        private IEnumerable<LoopPosition> Dropped(IReadOnlyList<Affine> taps) => windows._windows
            .Select((w, i) => (Axis: new LoopAxis([w.Axis], Extent.Of(windows._pixels[w.Axis]), IsLane: false), Tap: taps[i]))
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
