using System.Globalization;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests.SpecialValues;

/// <summary>
/// Rules of <c>docs/guide/arithmetic.md</c>, section "Special values", that are not those of PyTorch, or of which PyTorch has several.
/// </summary>
public sealed class RuleTests
{
    private const float Inf = float.PositiveInfinity;

    /// <summary>Of each upsampling the factor, and how many neighbours on each side an element reads.</summary>
    private static readonly Dictionary<string, (int Scale, int Reach)> Reaches = new()
    {
        ["Upsample2D(2)"] = (2, 0),
        ["Upsample2D(2, Mode = Upsampling.Bilinear)"] = (2, 1),
        ["Upsample2D(3, Mode = Upsampling.Bilinear)"] = (3, 1),
        ["Upsample2D(2, Mode = Upsampling.Bilinear, AlignCorners = true)"] = (2, 1),
        ["Upsample2D(2, Mode = Upsampling.Bicubic)"] = (2, 2),
    };

    /// <summary>
    /// Weights of zero are multiplied, too: three neighbours along each axis when bilinear, five when bicubic. So a NaN or an infinity
    /// reaches all results that stand within one or two elements of it. All else, and the nearest neighbour, is as in PyTorch.
    /// </summary>
    [Fact]
    public void Upsampling_spreads_what_is_not_finite_to_all_neighbours_it_reads()
    {
        SpecialLayer[] layers = SpecialReferences.Layers("upsampling");
        Assert.Equal(Reaches.Keys.Order(StringComparer.Ordinal), layers.Select(l => l.Declaration).Order(StringComparer.Ordinal));
        int further = 0;
        foreach ((string where, IModelUnderTest model) in SpecialReferences.Everywhere(SpecialReferences.Model(layers)))
        {
            int samples = layers[0].Samples;
            (float[][] outputs, _) = SpecialReferences.Run(model, layers, samples);
            for (int i = 0; i < layers.Length; i++)
            {
                (float[] input, float[] expected) = (layers[i].Of(layers[i].Input, samples), layers[i].Of(layers[i].Output, samples));
                bool[] reached = Reached(input, layers[i].InputShape[2], layers[i].InputShape[3], Reaches[layers[i].Declaration]);
                string which = $"{layers[i].Declaration}, {where}";
                if (Reaches[layers[i].Declaration].Reach == 0)
                {
                    SpecialNumbers.AssertSame(which, expected, outputs[i]);
                    continue;
                }

                Assert.Equal(reached, outputs[i].Select(value => !float.IsFinite(value)));
                Assert.All(expected.Zip(reached), pair => Assert.True(pair.Second || float.IsFinite(pair.First)));
                further += expected.Zip(reached).Count(pair => pair.Second && float.IsFinite(pair.First));
                SpecialNumbers.AssertNear(which, [], Only(expected, reached), Only(outputs[i], reached), 4e-6f);
            }
        }

        Assert.True(further > 0, "PyTorch spreads them as far: then this rule can go.");
    }

    /// <summary>
    /// Behind an edge there is nothing to multiply: a weight that is not finite has no effect where its place is padding. So it is in
    /// convolutions of images and sequences, in depthwise and in transposed ones.
    /// </summary>
    [Theory]
    [InlineData("Input(1, 5, 5), Conv2D(1, 3, Padding = 1)")]
    [InlineData("Input(2, 5, 5), Conv2D(17, 3, Padding = 1)")]
    [InlineData("Input(3, 5, 5), Conv2D(2, 3, Padding = Padding.Same)")]
    [InlineData("Input(17, 5, 5), DepthwiseConv2D(3, Padding = 1)")]
    [InlineData("Input(1, 5), Conv1D(2, 3, Padding = 1)")]
    public void A_weight_over_padding_has_no_effect(string layers)
    {
        foreach ((string where, int image, float[] output) in OfFirstTap(layers))
        {
            // The first tap reads the element above and to the left: padding for the first row and the first column.
            int width = image == 25 ? 5 : image;
            for (int i = 0; i < output.Length; i++)
            {
                int at = i % image;
                bool isPadding = at % width == 0 || (image > width && at < width);
                Assert.True(float.IsNaN(output[i]) != isPadding, $"{where}: element {i} is {output[i]}.");
            }
        }
    }

    /// <summary>
    /// The exceptions, where zeros are stored around the image and multiplied: windows of one element, windows with gaps, and ZeroPad2D,
    /// whose zeros are elements like others.
    /// </summary>
    [Theory]
    [InlineData("Input(1, 5, 5), Conv2D(1, 3, Padding = 2, Dilation = 2)")]
    [InlineData("Input(2, 5, 5), Conv2D(17, 3, Padding = 2, Dilation = 2)")]
    [InlineData("Input(2, 5, 5), Conv2D(2, 1, Padding = 1)")]
    [InlineData("Input(2, 5, 5), ZeroPad2D(1), Conv2D(2, 3)")]
    public void A_weight_over_stored_zeros_has_its_effect(string layers)
    {
        foreach ((string where, _, float[] output) in OfFirstTap(layers))
            Assert.All(output, value => Assert.True(float.IsNaN(value), $"{where}: {value}"));
    }

