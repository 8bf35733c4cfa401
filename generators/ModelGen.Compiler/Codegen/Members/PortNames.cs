using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>Gives inputs and outputs names that fit C#, differ from each other and from the members' own parameters and locals.</summary>
internal sealed class PortNames
{
    private readonly HashSet<string> _parameters = new(
        [
            "labels", "targets", "samples", "loss", "job", "start", "count", "arena", "capacity", "seed", "step",
            "sampleWeights", "state", "streamPosition", "startState", "finalState", "outputGradient", "tape", "penalties",
            .. Enumerable.Range(0, Limits.Losses).Select(LossRules.Numbered)
                .SelectMany(number => new[] { "weight" + number, LeafOp.InverseWeight + number, "lossSum" + number, "losses" + number }),
        ],
        StringComparer.Ordinal);
    private readonly HashSet<string> _gradients = new(
        ["outputGradient", "samples", "toParameters", "tape", "kept"], StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(ReservedNames.All, StringComparer.Ordinal);

    /// <param name="more">Names of further parameters and locals of the members.</param>
    public PortNames(IEnumerable<string>? more = null) => _parameters.UnionWith(more ?? []);

    public Port MainOutput(Shape? shape) => new(Parameter("output", ""), shape, "OutputSize", "outputGradient");

    public Port[] Inputs(IReadOnlyList<DeclaredInput> inputs)
    {
        var isOnly = inputs.Count(input => !input.IsLengths) == 1;
        return inputs
            .Select(i => i.IsLengths
                ? new Port(Parameter(i.Name!, "OfSamples"), i.Shape, "1", "") { Vocabulary = i.Vocabulary, IsLengths = true }
                : Input(i.Name ?? "input", i.Shape, isOnly) with { Vocabulary = i.Vocabulary })
            .ToArray();
    }

    /// <summary>The parameter of a target: the two usual names are free for it.</summary>
    public string Target(string name) =>
        name is "labels" or "targets" ? name : Parameter(Identifiers.Camel(name), "OfSamples");

    public Port ExtraOutput(string name, Shape? shape)
    {
        var parameter = Parameter(Identifiers.Camel(name), "Output");
        var gradient = Identifiers.Unique(parameter + "Gradient", _gradients);
        return new Port(parameter, shape, Member(name, "OutputSize"), gradient);
    }

    private Port Input(string name, Shape? shape, bool isOnly)
    {
        var parameter = Parameter(Identifiers.Camel(name), "Input");
        var gradient = Identifiers.Unique(parameter + "Gradient", _gradients);
        return new Port(parameter, shape, isOnly ? "InputSize" : Member(name, "InputSize"), gradient);
    }

    private string Parameter(string name, string kind) =>
        Identifiers.Unique(_parameters.Contains(name) ? name + kind : name, _parameters);

    private string Member(string name, string suffix) => Identifiers.Unique(Identifiers.Pascal(name) + suffix, _members);
}
