using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

/// <summary>A stack of simple recurrent layers whose states grow with each step, and whose gradients grow even more.</summary>
public sealed class ExplodingGradientTests
{
    private const int Samples = 32, Steps = 40;

    private const string Layers =
        "Input(40, 2), Rnn(16, Layers = 2, Activation = ActivationKind.Relu), Dense(1), MeanSquaredError, Sgd(0.02f)]";

    [Fact]
    public void Without_clipping_the_loss_leaves_the_range_of_floats()
    {
        ModelInstance net = Growing("[Model, " + Layers);
        Assert.Throws<ArithmeticException>(() => Train(net, 20));
    }

    [Fact]
    public void With_clipping_it_learns()
    {
        ModelInstance net = Growing("[Model(ClipNorm = 1), " + Layers);
        float[] losses = Train(net, 600);
        Assert.True(losses[0] > 10, $"the loss begins with {losses[0]}");
        Assert.True(losses[^20..].Average() < 0.2, $"the loss ends with {losses[^20..].Average()}");
    }

    /// <summary>What is in a state grows by a twentieth in each step.</summary>
    private static ModelInstance Growing(string declaration)
    {
        ModelInstance net = CompiledModel.Of(declaration + "\npublic sealed partial class Net;", 512).Create(seed: 1);
        float[] weights = [.. Enumerable.Range(0, 16 * 16).Select(i => i % 17 == 0 ? 1.05f : 0)];
        foreach (ModelGen.Runtime.Parameter parameter in net.Parameters.Where(p => p.Name.Contains("weight_hh", StringComparison.Ordinal)))
            parameter.Value.CopyFrom(weights);
        return net;
    }

    /// <summary>The task: the mean of those numbers beside which there is a number above one half.</summary>
    private static float[] Train(ModelInstance net, int steps)
    {
        Random random = new(1);
        float[] losses = new float[steps];
        for (int step = 0; step < steps; step++)
        {
            float[] input = [.. Enumerable.Range(0, Samples * Steps * 2).Select(_ => random.NextSingle())];
            float[] targets = [.. input.Chunk(Steps * 2).Select(Target)];
            losses[step] = net.TrainStep([input], new Targets(targets, null));
        }

        return losses;

        static float Target(float[] sample) => sample.Chunk(2).Average(pair => pair[1] > 0.5 ? 2 * pair[0] : 0);
    }
}
