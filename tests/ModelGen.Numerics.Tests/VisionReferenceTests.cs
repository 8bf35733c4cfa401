using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// What layers of images mean, without any generated code: their graphs, evaluated by the interpreter, against PyTorch. Predictions
/// and twenty training steps, from the same weights and samples, of the graphs that kernels are made from.
/// </summary>
public sealed class VisionReferenceTests
{
    private const int Batch = 8;
    private const double LearningRate = 0.01;

    [Theory]
    [MemberData(nameof(VisionModels.Names), MemberType = typeof(VisionModels))]
    public void Training(string name)
    {
        Oracle oracle = new(DeclarationText.Model(VisionModels.All.Single(model => model.Name == name).Attributes, ModelCase.Blocks));
        Reference reference = new(name);
        string[] names = [.. oracle.Parameters.Select(p => p.Name)];
        Assert.Equal(reference.Parameters.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        Assert.All(oracle.Parameters, p => Assert.Equal(reference.Shape("start." + p.Name), p.StandardShape));
        Weights weights = Tensors("start.");

        IReadOnlyList<double[]> outputs = oracle.Predict(reference.Batch, weights);
        for (int i = 0; i < reference.Outputs.Length; i++)
            Deviation.Assert("PyTorch: interpreted Predict", $"{name}, output {i}", outputs[i], Oracle.Doubles(reference.Outputs[i]), 1e-5, 1e-3);

        double[] expected = Oracle.Doubles(reference.Floats("losses")), losses = new double[expected.Length];
        for (int step = 0; step < losses.Length; step++)
        {
            Batch part = reference.Batch.Slice(step % (reference.Samples / Batch) * Batch, Batch);
            (losses[step], Weights gradients) = oracle.TrainStep(part, weights);
            if (step == 0)
            {
                Deviation.Assert("PyTorch: interpreted gradients", name, gradients, Tensors("gradient."), 1e-4, names);
                (_, Weights plain) = oracle.PlainTrainStep(part, weights);
                Deviation.Assert("passes", name, gradients, plain, 1e-9, names);
            }

            weights = weights.Plus(-LearningRate, gradients);
        }

        Deviation.Assert("PyTorch: interpreted losses", name, losses, expected, 1e-4, 1e-3);
        Deviation.Assert("PyTorch: interpreted final parameters", name, weights, Tensors("final."), 1e-4, names);

        Weights Tensors(string prefix) => new([.. names.Select(n => Oracle.Doubles(reference.Floats(prefix + n)))]);
    }
}
