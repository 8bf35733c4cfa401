using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;
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

    /// <summary>
    /// A few steps on the same samples make the loss smaller, with the same bits at another vector width: compiled for every sixth network,
    /// interpreted for the others. The seed decides which. Where everything runs, all are interpreted and compiled at all widths.
    /// </summary>
    private static void Learn(string name, string declaration)
    {
        ModelPrograms programs = Subject.Programs(declaration);
        BuiltModel built = programs.Built;
        Random random = new(Seed);
        (int inputs, int outputs) = (built.Inputs[0].Value.Shape.SampleElements, built.Output.Shape.SampleElements);
        float[] input = [.. Enumerable.Range(0, Batch * inputs).Select(_ => (float)random.NextDouble())];
        Targets targets = built.Losses[0].TargetKind == TargetKind.Classes
            ? new Targets(null, [.. Enumerable.Range(0, Batch).Select(_ => random.Next(outputs))])
            : new Targets([.. Enumerable.Range(0, Batch * outputs).Select(_ => (float)random.Next(2))], null);

        (float[] losses, float[] prediction) = Run(new InterpretedModel(programs, CompiledModel.Widths[0], Seed));
        Assert.All([.. losses, .. prediction], value => Assert.True(float.IsFinite(value), $"{name}, seed {Seed}: {value}"));
        Assert.True(losses.Skip(1).Min() < losses[0], $"{name}, seed {Seed}: the losses are {string.Join(", ", losses)}.");
        uint chosen = name.Aggregate((uint)TestSeed.Value, (sum, c) => sum + c);
        int width = CompiledModel.Widths[1 + (int)(chosen / 6 % 2)];
        if (TestTier.IsExhaustive)
        {
            foreach (int bits in CompiledModel.Widths.Skip(1)) Same(new InterpretedModel(programs, bits, Seed));
            foreach (int bits in CompiledModel.Widths) Same(CompiledModel.Of(declaration).Create(bits, Seed));
        }
        else if (chosen % 6 == 0)
        {
            Same(CompiledModel.Of(declaration, width).Create(width, Seed));
        }
        else
        {
            Same(new InterpretedModel(programs, width, Seed));
        }

        // The second step's loss is that of the updated weights.
        void Same(IModelUnderTest instance)
        {
            (float[] givenLosses, float[] givenPrediction) = Run(instance, TestTier.Count(2, Steps));
            Assert.Equal(losses[..givenLosses.Length], givenLosses);
            if (givenLosses.Length == Steps) Assert.Equal(prediction, givenPrediction);
        }

        (float[] Losses, float[] Prediction) Run(IModelUnderTest instance, int count = Steps)
        {
            instance.LearningRate = 1e-3f;
            float[] steps = [.. Enumerable.Range(0, count).Select(_ => instance.TrainStep([input], targets))];
            return (steps, instance.Predict([input])[0]);
        }
    }
}
