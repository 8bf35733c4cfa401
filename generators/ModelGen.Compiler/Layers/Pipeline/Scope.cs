using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary>The inside of a model, or of one use of a block: its steps, its prefix and its named values.</summary>
/// <param name="steps">The steps, in order.</param>
/// <param name="prefix">The beginning of its layers' paths: empty, or <c>branch1.</c>.</param>
/// <param name="depth">How many blocks it lies inside.</param>
/// <param name="note">For messages: the use of the block, or empty.</param>
/// <param name="behind">The steps behind its last one.</param>
internal sealed class Scope(IReadOnlyList<Step> steps, string prefix, int depth, string note, Tail? behind)
{
    private readonly Dictionary<string, Flow> _values = new(StringComparer.Ordinal);

    public IReadOnlyList<Step> Steps { get; } = steps;

    public string Prefix { get; } = prefix;

    public int Depth { get; } = depth;

    public string Note { get; } = note;

    public Tail? Behind { get; } = behind;

    public void Define(string name, Flow flow) => _values[name] = flow;

    public bool TryFind(string name, out Flow flow) => _values.TryGetValue(name, out flow);

    /// <summary>The names that may be meant: one with similar spelling, or else the last few.</summary>
    public IEnumerable<string> Candidates(string name)
    {
        if (Steps.Any(step => step.ValueName == name)) return [];
        return EditDistance.Nearest(name, _values.Keys) is { } nearest ? [nearest] : _values.Keys.Reverse().Take(3);
    }

    /// <summary>The advice if no value above has a name.</summary>
    public string Suggestion(string name)
    {
        if (Steps.Any(step => step.ValueName == name))
            return " It gets its name only further down; values can be used only below the place where they are named.";
        if (EditDistance.Nearest(name, _values.Keys) is { } nearest) return $" Did you mean '{nearest}'?";
        var example = $"[As(\"{(LayerNames.IsValid(name) ? name : "skip")}\")]";
        if (_values.Count == 0) return $" Name one with {example} after the layer you mean.";
        var known = string.Join(", ", _values.Keys.Select(key => "'" + key + "'"));
        return $" There {(_values.Count == 1 ? "is" : "are")} {known}; or name one with {example} after the layer you mean.";
    }
}
