using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>The masks of dropout: their rate and scale, their seeds, and that both passes see the same one.</summary>
public sealed class DropoutTests
{
    private const int Features = 50, Samples = 400;

    private static CompiledModel Model => CompiledModel.Of($$"""
        [Model] [Input({{Features}}), As("x"), Dropout(0.3f, Name = "drop"), As("y"), Dense(2), From("y")] [MeanSquaredError, Sgd(0.1f)]
        public sealed partial class Net;
        """);

    private static float[] Ones => [.. Enumerable.Repeat(1f, Features * Samples)];

    [Fact]
    public void Rate_and_scale()
    {
        float[] y = Forward(Model.Create(seed: 5));
        float scale = (float)(1 / (1 - 0.3));
        Assert.All(y, value => Assert.True(value == 0 || Math.Abs(value - scale) < 1e-6, $"{value}"));

        // The standard deviation of the share of zeros is √(0.3 · 0.7 / 20000) = 0.0032.
        Assert.InRange(Share(y), 0.3 - 0.015, 0.3 + 0.015);
        for (int feature = 0; feature < Features; feature++)
            Assert.InRange(Share([.. Enumerable.Range(0, Samples).Select(n => y[(n * Features) + feature])]), 0.3 - 0.1, 0.3 + 0.1);
        for (int sample = 0; sample < Samples; sample++)
            Assert.InRange(Share(y[(sample * Features)..((sample + 1) * Features)]), 0.3 - 0.3, 0.3 + 0.3);
    }

    [Fact]
    public void Backward_sees_the_mask_of_forward()
    {
        foreach (int bits in CompiledModel.Widths)
        {
            ModelInstance instance = Model.Create(bits, seed: 5);
            for (int step = 0; step < 3; step++)
            {
                float[] y = Forward(instance);
                Assert.Equal(y, instance.Backward(Ones)[0]);
            }
        }
    }

    [Fact]
    public void Every_step_has_a_new_mask()
    {
        ModelInstance instance = Model.Create(seed: 5);
        float[] first = Forward(instance), second = Forward(instance);
        instance.TrainStep([Ones], new Targets(Ones, null));
        float[] fourth = Forward(instance);

        // Independent masks agree in 0.3² + 0.7² of the places.
        Assert.InRange(Agreement(first, second), 0.58 - 0.03, 0.58 + 0.03);
        Assert.InRange(Agreement(first, fourth), 0.58 - 0.03, 0.58 + 0.03);
        Assert.InRange(Agreement(second, fourth), 0.58 - 0.03, 0.58 + 0.03);
    }

    [Fact]
    public void The_seed_decides()
    {
        float[] first = Forward(Model.Create(512, seed: 5));
        Assert.Equal(first, Forward(Model.Create(256, seed: 5)));
        Assert.Equal(first, Forward(Model.Create(128, seed: 5)));
        Assert.InRange(Agreement(first, Forward(Model.Create(seed: 6))), 0.58 - 0.03, 0.58 + 0.03);
        Assert.InRange(Agreement(first, Forward(Model.Create(seed: -1))), 0.58 - 0.03, 0.58 + 0.03);
    }

    [Fact]
    public void Prediction_is_the_identity()
    {
        ModelInstance instance = Model.Create(seed: 5);
        float[] x = Batch.Normal(Features * Samples, new Random(1));
        Assert.Equal(x, instance.Predict([x])[0]);
        Assert.Equal(0f, instance.Evaluate([x], new Targets(x, null)));
    }

    [Fact]
    public void Two_layers_have_different_masks()
    {
        ModelInstance instance = CompiledModel
            .Of(
                $$"""
                [Model] [Input({{Features}}), As("x"), Dropout(0.3f), As("a"), From("x"), Dropout(0.3f), As("b"), Dense(1)]
                [Output("a"), Output("b")]
                [MeanSquaredError, Sgd(0.1f)] public sealed partial class Net;
                """,
                512)
            .Create();
        float[][] outputs = instance.Forward([Ones]);
        Assert.InRange(Agreement(outputs[1], outputs[2]), 0.58 - 0.03, 0.58 + 0.03);
    }

    [Fact]
    public void Rate_0_is_the_identity()
    {
        const string Tail = "[MeanSquaredError, Sgd(0.1f)] public sealed partial class Net;";
        ModelInstance with = CompiledModel.Of($"[Model] [Input(4), Dense(5), Dropout(0f), Tanh] {Tail}", 512).Create(seed: 3);
        ModelInstance without = CompiledModel.Of($"[Model] [Input(4), Dense(5), Tanh] {Tail}", 512).Create(seed: 3);
        float[] x = Batch.Normal(4 * 9, new Random(1)), targets = Batch.Normal(5 * 9, new Random(2));
        Assert.Equal(without.Forward([x])[0], with.Forward([x])[0]);
        for (int step = 0; step < 5; step++)
            Assert.Equal(without.TrainStep([x], new Targets(targets, null)), with.TrainStep([x], new Targets(targets, null)));
        Assert.Equal(without.Parameters["dense1.weight"].Value.ToArray(), with.Parameters["dense1.weight"].Value.ToArray());
    }

    private static float[] Forward(ModelInstance instance) => instance.Forward([Ones])[0];

    private static double Share(float[] values) => values.Count(value => value == 0) / (double)values.Length;

    private static double Agreement(float[] a, float[] b) => a.Zip(b).Count(pair => pair.First == pair.Second) / (double)a.Length;
}
