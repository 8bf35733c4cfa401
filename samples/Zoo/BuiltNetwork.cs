using System.Reflection;
using ModelGen;

namespace Zoo;

/// <summary>What the generated members of a network say about it, without making an instance.</summary>
/// <param name="Type">Its class.</param>
/// <param name="Parameters">Its <c>ParameterCount</c>.</param>
/// <param name="Summary">Its layer table.</param>
internal sealed record BuiltNetwork(Type Type, long Parameters, string Summary)
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
        return new BuiltNetwork(type, parameters, (string)type.GetProperty("Summary")!.GetValue(null)!);
    }

    /// <summary>Makes an instance and takes one training step on random samples.</summary>
    /// <param name="samples">How many samples.</param>
    /// <returns>Their mean loss before the step.</returns>
    public float Step(int samples)
    {
        var model = (IModel)Activator.CreateInstance(Type, 0)!;
        Random random = new(0);
        float[] input = [.. Enumerable.Range(0, samples * model.InputSize).Select(_ => random.NextSingle())];
        return model switch
        {
            ITrainable<int> classifier => classifier.TrainStep(input, new int[samples]),
            ITrainable<float> other => other.TrainStep(input, new float[samples * other.TargetSize]),
            _ => throw new InvalidOperationException($"{Type.Name} has targets of a type that this program does not know."),
        };
    }
}
