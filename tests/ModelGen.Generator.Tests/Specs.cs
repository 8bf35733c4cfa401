using System.Globalization;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Tests;

/// <summary>Reads Specs from source text and prints them in the form they were written in.</summary>
internal static class Specs
{
    public static ModelSpec Read(params string[] sources) => Assert.Single(Of(GeneratorHarness.Run(sources)));

    public static IEnumerable<ModelSpec> Of(GeneratorRun run) => run.Values(ModelGenerator.SpecStep).Cast<ModelSpec>();

    /// <summary>Such as <c>Dense(units: 16, Name = "hidden")</c>.</summary>
    public static string[] Print(EquatableArray<AttributeSpec> attributes) => [.. attributes.Select(Print)];

    private static string Print(AttributeSpec attribute)
    {
        string name = attribute.TypeName.Replace("Attribute", "", StringComparison.Ordinal);
        string types = attribute.TypeArguments.Count == 0 ? "" : $"<{string.Join(", ", attribute.TypeArguments)}>";
        IEnumerable<string> arguments =
        [
            .. attribute.Positional.Select(argument => $"{argument.Name}: {Print(argument.Value)}"),
            .. attribute.Named.Select(argument => $"{argument.Name} = {Print(argument.Value)}"),
        ];
        return $"{name}{types}({string.Join(", ", arguments)})";
    }

    private static string Print(ValueSpec value) => value switch
    {
        ValueSpec.Null => "null",
        ValueSpec.Text text => $"\"{text.Value}\"",
        ValueSpec.Flag flag => flag.Value ? "true" : "false",
        ValueSpec.Number number => ((float)number.Value).ToString(CultureInfo.InvariantCulture),
        ValueSpec.Array array => $"[{string.Join(", ", array.Items.Select(Print))}]",
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };
}
