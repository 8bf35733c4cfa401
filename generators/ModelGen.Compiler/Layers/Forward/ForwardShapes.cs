using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>The shapes of values in a model's <c>Forward</c>, for those who ask: each layer is built once, when it is needed.</summary>
/// <param name="functions">The user's functions, by id.</param>
internal sealed class ForwardShapes(IReadOnlyDictionary<string, FunctionSpec> functions)
{
    private readonly PipelineBuilder _builder = new(Mode.Inference, new Problems());
    private readonly Dictionary<LayerValue, Flow> _flows = [];
    private int _built;

    /// <summary>Builds what comes before the layers: inputs, and what stands among them.</summary>
    public void Begin(IReadOnlyList<AttributeSpec> attributes, IReadOnlyList<LayerValue> inputs)
    {
        Flow? current = null;
        var next = 0;
        foreach (var attribute in attributes)
        {
            current = Build(attribute, current, []);
            if (current is not { } flow) return;
            if (AttributeFactory.Is<ModelInputAttribute>(attribute)) _flows[inputs[next++]] = flow;
        }
    }

    /// <summary>The shape of a value; null if a layer before it has a mistake.</summary>
    public Shape? Of(LayerValue value, IReadOnlyList<ForwardStep> steps)
    {
        while (!_flows.ContainsKey(value))
        {
            if (_built == steps.Count) return null;
            var step = steps[_built++];
            if (!_flows.TryGetValue(step.Current, out var current)) return null;
            var named = new List<(string, Flow)>();
            foreach (var (_, read) in step.References)
            {
                if (!_flows.TryGetValue(read, out var flow)) return null;
                named.Add((Name(named.Count), flow));
            }

            var next = 0;
            if (Build(step.Named(_ => Name(next++)), current, named) is not { } result) return null;
            _flows[step.Result] = result;
        }

        return _flows[value].Value.Shape;

        static string Name(int number) => "value" + Limits.Plain(number);
    }

    private Flow? Build(AttributeSpec spec, Flow? current, IEnumerable<(string Name, Flow Flow)> named)
    {
        if (Resolver.Create(spec) is not PipelineAttribute attribute || DefinitionTable.Find(attribute) is not LayerDefinition layer)
            return null;
        if (layer.Validate(attribute).Any(problem => problem is not null)) return null;
        BoundFunction? function = null;
        if (attribute is ApplyAttribute)
        {
            if (spec.Function?.Function is not { } id || !functions.TryGetValue(id, out var found)) return null;
            function = new BoundFunction(found, functions);
        }

        var step = new Step(attribute, LayerCalls.KindOf(spec), Diagnostics.SpecLocation.Model)
        {
            Layer = layer,
            Function = function,
            Name = attribute is LayerAttribute ? "layer" : null,
        };
        var scope = new Scope([step], $"step{Limits.Plain(_built)}.", 0, "", null);
        foreach (var (name, flow) in named) scope.Define(name, flow);
        return _builder.Run(scope, current);
    }
}
