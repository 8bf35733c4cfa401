using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Tests.Members;

/// <summary>Model specs, as the generator's front end would read them from source.</summary>
internal static class Declare
{
    public static ModelSpec DigitNet => Model(
        Class("Digits.DigitNet"),
        Input(null, 1, 8, 8),
        Of("Flatten"),
        Of("Dense", 64),
        Of("Relu"),
        Of("Dropout", 0.2f),
        Of("Dense", 10),
        Of("SoftmaxCrossEntropy"),
        Of("Adam", 1e-3f));

    public static ModelSpec Line(ClassSpec type) => Model(
        type, Input(null, 3), Of("Dense", 1), Of("MeanSquaredError"), Of("Sgd", 0.1f));

    /// <summary>A residual block with a projection, inside a repeated block.</summary>
    public static ModelSpec Blocks
    {
        get
        {
            var branch = Block("Branch", Of("Dense", 12), Of("Relu"), Of("Dense", 12));
            var stage = Block("Stage", Use("Residual", "Branch", Array.Empty<int>()), Of("Relu"));
            return Model(
                Class("Blocks"),
                Input(null, 8),
                Use("Repeat", "Stage", 2, Array.Empty<int>()),
                Of("Dense", 3),
                Of("SoftmaxCrossEntropy"),
                Of("Sgd", 0.1f)) with
            {
                Blocks = EquatableArray.Of(stage, branch),
            };
        }
    }

    /// <summary>Two inputs and two outputs, with names that are keywords or that the generated code uses itself.</summary>
    public static ModelSpec Wired(ClassSpec type) => Model(
        type,
        Input("class", 4, 4),
        Of("Flatten"),
        Named(Of("Dense", 6), "Name", "Equals"),
        Of("As", "embedding"),
        Input("samples", 5),
        Named(Of("Dense", 6), "Name", "Layers"),
        Of("Add", [new[] { "embedding" }]),
        Of("Dense", 2),
        Of("Output", "embedding"),
        Of("MeanSquaredError"),
        Of("Adam", 1e-3f));

    /// <summary>A declaration with an error: shapes that do not add up, and no loss.</summary>
    public static ModelSpec Broken(ClassSpec type) => Model(type, Input(null, 8), Of("Reshape", new[] { 3 }), Of("Adam", 1e-3f));

    public static ClassSpec Class(string fullName, params string[] containers)
    {
        var dot = fullName.LastIndexOf('.');
        return new ClassSpec
        {
            Namespace = dot < 0 ? "" : fullName[..dot],
            Name = fullName[(dot + 1)..],
            ContainingTypes = containers.ToEquatableArray(),
            IsPartial = true,
        };
    }

    public static ModelSpec Model(ClassSpec type, params AttributeSpec[] attributes) => new()
    {
        Class = type,
        Attributes = attributes.ToEquatableArray(),
        Blocks = EquatableArray<BlockSpec>.Empty,
    };

    public static AttributeSpec Input(string? name, params int[] shape)
    {
        var input = Of("Input", shape);
        return name is null ? input : Named(input, "Name", name);
    }

    public static AttributeSpec Of(string kind, params object[] positional) => new(
        kind + "Attribute",
        EquatableArray<string>.Empty,
        positional.Select(value => new ArgumentSpec(ParameterName(kind), Value(value))).ToEquatableArray(),
        EquatableArray<ArgumentSpec>.Empty);

    private static AttributeSpec Use(string kind, string block, params object[] positional) =>
        Of(kind, positional) with { TypeArguments = EquatableArray.Of(block) };

    private static BlockSpec Block(string name, params AttributeSpec[] attributes) =>
        new(name, name, IsBlock: true, attributes.ToEquatableArray(), DeclarationsWithAttributes: 1);

    public static AttributeSpec Named(AttributeSpec attribute, string name, object value) =>
        attribute with { Named = attribute.Named.Append(new ArgumentSpec(name, Value(value))).ToEquatableArray() };

    private static string ParameterName(string kind) => kind switch
    {
        "Dense" => "units",
        "Dropout" => "rate",
        "Input" or "Reshape" => "shape",
        "Adam" or "Sgd" => "learningRate",
        _ => "name",
    };

    private static ValueSpec Value(object value) => value switch
    {
        int[] items => new ValueSpec.Array(items.Select(item => (ValueSpec)new ValueSpec.Number(item)).ToEquatableArray()),
        string[] items => new ValueSpec.Array(items.Select(item => (ValueSpec)new ValueSpec.Text(item)).ToEquatableArray()),
        string text => new ValueSpec.Text(text),
        bool flag => new ValueSpec.Flag(flag),
        _ => new ValueSpec.Number(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
