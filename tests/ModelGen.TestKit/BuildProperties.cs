using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelGen.TestKit;

/// <summary>The MSBuild properties of a project, as generators see them.</summary>
/// <param name="properties">Name and value.</param>
/// <param name="weights">The files of weights that the project lists, with what its build files say of them.</param>
internal sealed class BuildProperties(IEnumerable<(string Name, string Value)> properties, IReadOnlyList<WeightsText> weights)
    : AnalyzerConfigOptionsProvider
{
    private static readonly Options None = new([]);

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GlobalOptions { get; } =
        new Options(
            properties.ToDictionary(
                property => "build_property." + property.Name,
                property => property.Value,
                AnalyzerConfigOptions.KeyComparer));

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => None;

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
        weights.FirstOrDefault(file => file.Path == textFile.Path) is { } found
            ? new Options(found.Metadata.ToDictionary(
                pair => "build_metadata.AdditionalFiles." + pair.Name, pair => pair.Value, AnalyzerConfigOptions.KeyComparer))
            : None;

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
