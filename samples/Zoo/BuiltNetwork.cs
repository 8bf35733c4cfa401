using System.Reflection;

namespace Zoo;

/// <summary>What the generated members of a network say about it, without making an instance.</summary>
/// <param name="Parameters">Its <c>ParameterCount</c>.</param>
/// <param name="Summary">Its layer table.</param>
internal sealed record BuiltNetwork(long Parameters, string Summary)
{
    private const string MultiplyAddsTitle = "Total mult-adds";

    /// <summary>The rows of the layer table below the model's own.</summary>
    public int Layers => Summary.Split('\n').Count(line => line.StartsWith('├') || line.StartsWith('│'));

    /// <summary>The multiply-adds of one sample, with their unit, as the summary gives them.</summary>
    public string MultiplyAdds
    {
        get
        {
            string line = Summary.Split('\n').Single(line => line.StartsWith(MultiplyAddsTitle, StringComparison.Ordinal));
            string[] parts = line[MultiplyAddsTitle.Length..].Split(':', StringSplitOptions.TrimEntries);
            return $"{parts[1]} {parts[0].Trim('(', ')')}".TrimEnd();
        }
    }

    /// <summary>The network of this name, or null if this build leaves it out.</summary>
    public static BuiltNetwork? Find(string name)
    {
        if (Assembly.GetExecutingAssembly().GetType("Zoo.Networks." + name) is not { } type) return null;
        int parameters = (int)type.GetField("ParameterCount")!.GetRawConstantValue()!;
        return new BuiltNetwork(parameters, (string)type.GetProperty("Summary")!.GetValue(null)!);
    }
}
