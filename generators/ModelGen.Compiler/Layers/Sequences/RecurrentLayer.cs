using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary>What the recurrent layers share: stacking, directions, the names of weights, and the products with all steps at once.</summary>
/// <remarks>A kind of layer says how many gates it has and what one step computes, as the body of a <see cref="ScanOp"/>.</remarks>
internal abstract class RecurrentLayer<TAttribute> : LayerDefinition<TAttribute>
    where TAttribute : RecurrentAttribute
{
    private const int MostLayers = 64;

    public override bool WorksOnSteps => true;

    /// <summary>The gates: how many times the units there are rows in each weight.</summary>
    protected abstract int Gates { get; }

    public override IReadOnlyList<string> ParameterNames => [.. Names(1, bidirectional: false)];

    public override IReadOnlyList<string> ParameterNamesOf(PipelineAttribute attribute) =>
        attribute is RecurrentAttribute { Layers: >= 1 and <= MostLayers } recurrent
            ? [.. Names(recurrent.Layers, recurrent.Bidirectional)]
            : ParameterNames;

    protected override IEnumerable<ArgumentProblem?> Validate(TAttribute attribute) =>
    [
        Require.AtLeast("units", attribute.Units, 1),
        Require.AtLeast("Layers", attribute.Layers, 1)
            ?? (attribute.Layers <= MostLayers
                ? null
                : Require.OutOfRange("Layers", Limits.Plain(attribute.Layers), $"at most {MostLayers}").Or(Limits.Plain(MostLayers))),
        Require.BelowOne("Dropout", (float)attribute.Dropout, 0.1f),
    ];

    protected sealed override Value? Build(TAttribute attribute, LayerContext context)
    {
        if (attribute is { Stateful: true, Bidirectional: true }) return FailBothWays(context);
        if (!Sequence.Is(context)) return null;
        var x = context.Current;
        var (steps, width) = (x.Shape[Sequence.TimeAxis], attribute.Bidirectional ? 2 * (long)attribute.Units : attribute.Units);
        if (!context.Fits(Limits.Product([steps, Gates, attribute.Units]), $"{Limits.Plain(steps)} × {Limits.Plain(Gates)} gates × "
            + $"{Limits.Plain(attribute.Units)} units") || !context.Fits(steps * width, $"{Limits.Plain(steps)} × {width}"))
            return null;
        if (attribute.Units == 1
            && !context.FitsPieces(steps, "steps of a single unit, each with code of its own", "units", "Use two units or more."))
            return null;

        for (var layer = 0; layer < attribute.Layers; layer++)
        {
            var (directions, isState) = (new List<Value>(), layer == attribute.Layers - 1 && !attribute.ReturnSequences);
            for (var direction = 0; direction < (attribute.Bidirectional ? 2 : 1); direction++)
            {
                if (Direction(attribute, context, x, "_l" + Limits.Plain(layer), direction == 1, isState) is not { } states) return null;
                directions.Add(states);
            }

            if (layer == attribute.Layers - 1) return Result(attribute, context, directions);
            x = context.Builder.Concat(Sequence.FeatureAxis, [.. directions]);
            if (DropoutLayer.Apply(context, x, (float)attribute.Dropout) is not { } dropped) return null;
            x = dropped;
        }

        throw new CompilerException("A recurrent layer has at least one layer.");
    }

    /// <summary>The step of one direction.</summary>
    /// <param name="step">The leaves of the body.</param>
    /// <param name="attribute">The layer.</param>
    /// <returns>The next values of what is carried; the first is the result.</returns>
    protected abstract Value[] Step(RecurrentStep step, TAttribute attribute);

    /// <summary>How many values are carried, each as long as the units.</summary>
    protected virtual int Carried => 1;

    /// <summary>
    /// Whether a gate's product with the state is used as it is, so that its bias belongs there; otherwise both biases are added before the
    /// steps.
    /// </summary>
    protected virtual bool HasBiasInStep(TAttribute attribute) => false;

    private static IEnumerable<string> Names(int layers, bool bidirectional) =>
        from layer in Enumerable.Range(0, layers)
        from suffix in bidirectional ? new[] { "", "_reverse" } : [""]
        from name in new[] { "weight_ih", "weight_hh", "bias_ih", "bias_hh" }
        select $"{name}_l{Limits.Plain(layer)}{suffix}";

    private static Value Result(TAttribute attribute, LayerContext context, List<Value> directions)
    {
        if (attribute.ReturnSequences) return context.Builder.Concat(Sequence.FeatureAxis, [.. directions]);
        return context.Builder.Concat(1, [.. directions.Select((states, i) => LastOf(states, i == 1, attribute.Units))]);
    }

    /// <summary>The states behind all steps, [N, time, units].</summary>
    /// <param name="attribute">The layer.</param>
    /// <param name="context">Where it stands.</param>
    /// <param name="x">The sequence.</param>
    /// <param name="layer">The suffix of weights.</param>
    /// <param name="backwards">Whether the last step comes first.</param>
    /// <param name="isState">Whether only the state behind all steps is asked for. If not, steps behind a sample's length are zero.</param>
    private Value? Direction(TAttribute attribute, LayerContext context, Value x, string layer, bool backwards, bool isState)
    {
        var (features, units, rows) = (x.Shape[Sequence.FeatureAxis], attribute.Units, Gates * attribute.Units);
        // Uniform in ±1 / √units.
        var start = new ParameterInit("KaimingUniform", Math.Sqrt(1.0 / 3), units, units);
        var suffix = layer + (backwards ? "_reverse" : "");
        if (context.Parameter("weight_ih" + suffix, [rows, features], [1, 0], start) is not { } ofInput) return null;
        if (context.Parameter("weight_hh" + suffix, [rows, units], [1, 0], start) is not { } ofState) return null;
        var projected = context.Builder.Contract("ntk,ko->nto", x, ofInput);
        Value? biasInStep = null, lengths = context.LengthsOf(x);
        if (attribute.UseBias)
        {
            if (context.Parameter("bias_ih" + suffix, [rows], [0], start) is not { } biasOfInput) return null;
            if (context.Parameter("bias_hh" + suffix, [rows], [0], start) is not { } biasOfState) return null;
            projected += biasOfInput;
            if (HasBiasInStep(attribute)) biasInStep = biasOfState;
            else projected += biasOfState;
        }

        var constants = new[] { ofState, biasInStep, lengths }.OfType<Value>().ToArray();
        var step = new RecurrentStep(units, Gates, Carried, biasInStep is not null, lengths is not null);
        var body = step.Body(GetType().Name.Replace("Layer", "").ToLowerInvariant(), Step(step, attribute));
        var zero = context.Builder.Constant(0).BroadcastTo(Shape.Batched([units]));
        var zeros = Enumerable.Repeat(zero, Carried).ToArray();
        if (!attribute.Stateful || !context.HasBatchStates) return States(zeros, isState ? 0 : body.ResultAt(0));
        Value? states = null;
        context.Carry(Carried, units, starts =>
        {
            states = States(starts, isState ? 0 : body.ResultAt(0));
            return [.. Enumerable.Range(0, Carried).Select(i => LastOf(States(starts, i), backwards, units))];
        });
        return states;

        Value States(Value[] before, int output) => context.Builder.Add(
            new ScanOp(body, x.Shape[Sequence.TimeAxis], backwards, output),
            [projected.Node, .. before.Select(value => value.Node), .. constants.Select(c => c.Node)]);
    }

    /// <summary>The states behind the last step that is run, [N, units].</summary>
    private static Value LastOf(Value states, bool backwards, int units) => states
        .Slice(Sequence.TimeAxis, backwards ? 0 : states.Shape[Sequence.TimeAxis] - 1, 1)
        .Reshape(Shape.Batched([units]));

    private static Value? FailBothWays(LayerContext context) => context.Fail(
        DiagnosticCatalogue.StatefulBothWays,
        nameof(RecurrentAttribute.Stateful),
        [
            .. new[] { nameof(RecurrentAttribute.Stateful), nameof(RecurrentAttribute.Bidirectional) }
                .Select(name => Fix.Of("Remove " + name, Edit.Remove(context.Location.At(name)))),
        ]);
}

