using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>A layer of a model's <c>Forward</c>, before values have names.</summary>
/// <param name="Attribute">The attribute that says the same, without names of values.</param>
/// <param name="Place">The call.</param>
/// <param name="Current">The value that it is called on.</param>
/// <param name="Result">What it gives.</param>
internal sealed record ForwardStep(AttributeSpec Attribute, FormulaPlace Place, LayerValue Current, LayerValue Result)
{
    /// <summary>The argument that takes several names of values.</summary>
    public const string Names = "names";

    /// <summary>Other values that it reads, and the arguments of the attribute that take their names.</summary>
    public IReadOnlyList<(string Argument, LayerValue Value)> References { get; init; } = [];

    /// <summary>Where arguments stand in the function of the call.</summary>
    public EquatableArray<(string Argument, int Position)> Arguments { get; init; } = EquatableArray<(string, int)>.Empty;

    /// <summary>The attribute with the names of the values that it reads.</summary>
    public AttributeSpec Named(Func<LayerValue, string> name)
    {
        var names = References.Where(reference => reference.Argument == Names).Select(reference => Text(reference.Value)).ToArray();
        var named = References.Where(reference => reference.Argument != Names)
            .Select(reference => new ArgumentSpec(reference.Argument, Text(reference.Value)));
        return Attribute with
        {
            Positional = names.Length == 0 && Attribute.TypeName != nameof(ApplyAttribute)
                ? Attribute.Positional
                : Attribute.Positional.Append(new ArgumentSpec(Names, new ValueSpec.Array(names.ToEquatableArray()))).ToEquatableArray(),
            Named = Attribute.Named.Concat(named).ToEquatableArray(),
        };

        ValueSpec Text(LayerValue value) => new ValueSpec.Text(name(value));
    }
}
