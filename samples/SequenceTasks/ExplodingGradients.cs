using ModelGen;
using ModelGen.Runtime;
using Streaming;

namespace SequenceTasks;

/// <summary>
/// Three recurrent layers of ReLU units, one above the other, over a hundred steps. Their weights are twice as large as usual.
/// </summary>
[Block]
[Rnn(24, Layers = 3, Activation = ActivationKind.Relu, ReturnSequences = true), Dense(1)]
public sealed partial class StackedRnn;

/// <summary>As it is.</summary>
[Model]
[Input(ExplodingGradients.Steps, 1), Use<StackedRnn>]
[MeanSquaredError, Sgd(0.05)]
public sealed partial class Unclipped;

/// <summary>The same, gradients longer than 1 made that long.</summary>
[Model(ClipNorm = 1)]
[Input(ExplodingGradients.Steps, 1), Use<StackedRnn>]
[MeanSquaredError, Sgd(0.05)]
public sealed partial class Clipped;

/// <summary>What clipping does for a network whose error surface has cliffs.</summary>
internal static class ExplodingGradients
{
    public const int Steps = 100;

    private const int Batch = 16, TrainingSteps = 300;

    public static void Run()
    {
        Console.WriteLine($"A stacked RNN over {Steps} steps of an electrocardiogram");
        float[] signal = Recording.Read(Path.Combine(AppContext.BaseDirectory, "data", "mitdb-208.txt.gz")).Millivolts;
        Train("without clipping", new Unclipped(seed: 1), signal);
        Train("ClipNorm = 1", new Clipped(seed: 1), signal);
    }

    private static void Train(string name, ITrainable<float> model, float[] signal)
    {
        foreach (Parameter parameter in model.Parameters.Where(p => p.Name.Contains("weight_hh", StringComparison.Ordinal)))
            parameter.Value.CopyFrom(Array.ConvertAll(parameter.Value.ToArray(), weight => 2 * weight));
        Random random = new(2);
        float[] inputs = new float[Batch * Steps], targets = new float[inputs.Length];
        (double sum, double largest) = (0, 0);
        Console.WriteLine($"  {name}");
        for (int step = 1; step <= TrainingSteps; step++)
        {
            for (int piece = 0; piece < Batch; piece++)
            {
                int start = random.Next(signal.Length - Steps - Recording.Ahead);
                signal.AsSpan(start, Steps).CopyTo(inputs.AsSpan(piece * Steps));
                signal.AsSpan(start + Recording.Ahead, Steps).CopyTo(targets.AsSpan(piece * Steps));
            }

            try
            {
                sum += model.TrainStep(inputs, targets);
            }
            catch (ArithmeticException)
            {
                Console.WriteLine($"    step {step,3}   the loss is not finite; longest gradient before {largest:0.0e+0}");
                return;
            }

            largest = Math.Max(largest, Length(model.Parameters));
            if (step % 100 != 0) continue;
            Console.WriteLine($"    step {step,3}   loss {sum / 100:0.000}   longest gradient {largest:0.0e+0}");
            (sum, largest) = (0, 0);
        }
    }

    // Of all gradients together, before they are clipped.
    private static double Length(ParameterSet parameters) =>
        Math.Sqrt(parameters.Sum(parameter => parameter.Gradient.ToArray().Sum(value => (double)value * value)));
}
