using System.Text.RegularExpressions;

namespace ModelGen.Onnx.Tests.Conformance;

/// <summary>
/// One more layer beside those of a class, which nobody reads: a model has at least one layer with something to learn, and most of the
/// suite's have none.
/// </summary>
internal static partial class Probe
{
    private const string Name = "probe";

    /// <summary>The class with the layer.</summary>
    public static ImportedModel Beside(ImportedModel model)
    {
        Match last = Input().Matches(model.Source)[^1];
        string input = last.Groups[2].Success ? last.Groups[2].Value : "input";
        int size = last.Groups[1].Value.Split(',').Select(int.Parse).Aggregate((a, b) => a * b);
        string layers = $", Reshape(1, 1, {size}), DepthwiseConv2D(1, Name = \"{Name}\"), From(\"{input}\")";
        ImportedWeight[] weights =
        [
            .. model.Weights.Select(one => new ImportedWeight(one.Name, one.Shape, () => model.Weight(one.Name))),
            new(Name + ".weight", [1, 1, 1, 1], () => [1]), new(Name + ".bias", [1], () => [0]),
        ];
        return new ImportedModel(model.ClassName, model.Source.Insert(last.Index + last.Length, layers), model.WeightsFile, weights);
    }

    [GeneratedRegex(@"\bInput\((\d+(?:, \d+)*)(?:, Name = ""(\w+)"")?\)")]
    private static partial Regex Input();
}