    /// <summary>Padding is −∞. Where all of a window is, its first place has the gradient, and what padding has is lost.</summary>
    [Fact]
    public void The_gradient_of_a_window_of_minus_infinity_may_go_to_padding()
    {
        const string Source = """
            [Model]
            [Input(1, 3, 3, Name = "x"), MaxPool2D(3, Stride = 2, Padding = 1), Flatten, As("y")]
            [Input(1, Name = "one"), Dense(1), Concat("y")]
            [MeanSquaredError, Sgd(0.1)]
            public sealed partial class Net;
            """;
        foreach ((_, IModelUnderTest model) in SpecialReferences.Everywhere(Source))
        {
            float[] image = new float[9];
            Array.Fill(image, -Inf);
            Assert.Equal([-Inf, -Inf, -Inf, -Inf], model.Forward([image, [1]])[0][1..]);
            // Only the last of the four windows begins inside.
            Assert.Equal([0, 0, 0, 0, 4, 0, 0, 0, 0], model.Backward([0, 1, 2, 3, 4])[0]);
        }
    }

    /// <summary>Dropout chooses: what is dropped is 0, whatever it was, and so is its gradient.</summary>
    [Theory]
    [InlineData("Dropout(0.5)", 64)]
    [InlineData("SpatialDropout(0.5)", 8)]
    public void What_is_dropped_is_zero_even_if_it_was_no_number(string layer, int draws)
    {
        string source = $$"""
            [Model]
            [Input(8, 2, 4, Name = "x"), {{layer}}, Flatten, As("y"), Input(1, Name = "one"), Dense(1), Concat("y")]
            [MeanSquaredError, Sgd(0.1)]
            public sealed partial class Net;
            """;
        foreach (float special in new[] { float.NaN, Inf, -Inf })
        {
            foreach ((string where, IModelUnderTest model) in SpecialReferences.Everywhere(source))
            {
                float[] input = new float[64], upstream = new float[65];
                Array.Fill(input, special);
                Array.Fill(upstream, special);
                float[] output = model.Forward([input, [1]])[0][1..], gradient = model.Backward(upstream)[0];
                int dropped = output.Count(value => value == 0);
                Assert.True(dropped > 0 && dropped < 64 && dropped % (64 / draws) == 0, $"{where}: {dropped} are dropped.");
                SpecialNumbers.AssertSame(where, [.. output.Select(value => value == 0 ? 0 : special)], output);
                SpecialNumbers.AssertSame(where + ", gradient", output, gradient);
            }
        }
    }

    /// <summary>All pixels are multiplied, most of them by zero: one that is not finite leaves none of its channel.</summary>
    [Fact]
    public void A_spatial_transformer_spreads_what_is_not_finite_over_its_channel()
    {
        const string Source = """
            [Model]
            [Input(2, 4, 4), SpatialTransformer<Look>]
            [MeanSquaredError, Sgd(0.1)]
            public sealed partial class Net;
            [Block] [Crop2D(1), Flatten, Dense(1)] public partial class Look;
            """;
        foreach ((string where, IModelUnderTest model) in SpecialReferences.Everywhere(Source))
        {
            // The edge of the first channel, which the localization does not see.
            float[] image = new float[32];
            image[3] = float.NaN;
            float[] output = model.Predict([image])[0];
            Assert.All(output[..16], value => Assert.True(float.IsNaN(value), where));
            Assert.All(output[16..], value => Assert.True(float.IsFinite(value), where));
        }
    }

    /// <summary>What a convolution with NaN as its first tap, for every channel, makes of images of ones: one sample, and a few.</summary>
    private static IEnumerable<(string Where, int Image, float[] Output)> OfFirstTap(string layers)
    {
        string source = $"[Model]\n[{layers}]\n[MeanSquaredError, Sgd(0.1)]\npublic sealed partial class Net;\n";
        foreach ((string where, IModelUnderTest model) in SpecialReferences.Everywhere(source))
        {
            var weight = model.Parameters[0];
            int taps = weight.Shape.Skip(2).Aggregate(1, (a, b) => a * b);
            float[] values = new float[weight.Length];
            for (int i = 0; i < values.Length; i++) values[i] = i % taps == 0 ? float.NaN : 0.5f;
            weight.Value.CopyFrom(values);
            int[] shape = [.. layers.Split('(', ')')[1].Split(", ").Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
            foreach (int samples in new[] { 1, 20 })
            {
                float[] input = new float[samples * shape.Aggregate(1, (a, b) => a * b)];
                Array.Fill(input, 1);
                string which = string.Create(CultureInfo.InvariantCulture, $"{layers}, {where}, {samples} samples");
                yield return (which, shape[1..].Aggregate(1, (a, b) => a * b), model.Predict([input])[0]);
            }
        }
    }

    private static float[] Only(float[] values, bool[] reached) => [.. values.Where((_, i) => !reached[i])];

    /// <summary>Which results read an element that is not finite, along both axes.</summary>
    private static bool[] Reached(float[] input, int height, int width, (int Scale, int Reach) layer)
    {
        int image = height * width, larger = image * layer.Scale * layer.Scale;
        bool[] reached = new bool[input.Length / image * larger];
        for (int i = 0; i < reached.Length; i++)
        {
            (int row, int column) = (i % larger / (width * layer.Scale) / layer.Scale, i % (width * layer.Scale) / layer.Scale);
            for (int y = Math.Max(0, row - layer.Reach); y <= Math.Min(height - 1, row + layer.Reach); y++)
                for (int x = Math.Max(0, column - layer.Reach); x <= Math.Min(width - 1, column + layer.Reach); x++)
                    reached[i] |= !float.IsFinite(input[(i / larger * image) + (y * width) + x]);
        }

        return reached;
    }
}
