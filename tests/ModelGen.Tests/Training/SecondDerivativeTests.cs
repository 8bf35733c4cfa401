using System.Runtime.CompilerServices;
using System.Text.Json;
using ModelGen.Runtime;

namespace ModelGen.Tests.Training;

[Model, Input(4), GradientPenalty(10), Dense(8), Tanh, LayerNorm, Dense(6), LeakyRelu(0.2), Dense(1)]
[MeanSquaredError, Sgd(0.1)]
public sealed partial class SmallCritic;

[Model, Input(4), Dense(8), Tanh, LayerNorm, Dense(6), LeakyRelu(0.2), Dense(1)]
[MeanSquaredError, Sgd(0.1)]
public sealed partial class PlainCritic;

[Model, Input(2, 8, 8), GradientPenalty(2.5, Center = 0)]
[Conv2D(3, 3, Stride = 2, Padding = 1), Softplus, Conv2D(4, 3), Tanh, MaxPool2D(2, Stride = 1), Flatten, Dense(1)]
[MeanSquaredError, Sgd(0.1)]
public sealed partial class ImageCritic;

[Model, Input(3), Dense(5), Tanh, Dense(4), LayerNorm, Gelu, Dense(3), SoftmaxCrossEntropy, Sgd(0.1), Hessian]
public sealed partial class Curved;

[Model, Input(230), Dense(230), Tanh, Dense(1), MeanSquaredError, Sgd(0.1), Hessian]
public sealed partial class WideCurved;

