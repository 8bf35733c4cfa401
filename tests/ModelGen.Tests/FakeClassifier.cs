using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Tests;

/// <summary>
/// Two inputs, which are its scores for two classes. Counts its steps; the loss is what the test says. What it is given
/// is remembered.
/// </summary>
internal sealed class FakeClassifier : ITrainable<int>
{
    public List<int> BatchSizes { get; } = [];

    public List<int> LabelsSeen { get; } = [];

    public List<int> Evaluated { get; } = [];

    public Func<int, float> Loss { get; init; } = step => 1f / step;

    public Action<int> OnStep { get; init; } = _ => { };

    public int Steps { get; private set; }

    public int InputSize => 2;

    public int OutputSize { get; init; } = 2;

    public int TargetSize => 1;

    public float LearningRate { get; set; } = 0.1f;

    public int Threads { get; set; } = 1;

    public ParameterSet Parameters { get; } = Models.One("weight", [2]);

    public void Predict(ReadOnlySpan<float> input, Span<float> output) => input.CopyTo(output);

    public float TrainStep(ReadOnlySpan<float> input, ReadOnlySpan<int> targets)
    {
        Assert.Equal(targets.Length * InputSize, input.Length);
        BatchSizes.Add(targets.Length);
        LabelsSeen.AddRange(targets);
        Steps++;
        OnStep(Steps);
        return Loss(Steps);
    }

    public float Evaluate(ReadOnlySpan<float> input, ReadOnlySpan<int> targets)
    {
        Evaluated.Add(targets.Length);
        return targets.Length;
    }

    public void Save(string path) => SafeTensors.Save(path, Parameters);
}
