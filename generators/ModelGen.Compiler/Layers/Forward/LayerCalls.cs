using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>
/// Calls of layers as the attributes that say the same. A parameter of the method and an argument of the attribute have one name, apart
/// from the case of its first letter, so there is no table.
/// </summary>
public static class LayerCalls
{
    /// <summary>Functions of <c>Tensor</c> with the names of layers, which a function calls instead.</summary>
    private static readonly HashSet<string> Functions =
        new(StringComparer.Ordinal) { "Relu", "Sigmoid", "Tanh", "Softplus", "Softmax", "Dropout" };

    /// <summary>The attribute for a call.</summary>
    /// <param name="kind">The layer's kind, such as <c>Conv2D</c>.</param>
    /// <param name="arguments">Its arguments that are no values, as written.</param>
    public static AttributeSpec Attribute(string kind, IReadOnlyList<ArgumentSpec> arguments)
    {
        var positional = AttributeFactory.ConstructorFor(kind + nameof(System.Attribute), arguments);
        return new AttributeSpec(
            kind + nameof(System.Attribute),
            EquatableArray<string>.Empty,
            positional.Select(name => arguments.First(argument => argument.Name == name)).ToEquatableArray(),
            arguments.Where(argument => !positional.Contains(argument.Name))
                .Select(argument => argument with { Name = Property(argument.Name) })
                .ToEquatableArray());
    }

    /// <summary>The property of the attribute for a parameter of the method.</summary>
    public static string Property(string parameter) => char.ToUpperInvariant(parameter[0]) + parameter.Substring(1);

    /// <summary>The attribute without its suffix.</summary>
    public static string KindOf(AttributeSpec spec) =>
        spec.TypeName.EndsWith(nameof(System.Attribute), StringComparison.Ordinal)
            ? spec.TypeName.Substring(0, spec.TypeName.Length - nameof(System.Attribute).Length)
            : spec.TypeName;

    /// <summary>What a function writes instead of a layer, as the end of a sentence about it.</summary>
    public static string Advice(string kind) =>
        $"calls the layer '{kind}' here, and a function is made of operations alone. " + (Functions.Contains(kind)
            ? $"Write {kind}(x{(kind == "Dropout" ? ", rate" : "")}), the function."
            : $"Call it in the model's Forward, or beside this function as [{kind}]; what a function learns is a Parameter(…).");

    /// <summary>A constant as an argument of an attribute.</summary>
    public static ValueSpec Value(object value) => value switch
    {
        int number => new ValueSpec.Number(number),
        double number => new ValueSpec.Number(number),
        bool flag => new ValueSpec.Flag(flag),
        string text => new ValueSpec.Text(text),
        int[] numbers => new ValueSpec.Array(numbers.Select(number => (ValueSpec)new ValueSpec.Number(number)).ToEquatableArray()),
        _ => throw new CompilerException($"'{value}' is no argument of a layer."),
    };
}
