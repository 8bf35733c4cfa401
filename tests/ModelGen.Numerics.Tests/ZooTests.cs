using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>Each network of <c>samples/Zoo</c> predicts and learns; the large ones with fewer channels and smaller images.</summary>
public sealed class ZooTests
{
    private const int Batch = 4, Steps = 4, Seed = 20260901;

    /// <summary>Networks as published.</summary>
    [Theory]
    [InlineData("LeNet5")]
    [InlineData("ConvAutoencoder")]
    [InlineData("TransformedDigits")]
    public void Learns(string name) => Learn(name, ZooSource.Declaration(name));

    /// <summary>Networks of at most 16 channels, for the smallest images they take, or little more.</summary>
    [Theory]
    [InlineData("AlexNet", 63)]
    [InlineData("Vgg11", 32)]
    [InlineData("Vgg16", 32)]
    [InlineData("ResNet18", 8)]
    [InlineData("ResNet50", 8)]
    [InlineData("ResNet20", 4)]
    [InlineData("GoogLeNet", 32)]
    [InlineData("Xception", 16)]
    [InlineData("MobileNet", 8)]
    [InlineData("Fcn32", 32)]
    [InlineData("UNet", 16)]
    [InlineData("GoPolicy", 19)]
    public void Learns_when_small(string name, int side) => Learn(name, ZooSource.Small(name, side));

    /// <summary>A few steps on the same samples make the loss smaller, with the same bits at each vector width.</summary>
    private static void Learn(string name, string declaration)
    {
        CompiledModel model = CompiledModel.Of(declaration);
        Random random = new(Seed);
        float[] input = [.. Enumerable.Range(0, Batch * model.InputSizes[0]).Select(_ => (float)random.NextDouble())];
        bool isClassifier = model.Built.Loss!.TargetKind == Compiler.Losses.TargetKind.Classes;
        Targets targets = isClassifier
            ? new Targets(null, [.. Enumerable.Range(0, Batch).Select(_ => random.Next(model.OutputSizes[0]))])
            : new Targets([.. Enumerable.Range(0, Batch * model.OutputSizes[0]).Select(_ => (float)random.Next(2))], null);

        (float[] widest, float[] prediction) = Run(CompiledModel.Widths[0]);
        Assert.All([.. widest, .. prediction], value => Assert.True(float.IsFinite(value), $"{name}, seed {Seed}: {value}"));
        Assert.True(widest.Skip(1).Min() < widest[0], $"{name}, seed {Seed}: the losses are {string.Join(", ", widest)}.");
        foreach (int bits in CompiledModel.Widths.Skip(1))
        {
            (float[] losses, float[] outputs) = Run(bits);
            Assert.Equal(widest, losses);
            Assert.Equal(prediction, outputs);
        }

        (float[] Losses, float[] Prediction) Run(int bits)
        {
            ModelInstance instance = model.Create(bits, Seed);
            instance.LearningRate = 1e-3f;
            float[] losses = [.. Enumerable.Range(0, Steps).Select(_ => instance.TrainStep([input], targets))];
            return (losses, instance.Predict(input));
        }
    }
}
