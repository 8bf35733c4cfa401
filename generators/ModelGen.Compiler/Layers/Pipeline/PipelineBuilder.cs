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
    private readonly List<ParameterInfo> _stored = [], _ranges = [];
    private readonly List<NamedValue> _bufferUpdates = [], _measured = [];
    private readonly List<CarriedState> _states = [];
    private readonly List<LayerInfo> _layers = [];
    private readonly List<LayerCall> _calls = [];
    private readonly List<(Step Step, Flow Read)> _losses = [];
    private readonly HashSet<Node> _counted = [];
    private readonly Stack<Node> _toCount = new();
    private readonly HashSet<TableFormula> _tables = [];
    private readonly HashSet<(Op, EquatableArray<Shape>)> _kinds = [];
    private long _parameterCount, _tableNumbers, _lines;
    private int _weighed;
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

    /// <summary>Whether a layer has asked for the mode. If none has, both modes give the same graph.</summary>
    public bool DependsOnMode { get; private set; }

    public GraphBuilder Graph { get; } = new();

    /// <summary>What holds for the updates of all parameters.</summary>
    public (ModelAttribute Model, OptimizerAttribute? Optimizer) Updates { get; init; } = (new ModelAttribute(), null);

    /// <summary>What <c>[Model]</c> says.</summary>
    public ModelAttribute Options => Updates.Model;

    /// <summary>In which form weights are kept. Arithmetic of 8 bits needs weights of 8 bits.</summary>
    public Storage Storage => Options.Arithmetic == Arithmetic.Int8 ? Storage.Int8 : Options.Storage;

    /// <summary>The first layer whose result for a sample depends on the other samples of the batch; null if there is none.</summary>
    public CallSite? ComparesSamples { get; set; }

    /// <summary>Whether several processes can compute a training step together.</summary>
    public bool SharesSteps { get; init; }

    /// <summary>Whether the model only predicts, so that its memory holds weights as files do.</summary>
    public bool OnlyPredicts { get; init; }

    /// <summary>The inputs in the order of declaration, behind them the lengths of samples.</summary>
    public IReadOnlyList<NamedValue> Inputs =>
        Lengths is { } lengths ? [.. _inputs, new NamedValue(LengthsWiring.LeafName, lengths.Values)] : _inputs;

    /// <summary>The lengths of samples; null if all steps count.</summary>
    public SampleLengths? Lengths { get; set; }

    public IReadOnlyList<NamedValue> NamedOutputs => _outputs;

    /// <summary>
    /// Parameters and buffers. What is measured comes last: so the others start with the same numbers as without.
    /// </summary>
    public IReadOnlyList<ParameterInfo> Stored => [.. _stored, .. _ranges];

    public IReadOnlyList<NamedValue> BufferUpdates => _bufferUpdates;

    /// <summary>What layers take along from batch to batch.</summary>
    public IReadOnlyList<CarriedState> States => _states;

    /// <summary>What products of 8 bits read, by the parameter that holds its largest magnitude, in the order of these.</summary>
    public IReadOnlyList<NamedValue> Measured => _measured;

    /// <summary>The fewest samples of a training step.</summary>
    public int FewestSamples { get; set; } = 1;

    public IReadOnlyList<LayerInfo> Layers => _layers;

    /// <summary>The losses, and what they are of.</summary>
    public IReadOnlyList<(Step Step, Flow Read)> Losses => _losses;

    /// <summary>All calls in order; the losses and the optimizer are the last ones.</summary>
    public IReadOnlyList<LayerCall> Calls => _calls;

    /// <summary>The model's output; null after a mistake.</summary>
    public Flow? Run(IReadOnlyList<Step> steps, string className)
    {
        var output = Run(new Scope(steps, "", 0, "", null), null);

        // What only predicts need not learn.
        if (output is null || OnlyPredicts || _stored.Any(p => p.IsTrainable))
            return output;
        if (steps.Select(step => step.Attribute).OfType<LayerAttribute>().Any(layer => layer.Frozen))
        {
            var last = steps.Last(step => step.Attribute is LayerAttribute { Frozen: true });
            problems.Add(
                DiagnosticCatalogue.EverythingFrozen,
                last.Location.At(nameof(LayerAttribute.Frozen)),
                [Fix.Of("Remove Frozen", Edit.Remove(last.Location.At(nameof(LayerAttribute.Frozen))))],
                $"[{last.Kind}]",
                "",
                className);
            return null;
        }

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
            var site = new CallSite(scope, step, new Tail(scope.Steps, i + 1, scope.Behind));
            if (step.Attribute is OptimizerAttribute)
            {
                Call(site, [], current!.Value.Value.Shape);
                continue;
            }

            if (step.Attribute is LossAttribute loss)
            {
                if (ReadByLoss(site, loss, current!.Value) is not { } read) return null;
                Call(site, [read.Source], read.Value.Shape);
                _losses.Add((step, read));
                continue;
            }

            current = step.Block is null ? RunLayer(site, current) : RunBlock(site, current!.Value);
            if (current is null) return null;
        }

        return current;
    }

    /// <summary>Makes a layer that has no attribute of its own, with a row in the summary.</summary>
    public Flow? RunImplied(CallSite site, string kind, Flow input, Func<LayerContext, Value?> build) =>
        RunRow(site, kind, input, () =>
        {
            var context = new LayerContext(this, site, input);
            return build(context) is { } value && context.Fits(value.Shape) ? context.Result(value) : null;
        });

    /// <summary>Runs the steps of a block in their own scope, with a row for the block itself.</summary>
    public Flow? RunBody(CallSite site, string kind, Flow input, Scope scope) =>
        RunRow(site, kind, input, () => Run(scope, input));

    public void Report(
        CallSite site, DiagnosticDescriptor descriptor, string? argument, int element, Fix[] fixes, params string[] message) =>
        problems.Add(descriptor, site.Step.Location.At(argument, element), fixes, [site.Display, site.Scope.Note, .. message]);

    /// <summary>Reports a mistake in a user's function.</summary>
    public void Report(CallSite site, FormulaProblem problem) =>
        problems.Add(problem.Descriptor, problem.At(site.Step.Location), [], [site.Display, site.Scope.Note, .. problem.Message]);

    /// <summary>Notes that a step was run.</summary>
    public LayerCall Call(CallSite site, IReadOnlyList<LayerCall> inputs, Shape shape)
    {
        var call = new LayerCall(site, inputs, shape);
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

    public void AddState(CarriedState state) => _states.Add(state);

    public void Measure(NamedValue value) => _measured.Add(value);

    public void AddBufferUpdate(NamedValue update) => _bufferUpdates.Add(update);

    /// <summary>Adds a parameter or a buffer, unless that exceeds the limit.</summary>
    public bool AddParameter(ParameterInfo parameter)
    {
        var elements = Limits.Padded(parameter);
        if (_parameterCount + elements > Limits.Parameters) return false;
        _parameterCount += elements;
        (parameter.IsMeasured ? _ranges : _stored).Add(parameter);
        return true;
    }

    /// <summary>Whether a value of so many elements a sample is small enough; reported if not.</summary>
    public bool Fits(CallSite site, long elements, string shape)
    {
        if (elements <= Limits.SampleElements) return true;
        Report(
            site, DiagnosticCatalogue.TooLarge, null, -1, [], $"a value of {Limits.Text(elements)} numbers for each sample ({shape})",
            Limits.Text(Limits.SampleElements), "Make the model narrower, or the input smaller.");
        return false;
    }

    /// <summary>Whether a table can be added to the others. Equal tables are stored once.</summary>
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

    /// <summary>What a loss is of; null, reported, if there is no such value.</summary>
    private Flow? ReadByLoss(CallSite site, LossAttribute loss, Flow current) =>
        loss.Of is null or InputWiring.OutputName ? current : new LayerContext(this, site, current).Find(loss.Of, nameof(loss.Of));

    private Flow? RunLayer(CallSite site, Flow? current)
    {
        var step = site.Step;
        if (step.Layer is ICompositeLayer composite) return RunComposite(site, composite, current!.Value);
        if (step.IsLayer) return RunRow(site, step.Kind, current!.Value, Build, step);
        Graph.Label = step.Attribute is ModelInputAttribute ? null : site.Scope.Prefix + LayerNames.Stem(step.Kind);
        return Build();

        Flow? Build()
        {
            var context = new LayerContext(this, site, current);
            if (context.RefusesTokens()) return null;
            return step.Layer!.Build(step.Attribute, context) is { } value && context.Fits(value.Shape) ? context.Result(value) : null;
        }
    }

    /// <summary>Runs the layers that a layer is made of in a scope of their own, which knows the values that the layer reads.</summary>
    private Flow? RunComposite(CallSite site, ICompositeLayer composite, Flow current)
    {
        var step = site.Step;
        var context = new LayerContext(this, site, current);
        if (context.RefusesTokens()) return null;
        var shape = current.Value.Shape;
        var steps = composite.Steps(step.Attribute, step.Location, shape[shape.Rank - 1]);
        var inside = new Scope(steps, site.Path + ".", site.Scope.Depth + 1, site.Scope.Note, site.Behind);
        foreach (var reference in step.Layer!.Reads(step.Attribute))
        {
            if (context.Find(reference.Name, reference.Argument) is not { } found) return null;
            inside.Define(reference.Name!, found);
        }

        return RunRow(site, step.Kind, current, () => Run(inside, current));
    }

    /// <summary>Whether the graph and its code are still small enough; reported if not. Layers limit what each of them adds.</summary>
    private bool FitsOperations(CallSite site)
    {
        var nodes = Graph.Nodes;
        if (nodes.Count > Limits.Operations)
            return Fail(
                $"{Limits.Text(nodes.Count)} operations",
                Limits.Text(Limits.Operations),
                "Use fewer layers, or fewer copies of a block.");
        for (; _weighed < nodes.Count; _weighed++)
            if (_kinds.Add(EmissionSize.KindOf(nodes[_weighed]))) _lines += EmissionSize.Lines(nodes[_weighed].Op);
        return _lines <= Limits.Lines
            || Fail(
                $"about {Limits.Text(_lines)} lines of code",
                Limits.Text(Limits.Lines),
                "Give more layers equal shapes: they share their code.");

        bool Fail(string gives, string limit, string advice)
        {
            // No members are made for thousands of layers while the user is typing.
            problems.GiveUp(
                new Diagnostic(
                    DiagnosticCatalogue.TooLarge,
                    site.Step.Location,
                    EquatableArray.Of(site.Display, site.Scope.Note, $"the model {gives}", limit, advice)));
            return false;
        }
    }

    private Flow? RunBlock(CallSite site, Flow input) =>
        RunRow(site, site.Step.Kind, input, () => site.Step.Block!.Build(new BlockContext(this, site, input)));

    /// <summary>Runs a layer and adds its row to the summary, before the rows of its contents.</summary>
    private Flow? RunRow(CallSite site, string kind, Flow input, Func<Flow?> build, Step? step = null)
    {
        Graph.Label = site.Path;
        var (row, firstParameter) = (_layers.Count, _stored.Count);
        if (build() is not { } output || !FitsOperations(site))
            return null;
        var others = new HashSet<ParameterInfo>(_layers.Skip(row).SelectMany(layer => layer.Parameters));
        var own = _stored.Skip(firstParameter).Where(p => !others.Contains(p)).ToArray();
        _layers.Insert(
            row,
            new LayerInfo(
                site.Path,
                kind,
                site.Scope.Depth,
                input.Value.Shape,
                output.Value.Shape,
                own.ToEquatableArray(),
                MultiplyAdds(output.Value.Node, site.Path),
                site.Step.Location)
            {
                Result = output.Value.Node,
                Input = input.Value.Node,
                Step = step,
                IsNamed = LayerNames.GivenName(site.Step) == site.Step.Name,
            });
        return output;
    }

    /// <summary>The cost of the layer's nodes, whose label is its path.</summary>
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
