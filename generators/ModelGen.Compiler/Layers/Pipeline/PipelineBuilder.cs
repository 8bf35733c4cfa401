using ModelGen.Compiler.Budgets;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>Walks the steps of a model and makes its graph; stops at the first shape that does not fit.</summary>
internal sealed class PipelineBuilder(Mode mode, Problems problems)
{
    private readonly List<NamedValue> _inputs = [], _outputs = [];
    private readonly List<ParameterInfo> _stored = [];
    private readonly List<NamedValue> _bufferUpdates = [];
    private readonly List<LayerInfo> _layers = [];
    private readonly List<LayerCall> _calls = [];
    private readonly HashSet<Node> _counted = [];
    private readonly Stack<Node> _toCount = new();
    private readonly HashSet<TableFormula> _tables = [];
    private readonly HashSet<(Op, EquatableArray<Shape>)> _kinds = [];
    private long _parameterCount, _tableNumbers, _lines;
    private int _measured;
    private int _randomStreams;

    /// <summary>Whether dropout and its like are at work.</summary>
    public Mode Mode
    {
        get
        {
            DependsOnMode = true;
            return mode;
        }
    }

    /// <summary>Whether a layer has asked for the mode: if none has, both give the same graph.</summary>
    public bool DependsOnMode { get; private set; }

    public GraphBuilder Graph { get; } = new();

    /// <summary>What holds for the updates of all parameters.</summary>
    public (ModelAttribute Model, OptimizerAttribute? Optimizer) Updates { get; init; } = (new ModelAttribute(), null);

    public IReadOnlyList<NamedValue> Inputs => _inputs;

    public IReadOnlyList<NamedValue> NamedOutputs => _outputs;

    /// <summary>Parameters and buffers.</summary>
    public IReadOnlyList<ParameterInfo> Stored => _stored;

    public IReadOnlyList<NamedValue> BufferUpdates => _bufferUpdates;

    /// <summary>The fewest samples that a training step makes sense of.</summary>
    public int FewestSamples { get; set; } = 1;

    public IReadOnlyList<LayerInfo> Layers => _layers;

    /// <summary>Everything that was run, in that order; the loss and the optimizer are the last.</summary>
    public IReadOnlyList<LayerCall> Calls => _calls;

    /// <summary>The model's output; null after a mistake.</summary>
    public Flow? Run(IReadOnlyList<Step> steps, string className)
    {
        var output = Run(new Scope(steps, "", 0, "", null), null);
        if (output is null || _stored.Any(p => p.IsTrainable))
            return output;
        problems.Add(
            DiagnosticCatalogue.NothingToLearn,
            SpecLocation.Model,
            MissingParts.Layer(steps, output.Value.Value.Shape),
            className);
        return null;
    }

    /// <summary>The value behind the last step of a scope; null after a mistake.</summary>
    public Flow? Run(Scope scope, Flow? current)
    {
        for (var i = 0; i < scope.Steps.Count; i++)
        {
            var step = scope.Steps[i];
            var place = new Place(scope, step, new Tail(scope.Steps, i + 1, scope.Behind));
            if (step.Attribute is LossAttribute or OptimizerAttribute)
            {
                Call(place, step.Attribute is LossAttribute ? [current!.Value.Source] : [], current!.Value.Value.Shape);
                continue;
            }

            current = step.Block is null ? RunLayer(place, current) : RunBlock(place, current!.Value);
            if (current is null) return null;
        }

        return current;
    }

    /// <summary>Makes a layer that no attribute of its own asks for, with a row of its own.</summary>
    public Flow? RunImplied(Place place, string kind, Flow input, Func<LayerContext, Value?> build) =>
        RunRow(place, kind, input, () =>
        {
            var context = new LayerContext(this, place, input);
            return build(context) is { } value && context.Fits(value.Shape) ? context.Result(value) : null;
        });

    /// <summary>Runs the steps of a block in their own scope, with a row for the block itself.</summary>
    public Flow? RunBody(Place place, string kind, Flow input, Scope scope) =>
        RunRow(place, kind, input, () => Run(scope, input));

    public void Report(Place place, DiagnosticDescriptor descriptor, string? argument, int element, Fix[] fixes, params string[] message) =>
        problems.Add(descriptor, place.Step.Location.At(argument, element), fixes, [place.Display, place.Scope.Note, .. message]);

    /// <summary>Notes that a step was run.</summary>
    public LayerCall Call(Place place, IReadOnlyList<LayerCall> inputs, Shape shape)
    {
        var call = new LayerCall(place, inputs, shape);
        _calls.Add(call);
        return call;
    }

    public void AddInput(NamedValue input) => _inputs.Add(input);

    /// <summary>Whether the name was new.</summary>
    public bool AddOutput(NamedValue output)
    {
        if (_outputs.Any(known => known.Name == output.Name)) return false;
        _outputs.Add(output);
        return true;
    }

    public void AddBufferUpdate(NamedValue update) => _bufferUpdates.Add(update);

