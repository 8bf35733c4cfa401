using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Tests;

/// <summary>y = w·x + b by gradient descent on the mean squared error: a real model that learns.</summary>
internal sealed class LinearRegression : ITrainable<float>
{
    public int InputSize => 1;

    public int OutputSize => 1;

    public int TargetSize => 1;

    public float LearningRate { get; set; } = 0.1f;

    public ParameterSet Parameters { get; } = Models.One("line", [2]);

    public void Predict(ReadOnlySpan<float> input, Span<float> output)
    {
        for (int i = 0; i < input.Length; i++)
            output[i] = Parameters[0].Value[0] * input[i] + Parameters[0].Value[1];
    }

    public float TrainStep(ReadOnlySpan<float> input, ReadOnlySpan<float> targets)
    {
        TensorView line = Parameters[0].Value;
        float loss = Evaluate(input, targets), slope = 0, offset = 0;
        for (int i = 0; i < input.Length; i++)
        {
            float error = line[0] * input[i] + line[1] - targets[i];
            slope += 2 * error * input[i] / input.Length;
            offset += 2 * error / input.Length;
        }

        line[0] -= LearningRate * slope;
        line[1] -= LearningRate * offset;
        return loss;
    }

    public float Evaluate(ReadOnlySpan<float> input, ReadOnlySpan<float> targets)
    {
        float sum = 0;
        for (int i = 0; i < input.Length; i++)
            sum += MathF.Pow(Parameters[0].Value[0] * input[i] + Parameters[0].Value[1] - targets[i], 2);
        return sum / input.Length;
    }

    public void Save(string path) => SafeTensors.Save(path, Parameters);
}
