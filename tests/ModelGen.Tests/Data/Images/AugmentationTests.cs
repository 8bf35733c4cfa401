using ModelGen.Data;

namespace ModelGen.Tests.Data.Images;

/// <summary>Each augmentation does what the formulas of make_augmentations.py do, and draws what it should.</summary>
public class AugmentationTests
{
    private const float Fill = 0.25f, Tolerance = 2e-6f;
    private static readonly float[] Angles = [0, 15.5f, -7.25f, 90, -133.25f, 180];
    private static readonly (int Down, int Right)[] Cuts = [(0, 0), (2, -1), (-3, 3), (0, 4), (-7, 0), (9, 9)];
    private static readonly float[] Factors = [0, 0.4f, 1, 1.75f];

    private static readonly Dictionary<string, int[]> Shapes = new() { ["grey"] = [1, 7, 9], ["color"] = [3, 6, 8] };

    private static readonly Dictionary<string, float[]> Expected = ReferenceFiles.Tensors("augmentations.safetensors",
    [
        .. from image in Shapes
           from name in (string[])["", ".horizontal", ".vertical",
               .. Angles.Select((_, i) => $".rotate.{i}"), .. Cuts.Select((_, i) => $".cut.{i}"),
               .. Factors.Select((_, i) => $".brightness.{i}"), .. Factors.Select((_, i) => $".contrast.{i}")]
           select (image.Key + name, image.Value),
    ]);

    private delegate void Change(AugmentedImage image);

    private static void Check(string image, string change, Change apply, float tolerance = Tolerance)
    {
        int[] shape = Shapes[image];
        float[] pixels = [.. Expected[image]], expected = Expected[$"{image}.{change}"], scratch = new float[pixels.Length];
        scratch.AsSpan().Fill(float.NaN);
        apply(new AugmentedImage(shape[0], shape[1], shape[2], pixels, scratch));
        for (int i = 0; i < pixels.Length; i++)
            Assert.True(
                MathF.Abs(pixels[i] - expected[i]) <= tolerance,
                $"{image}.{change}[{i}] is {pixels[i]}; the reference is {expected[i]}.");
    }

    [Theory]
    [InlineData("grey")]
    [InlineData("color")]
    public void Formulas_are_those_of_the_reference(string image)
    {
        SampleRandom random = new(1, 2, 3);
        Check(image, "horizontal", pixels => new HorizontalFlip(1).Apply(pixels, ref random), 0);
        Check(image, "vertical", pixels => new VerticalFlip(1).Apply(pixels, ref random), 0);
        for (int i = 0; i < Angles.Length; i++)
            Check(image, $"rotate.{i}", pixels => RandomRotation.Rotate(pixels, Angles[i], Fill));
        for (int i = 0; i < Cuts.Length; i++)
            Check(image, $"cut.{i}", pixels => RandomCrop.Cut(pixels, Cuts[i].Down, Cuts[i].Right, Fill), 0);
        for (int i = 0; i < Factors.Length; i++)
        {
            Check(image, $"brightness.{i}", pixels => RandomBrightness.Scale(pixels, Factors[i]));
            Check(image, $"contrast.{i}", pixels => RandomContrast.Stretch(pixels, Factors[i]));
        }
    }

    /// <summary>What an augmentation makes of the left and the right pixel of many images of 1×1×2 (0.25, 0.5).</summary>
    private static (float Left, float Right)[] Draws(Augmentation augmentation, int count = 4000)
    {
        float[] scratch = new float[2];
        return [.. Enumerable.Range(0, count).Select(sample =>
        {
            float[] pixels = [0.25f, 0.5f];
            SampleRandom random = new(7, 0, sample);
            augmentation.Apply(new AugmentedImage(1, 1, 2, pixels, scratch), ref random);
            return (pixels[0], pixels[1]);
        })];
    }

    [Theory]
    [InlineData(0f, 0.0)]
    [InlineData(0.25f, 0.25)]
    [InlineData(1f, 1.0)]
    public void Flips_happen_as_often_as_asked(float probability, double share)
    {
        // Four standard deviations of a share of 4000 are less than 0.03.
        Assert.InRange(
            Draws(new HorizontalFlip(probability)).Count(pixels => pixels == (0.5f, 0.25f)) / 4000.0,
            share - 0.03,
            share + 0.03);
        Assert.All(Draws(new HorizontalFlip(probability)), pixels => Assert.True(pixels is (0.5f, 0.25f) or (0.25f, 0.5f)));
    }

    [Fact]
    public void All_places_of_a_crop_are_equally_likely()
    {
        // By rows −1, 0, 1 and columns −1, 0, 1: a third shows a row at all, and of these each column a third.
        (float, float)[] draws = Draws(new RandomCrop(1, fill: 1), 9000);
        (float, float)[] kinds = [(1, 0.25f), (0.25f, 0.5f), (0.5f, 1), (1, 1)];
        Assert.Equal(9000, kinds.Sum(kind => draws.Count(pixels => pixels == kind)));
        Assert.All(kinds[..3], kind => Assert.InRange(draws.Count(pixels => pixels == kind), 850, 1150));
        Assert.All(Draws(new RandomCrop(0)), pixels => Assert.Equal((0.25f, 0.5f), pixels));
    }