    /// <summary>Adds a parameter or a buffer unless all together would be too many.</summary>
    public bool AddParameter(ParameterInfo parameter)
    {
        var elements = Limits.Padded(parameter);
        if (_parameterCount + elements > Limits.Parameters) return false;
        _parameterCount += elements;
        _stored.Add(parameter);
        return true;
    }

    /// <summary>Whether a value of so many elements a sample is small enough; reported if not.</summary>
    public bool Fits(Place place, long elements, string shape)
    {
        if (elements <= Limits.SampleElements) return true;
        Report(
            place, DiagnosticCatalogue.TooLarge, null, -1, [], $"a value of {Limits.Text(elements)} numbers for each sample ({shape})",
            Limits.Text(Limits.SampleElements), "Make the model narrower, or the input smaller.");
        return false;
    }

    /// <summary>Whether a table fits in with the others. Equal ones are there once.</summary>
    public bool AddTable(TableFormula table)
    {
        if (_tables.Contains(table)) return true;
        var numbers = Limits.Padded(table.Sizes);
        if (_tableNumbers + numbers > Limits.TableNumbers) return false;
        _tableNumbers += numbers;
        _tables.Add(table);
        return true;
    }

    /// <summary>The number of a new stream of random numbers; null if there are too many.</summary>
    public int? NextRandomStream() => _randomStreams < Limits.RandomStreams ? _randomStreams++ : null;

    private Flow? RunLayer(Place place, Flow? current)
    {
        var step = place.Step;
        if (step.IsLayer) return RunRow(place, step.Kind, current!.Value, Build);
        Graph.Label = step.Attribute is InputAttribute ? null : place.Scope.Prefix + LayerNames.Stem(step.Kind);
        return Build();

        Flow? Build()
        {
            var context = new LayerContext(this, place, current);
            return step.Layer!.Build(step.Attribute, context) is { } value && context.Fits(value.Shape) ? context.Result(value) : null;
        }
    }

    /// <summary>
    /// Whether the graph and the code it becomes are still small enough; reported if not. Layers limit how much each of them adds.
    /// </summary>
    private bool FitsOperations(Place place)
    {
        var nodes = Graph.Nodes;
        if (nodes.Count > Limits.Operations)
            return Fail(
                $"{Limits.Text(nodes.Count)} operations",
                Limits.Text(Limits.Operations),
                "Use fewer layers, or fewer copies of a block.");
        for (; _measured < nodes.Count; _measured++)
            if (_kinds.Add(EmissionSize.KindOf(nodes[_measured]))) _lines += EmissionSize.Lines(nodes[_measured].Op);
        return _lines <= Limits.Lines
            || Fail(
                $"about {Limits.Text(_lines)} lines of code",
                Limits.Text(Limits.Lines),
                "Give more layers equal shapes: they share their code.");

        bool Fail(string gives, string limit, string advice)
        {
            // Nor are there members for thousands of layers while one is typing.
            problems.GiveUp(
                new Diagnostic(
                    DiagnosticCatalogue.TooLarge,
                    place.Step.Location,
                    EquatableArray.Of(place.Display, place.Scope.Note, $"the model {gives}", limit, advice)));
            return false;
        }
    }

    private Flow? RunBlock(Place place, Flow input) =>
        RunRow(place, place.Step.Kind, input, () => place.Step.Block!.Build(new BlockContext(this, place, input)));

    /// <summary>Runs a layer, and puts its row where the layer began: before the rows of what it contains.</summary>
    private Flow? RunRow(Place place, string kind, Flow input, Func<Flow?> build)
    {
        Graph.Label = place.Path;
        var (row, firstParameter) = (_layers.Count, _stored.Count);
        if (build() is not { } output || !FitsOperations(place))
            return null;
        var own = _stored
            .Skip(firstParameter)
            .Where(p => p.Name.LastIndexOf('.') == place.Path.Length && p.Name.StartsWith(place.Path, StringComparison.Ordinal));
        _layers.Insert(
            row,
            new LayerInfo(
                place.Path,
                kind,
                place.Scope.Depth,
                input.Value.Shape,
                output.Value.Shape,
                own.ToEquatableArray(),
                MultiplyAdds(output.Value.Node, place.Path),
                place.Step.Location)
            {
                Result = output.Value.Node,
                IsNamed = LayerNames.GivenName(place.Step) == place.Step.Name,
            });
        return output;
    }

    /// <summary>The cost of the nodes the layer made, which carry its path as their label.</summary>
    private long MultiplyAdds(Node result, string path)
    {
        var total = 0L;
        _counted.Clear();
        _toCount.Push(result);
        while (_toCount.Count > 0)
        {
            var node = _toCount.Pop();
            if (node.Label != path || !_counted.Add(node)) continue;
            total += node.Op.MultiplyAdds(node);
            foreach (var input in node.Inputs) _toCount.Push(input);
        }

        return total;
    }
}
