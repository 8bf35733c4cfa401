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

    /// <summary>Other values that it reads, and the parameters that take them: their arguments get the names.</summary>
    public IReadOnlyList<(string Argument, LayerValue Value)> References { get; init; } = [];

    /// <summary>Where arguments stand in the function of the call.</summary>
    public EquatableArray<(string Argument, int Position)> Arguments { get; init; } = EquatableArray<(string, int)>.Empty;

    /// <summary>The attribute with the names of the values that it reads.</summary>
    public AttributeSpec Named(Func<LayerValue, string> name)
    {
        var names = References.Where(reference => reference.Argument == Names).Select(reference => Text(reference.Value)).ToArray();
        var positional = Attribute.Positional.Select(Named);
        if (names.Length > 0 || Attribute.TypeName == nameof(ApplyAttribute))
            positional = positional.Append(new ArgumentSpec(Names, new ValueSpec.Array(names.ToEquatableArray())));
        return Attribute with
        {
            Positional = positional.ToEquatableArray(),
            Named = Attribute.Named.Select(Named).ToEquatableArray(),
        };

        ArgumentSpec Named(ArgumentSpec argument)
        {
            foreach (var (written, value) in References)
                if (argument.Name == written || argument.Name == LayerCalls.Property(written)) return argument with { Value = Text(value) };
            return argument;
        }

        ValueSpec Text(LayerValue value) => new ValueSpec.Text(name(value));
    }
}