    [Fact]
    public void Factors_fill_their_range()
    {
        float[] factors = [.. Draws(new RandomBrightness(0.4f)).Select(pixels => pixels.Left * 4)];
        Assert.InRange(factors.Min(), 0.6f, 0.605f);
        Assert.InRange(factors.Max(), 1.395f, 1.4f);
        Assert.InRange(factors.Average(), 0.98f, 1.02f);

        // The amount 3 gives factors from 0, not from −2, and what exceeds 1 is clipped.
        Assert.InRange(Draws(new RandomBrightness(3)).Min(pixels => pixels.Left), 0, 0.001f);
        Assert.Equal(1, Draws(new RandomBrightness(3)).Max(pixels => pixels.Right));
        Assert.All(Draws(new RandomContrast(0.5f)), pixels => Assert.Equal(0.75f, pixels.Left + pixels.Right, 1e-6f));
        float[] contrasts = [.. Draws(new RandomContrast(0.5f)).Select(pixels => (pixels.Right - pixels.Left) * 4)];
        Assert.InRange(contrasts.Min(), 0.5f, 0.505f);
        Assert.InRange(contrasts.Max(), 1.495f, 1.5f);
        Assert.All(Draws(new RandomRotation(0)), pixels => Assert.Equal((0.25f, 0.5f), pixels));
        Assert.Contains(Draws(new RandomRotation(180)), pixels => pixels.Left > 0.49f);
    }

    [Fact]
    public void Draws_are_the_same_in_every_version()
    {
        SampleRandom random = new(seed: 1, epoch: 2, sample: 3, position: 4);
        uint[] drawn = [random.NextUInt(), random.NextUInt(), random.NextUInt()];
        (uint first, uint second) = ModelGen.Runtime.CounterRandom.Threefry2x32(1, 0xA000_0002, 3, 0x0400_0000);
        (uint third, _) = ModelGen.Runtime.CounterRandom.Threefry2x32(1, 0xA000_0002, 3, 0x0400_0001);
        Assert.Equal([first, second, third], drawn);
        int[] counts = new int[5];
        for (int i = 0; i < 5000; i++)
            counts[random.NextInt(5)]++;
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Different_seeds_epochs_samples_and_positions_draw_differently()
    {
        static uint First(int seed, int epoch, int sample, int position) => new SampleRandom(seed, epoch, sample, position).NextUInt();
        uint[] drawn =
        [
            First(0, 0, 0, 0),
            First(1, 0, 0, 0),
            First(-1, 0, 0, 0),
            First(0, 1, 0, 0),
            First(0, 0, 1, 0),
            First(0, 0, 0, 1),
            First(0, 0, 0, 255),
        ];
        Assert.Equal(drawn.Length, drawn.Distinct().Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => First(0, -1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => First(0, 0, -1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => First(0, 0, 0, 256));
    }

    [Fact]
    public void Angles_are_those_of_the_library_to_15_digits()
    {
        for (double degrees = -360; degrees <= 360; degrees += 0.37)
        {
            (double sine, double cosine) = ModelGen.Runtime.Trigonometry.SinCosOfDegrees(degrees);
            Assert.Equal(Math.Sin(degrees * Math.PI / 180), sine, 2e-15);
            Assert.Equal(Math.Cos(degrees * Math.PI / 180), cosine, 2e-15);
        }

        Assert.Equal((1, 0), ModelGen.Runtime.Trigonometry.SinCosOfDegrees(90));
        Assert.Equal((0, -1), ModelGen.Runtime.Trigonometry.SinCosOfDegrees(-180));
    }

    [Fact]
    public void They_print_and_compare_by_value()
    {
        Assert.Equal("RandomCrop { Padding = 4, Fill = 0 }", new RandomCrop(4).ToString());
        Assert.Equal(new RandomRotation(10), new RandomRotation(10));
        Assert.NotEqual<Augmentation>(new HorizontalFlip(), new VerticalFlip());
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Action[] actions =
        [
            () => _ = new HorizontalFlip(-0.1f),
            () => _ = new VerticalFlip(float.NaN),
            () => _ = new RandomCrop(-1),
            () => _ = new RandomCrop(1, float.NaN),
            () => _ = new RandomCrop(int.MaxValue),
            () => _ = new RandomRotation(181),
            () => _ = new RandomRotation(float.NaN),
            () => _ = new RandomRotation(1, float.PositiveInfinity),
            () => _ = new RandomBrightness(-1),
            () => _ = new RandomContrast(float.PositiveInfinity),
        ];
        Assert.All(actions, action => Assert.Throws<ArgumentOutOfRangeException>(action));
        Assert.Contains(
            "5 pixels were given; 1 × 2 × 3 = 6 are needed",
            Assert
                .Throws<ArgumentException>(() =>
                {
                    _ = new AugmentedImage(1, 2, 3, new float[5], new float[6]);
                })
                .Message);
        Assert.Contains(
            "scratch memory for 5 numbers; 6 are needed",
            Assert
                .Throws<ArgumentException>(() =>
                {
                    _ = new AugmentedImage(1, 2, 3, new float[6], new float[5]);
                })
                .Message);
    }
}