/// <summary>The leaves of one step of a recurrent layer.</summary>
internal sealed class RecurrentStep
{
    private readonly GraphBuilder _builder = new();
    private readonly LeafOp _input;
    private readonly LeafOp _weight;
    private readonly LeafOp? _bias, _lengths;
    private readonly LeafOp[] _carried;
    private readonly int _units;

    public RecurrentStep(int units, int gates, int carried, bool hasBias, bool hasLengths)
    {
        _units = units;
        _input = new LeafOp(LeafKind.Step, "x", Shape.Batched([gates * units]));
        _carried = Enumerable.Range(0, carried)
            .Select(i => new LeafOp(LeafKind.Step, "h" + Limits.Plain(i), Shape.Batched([units]))).ToArray();
        _weight = new LeafOp(LeafKind.Step, "weight", Shape.Of(units, gates * units));
        _bias = hasBias ? new LeafOp(LeafKind.Step, "bias", Shape.Of(gates * units)) : null;
        _lengths = hasLengths ? new LeafOp(LeafKind.Step, "lengths", Shape.Batched([1])) : null;
    }

    /// <summary>The products with the step's input, [N, gates · units], with the biases that are added there.</summary>
    public Value Input => _builder.Add(_input);

    /// <summary>The weight of the state, [units, gates · units].</summary>
    public Value Weight => _builder.Add(_weight);

    /// <summary>The bias of the products with the state; null if there is none.</summary>
    public Value? Bias => _bias is null ? null : _builder.Add(_bias);

    /// <summary>A carried value, [N, units].</summary>
    public Value Carried(int index) => _builder.Add(_carried[index]);

    /// <summary>A product of the state with a weight, plus the bias if there is one.</summary>
    public Value Product(Value state, Value weight, Value? bias)
    {
        var product = _builder.Contract("nk,ko->no", state, weight);
        return bias is { } added ? product + added : product;
    }

    /// <summary>The features of a gate.</summary>
    public Value Gate(Value all, int gate) => all.Slice(1, gate * _units, _units);

    /// <summary>The body whose step gives these next values.</summary>
    /// <remarks>Its result is the first of them, zero behind a sample's length; there the carried values stay as they are.</remarks>
    public ScanBody Body(string name, Value[] next)
    {
        var result = next[0];
        if (_lengths is not null)
        {
            result = IfCounts(result, _builder.Constant(0));
            next = next.Select((value, i) => IfCounts(value, Carried(i))).ToArray();
        }

        return new ScanBody(
            name,
            new TensorGraph([
                .. next.Select((value, i) => new GraphOutput("next" + Limits.Plain(i), value.Node)),
                new GraphOutput("result", result.Node),
            ]),
            [_input],
            _carried,
            [.. new[] { _weight, _bias, _lengths }.OfType<LeafOp>()]);

        Value IfCounts(Value then, Value otherwise) => _builder.Add(ScanBody.Time).IfLess(_builder.Add(_lengths!), then, otherwise);
    }
}