/// <summary>Penalties of gradients, and products with the Hessian, against differences of first derivatives.</summary>
public sealed class SecondDerivativeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_penalty_is_that_of_the_gradients(int threads)
    {
        const int Samples = 37;
        float[] x = Normal(Samples * 4, 1), y = new float[Samples], ones = [.. Enumerable.Repeat(1f, Samples)], g = new float[x.Length];
        SmallCritic model = new(1) { Threads = threads };
        model.Forward(x, y);
        model.Backward(ones, g, toParameters: false);
        double expected = 10 * g.Chunk(4).Average(sample => Math.Pow(Math.Sqrt(sample.Sum(value => (double)value * value)) - 1, 2));
        Assert.Equal(expected, model.GradientPenalty(x), 1e-5 * expected);
    }

    [Fact]
    public void Its_gradients_are_those_of_differences()
    {
        // Not of the other critic: the penalty jumps where a leaky ReLU bends, and differences would see it.
        float[] images = Normal(3 * ImageCritic.InputSize, 2);
        Check(new ImageCritic(3), model => model.Parameters, model => model.GradientPenalty(images));
    }

    [Fact]
    public void A_training_step_has_the_penalty_in_its_gradients()
    {
        float[] x = Normal(20 * 4, 1), targets = Normal(20, 2);
        SmallCritic model = new(1), alone = new(1);
        PlainCritic plain = new(1);
        Assert.Equal(plain.TrainStep(x, targets), model.TrainStep(x, targets));
        alone.GradientPenalty(x);
        float[] expected = [.. Gradients(plain.Parameters).Zip(Gradients(alone.Parameters), (a, b) => a + b)];
        Same(expected, Gradients(model.Parameters), 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Products_are_differences_of_gradients(int threads)
    {
        const int Samples = 9;
        float[] x = Normal(Samples * 3, 1);
        int[] labels = [.. Enumerable.Range(0, Samples).Select(i => i % 3)];
        Curved model = new(1) { Threads = threads };
        int size = (int)model.Parameters.ElementCount;
        float[] vector = Normal(size, 3), product = new float[size], above = new float[size], below = new float[size];
        model.HessianVectorProduct(x, labels, vector, product);
        const float Step = 1e-3f;
        Move(model.Parameters, vector, Step);
        Gradient(model, x, labels, above);
        Move(model.Parameters, vector, -2 * Step);
        Gradient(model, x, labels, below);
        for (int i = 0; i < size; i++)
            Assert.Equal((above[i] - below[i]) / (2 * Step), product[i], 2e-3 * Math.Max(1, Math.Abs(product[i])));
    }

    [Fact]
    public void The_Hessian_has_the_products_with_unit_vectors()
    {
        float[] x = Normal(12, 1);
        int[] labels = [0, 1, 2, 1];
        Curved model = new(1);
        int size = (int)model.Parameters.ElementCount;
        float[] hessian = new float[size * size], vector = Normal(size, 3), product = new float[size];
        model.Hessian(x, labels, hessian);
        model.HessianVectorProduct(x, labels, vector, product);
        for (int row = 0; row < size; row++)
        {
            double sum = 0;
            for (int column = 0; column < size; column++)
            {
                sum += hessian[(row * size) + column] * (double)vector[column];
                Assert.Equal(hessian[(row * size) + column], hessian[(column * size) + row], 1e-6);
            }

            Assert.Equal(sum, product[row], 1e-5);
        }

        Assert.All(Gradients(model.Parameters), value => Assert.Equal(0, value));
        string message = Assert.Throws<ArgumentException>(() => model.HessianVectorProduct(x, labels, new float[3], product)).Message;
        Assert.Contains($"vector has 3 floats; {size} are needed", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.HessianVectorProduct(x, labels, vector, new float[3]));
        Assert.Throws<ArgumentException>(() => model.Hessian(x, labels, new float[3]));
        message = Assert.Throws<ArgumentException>(() => new WideCurved().Hessian(new float[230], new float[1], new float[3])).Message;
        Assert.Contains("53361 × 53361 floats, more than an array holds. Take products with vectors", message, StringComparison.Ordinal);
    }

    /// <summary>By PyTorch's double backward: see References/make_second_order.py.</summary>
    [Fact]
    public void Penalties_are_those_of_PyTorch()
    {
        SmallCritic critic = new();
        Compare("SmallCritic", critic.Parameters, x => critic.GradientPenalty(x));
        ImageCritic images = new();
        Compare("ImageCritic", images.Parameters, x => images.GradientPenalty(x));

        static void Compare(string name, ParameterSet parameters, Func<float[], float> penalty)
        {
            using JsonDocument file = Reference();
            JsonElement reference = file.RootElement.GetProperty(name);
            Set(parameters, Floats(reference, "weights"));
            double expected = reference.GetProperty("penalty").GetDouble();
            Assert.Equal(expected, penalty(Floats(reference, "input")), 1e-5 * expected);
            float[] gradients = Floats(reference, "gradients");
            Close(gradients, Gradients(parameters));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_Hessian_is_that_of_PyTorch(int threads)
    {
        using JsonDocument file = Reference();
        JsonElement reference = file.RootElement.GetProperty("Curved");
        Curved model = new() { Threads = threads };
        Set(model.Parameters, Floats(reference, "weights"));
        int[] labels = [.. reference.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32())];
        float[] input = Floats(reference, "input"), vector = Floats(reference, "vector"), product = new float[vector.Length];
        float[] hessian = new float[vector.Length * vector.Length];
        model.HessianVectorProduct(input, labels, vector, product);
        Close(Floats(reference, "product"), product);
        model.Hessian(input, labels, hessian);
        Close(Floats(reference, "hessian"), hessian);
    }

    private static JsonDocument Reference([CallerFilePath] string thisFile = "") =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(thisFile)!, "References", "second_order.json")));

    private static float[] Floats(JsonElement reference, string name) =>
        [.. reference.GetProperty(name).EnumerateArray().Select(number => (float)number.GetDouble())];

    private static void Set(ParameterSet parameters, float[] values)
    {
        int start = 0;
        foreach (Parameter parameter in parameters)
        {
            parameter.Value.CopyFrom(values.AsSpan(start, parameter.Length));
            start += parameter.Length;
        }

        Assert.Equal(values.Length, start);
    }

    /// <summary>Within 1e-5 of the largest number.</summary>
    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = expected.Max(value => Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) < 1e-5 * scale, $"[{i}]: {actual[i]}, by PyTorch {expected[i]}");
    }

    /// <summary>The gradients that a member adds, against central differences of what it returns.</summary>
    private static void Check<TModel>(TModel model, Func<TModel, ParameterSet> parameters, Func<TModel, float> penalty)
    {
        penalty(model);
        float[] found = Gradients(parameters(model));
        double scale = Math.Sqrt(found.Average(value => (double)value * value));
        int position = 0;
        foreach (Parameter parameter in parameters(model))
        {
            for (int i = 0; i < parameter.Length; i++, position++)
            {
                const float Step = 4e-3f;
                if (position % 3 != 0) continue;
                float at = parameter.Value[i];
                parameter.Value[i] = at + Step;
                double above = penalty(model);
                parameter.Value[i] = at - Step;
                double below = penalty(model);
                parameter.Value[i] = at;
                Assert.True(
                    Math.Abs(((above - below) / (2 * Step)) - found[position]) < (0.02 * Math.Abs(found[position])) + (0.02 * scale),
                    $"{parameter.Name}[{i}]: {found[position]}, by differences {(above - below) / (2 * Step)}");
            }
        }
    }

    private static void Gradient(Curved model, float[] x, int[] labels, float[] gradient)
    {
        float[] y = new float[labels.Length * 3], g = new float[y.Length];
        model.ZeroGradients();
        model.Forward(x, y);
        model.Loss(y, labels, g);
        model.Backward(g);
        Gradients(model.Parameters).CopyTo(gradient, 0);
    }

    private static void Move(ParameterSet parameters, float[] direction, float step)
    {
        int position = 0;
        foreach (Parameter parameter in parameters)
        {
            foreach (ref float value in parameter.Value) value += step * direction[position++];
        }
    }

    private static float[] Gradients(ParameterSet parameters) => [.. parameters.Where(p => p.Trainable).SelectMany(p => p.Gradient)];

    private static float[] Normal(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }

    private static void Same(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }
}
