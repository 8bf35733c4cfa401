using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>The layers that a model's <c>Forward</c> calls, in the order of the calls, and what becomes of them: a pipeline.</summary>
/// <param name="attributes">The attributes before the layers: inputs, and what stands among them.</param>
/// <param name="functions">The user's functions, by id.</param>
internal sealed class ForwardPipeline(IReadOnlyList<AttributeSpec> attributes, IReadOnlyDictionary<string, FunctionSpec> functions)
{
    private readonly Dictionary<string, FunctionSpec> _functions =
        functions.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private readonly List<ForwardStep> _steps = [];
    private readonly List<(LayerValue Value, string Name, FormulaPlace Place)> _names = [];
    private ForwardShapes? _shapes;

    /// <summary>The values of the inputs, in the order of declaration.</summary>
    public IReadOnlyList<LayerValue> Inputs { get; } = attributes.Where(AttributeFactory.Is<ModelInputAttribute>)
        .Select(input => new LayerValue { Given = NameOf(input) ?? InputWiring.DefaultName }).ToArray();

    /// <summary>How many layers there are.</summary>
    public int Count => _steps.Count;

    /// <summary>What the last layer gives, or the last input.</summary>
    public LayerValue Last => _steps.Count > 0 ? _steps[_steps.Count - 1].Result : Inputs[Inputs.Count - 1];

    /// <summary>Functions that were made for layers: what operations between layers compute.</summary>
    public List<FunctionSpec> Made { get; } = [];

    /// <summary>Where the expressions of those functions stand.</summary>
    public Dictionary<string, IReadOnlyList<FormulaPlace>> Places { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a layer.</summary>
    public LayerValue Add(
        AttributeSpec attribute,
        FormulaPlace place,
        LayerValue current,
        IEnumerable<(string Argument, LayerValue Value)>? references = null,
        IEnumerable<(string Argument, int Position)>? arguments = null)
    {
        var result = new LayerValue();
        _steps.Add(new ForwardStep(attribute, place, current, result)
        {
            References = references?.ToArray() ?? [],
            Arguments = (arguments ?? []).ToEquatableArray(),
        });
        return result;
    }

    /// <summary>Adds a layer that applies a function.</summary>
    public LayerValue Apply(FunctionSpec function, FormulaPlace place, IReadOnlyList<LayerValue> values)
    {
        var name = new ArgumentSpec("function", new ValueSpec.Text(function.Name));
        var apply = new AttributeSpec(
            nameof(ApplyAttribute),
            EquatableArray<string>.Empty,
            EquatableArray.Of(name),
            EquatableArray<ArgumentSpec>.Empty)
        { Function = new FunctionUse(function.Id, false, null) };
        return Add(apply, place, values[0], values.Skip(1).Select(value => (ForwardStep.Names, value)));
    }

    /// <summary>Adds a function of the model's own.</summary>
    public void Make(FunctionSpec function, IReadOnlyList<FormulaPlace> places)
    {
        Made.Add(function);
        Places.Add(function.Id, places);
        _functions.Add(function.Id, function);
    }

    /// <summary>Gives a value a name.</summary>
    public void Name(LayerValue value, string name, FormulaPlace place) => _names.Add((value, name, place));

    /// <summary>The shape of a value; null if a layer before it has a mistake.</summary>
    public Shape? ShapeOf(LayerValue value)
    {
        if (_shapes is null)
        {
            _shapes = new ForwardShapes(_functions);
            _shapes.Begin(attributes, Inputs);
        }

        return _shapes.Of(value, _steps);
    }

    /// <summary>The layers as attributes, with names where a value is not used right behind the layer that gives it.</summary>
    /// <param name="result">What the model gives; null if the run ended early.</param>
    /// <param name="end">Where that is said.</param>
    public IEnumerable<ForwardEntry> Entries(LayerValue? result, FormulaPlace end)
    {
        var last = Inputs[Inputs.Count - 1];
        var names = NamesOf(Read(last, result));
        var current = last;
        foreach (var named in Naming(last, end)) yield return named;
        foreach (var step in _steps)
        {
            if (step.Current != current) yield return From(step.Current, step.Place);
            yield return new ForwardEntry(step.Named(value => names[value]), step.Place) { Arguments = step.Arguments };
            current = step.Result;
            foreach (var named in Naming(current, step.Place)) yield return named;
        }

        if (result is not null && result != current) yield return From(result, end);

        ForwardEntry From(LayerValue value, FormulaPlace place) => new(Wiring(nameof(FromAttribute), names[value]), place);

        IEnumerable<ForwardEntry> Naming(LayerValue value, FormulaPlace place)
        {
            var given = _names.Where(name => name.Value == value).ToArray();
            foreach (var (_, name, at) in given) yield return new ForwardEntry(Wiring(nameof(AsAttribute), name), at);
            if (given.Length == 0 && value.Given is null && names.TryGetValue(value, out var free))
                yield return new ForwardEntry(Wiring(nameof(AsAttribute), free), place);
        }
    }

    /// <summary>The values that are read elsewhere than right behind the layer that gives them, in the order of the layers.</summary>
    private IEnumerable<LayerValue> Read(LayerValue last, LayerValue? result)
    {
        var read = new HashSet<LayerValue>();
        var current = last;
        foreach (var step in _steps)
        {
            if (step.Current != current) read.Add(step.Current);
            foreach (var (_, value) in step.References) read.Add(value);
            current = step.Result;
        }

        if (result is not null && result != current) read.Add(result);
        return Inputs.Concat(_steps.Select(step => step.Result)).Where(read.Contains);
    }

    private Dictionary<LayerValue, string> NamesOf(IEnumerable<LayerValue> read)
    {
        var names = new Dictionary<LayerValue, string>();
        var taken = new HashSet<string>(
            [.. Inputs.Select(input => input.Given!), .. _names.Select(name => name.Name), InputWiring.DefaultName, InputWiring.OutputName],
            StringComparer.Ordinal);
        foreach (var value in read)
        {
            var given = value.Given ?? _names.Where(name => name.Value == value).Select(name => name.Name).FirstOrDefault();
            var wanted = value.Local is { } local && LayerNames.IsValid(local) ? local : "value";
            names[value] = given ?? LayerNames.Free(wanted, taken);
            taken.Add(names[value]);
        }

        return names;
    }

    private static AttributeSpec Wiring(string type, string name) => new(
        type,
        EquatableArray<string>.Empty,
        EquatableArray.Of(new ArgumentSpec("name", new ValueSpec.Text(name))),
        EquatableArray<ArgumentSpec>.Empty);

    private static string? NameOf(AttributeSpec input) =>
        input.Named.Where(argument => argument.Name == nameof(ModelInputAttribute.Name))
            .Select(argument => (argument.Value as ValueSpec.Text)?.Value).FirstOrDefault();
}
