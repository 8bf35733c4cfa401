using ModelGen.Data;

namespace ModelGen.Tests.Data.Images;

public sealed class StandardizationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Channels_get_mean_0_and_deviation_1()
    {
        // Channel 0 holds 0, 1, 2, 3 and channel 1 always 51: mean 1.5 and deviation √1.25; mean 0.2 and none.
        Dataset<int> data = Dataset.FromPixels([0, 1, 51, 51, 2, 3, 51, 51], [0, 1], [2, 1, 2]);
        Standardization fitted = Standardization.Fit(data);
        Assert.Equal([1.5f / 255, 0.2f], fitted.Mean);
        Assert.Equal(MathF.Sqrt(1.25f) / 255, fitted.Deviation[0], 1e-8f);
        Assert.Equal(1, fitted.Deviation[1]);
        float[] values = data.Standardize(fitted).Inputs.ToArray();
        float[] expected = [-1.3416408f, -0.4472136f, 0, 0, 0.4472136f, 1.3416408f, 0, 0];
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(expected[i], values[i], 1e-6f);
    }

    [Fact]
    public void Columns_of_a_table_are_channels()
    {
        Standardization fitted = Standardization.Fit(Dataset.FromArrays([[1f, 10], [3, 30]], [0, 1]));
        Assert.Equal([2f, 20], fitted.Mean);
        Assert.Equal([1f, 10], fitted.Deviation);
    }

    [Fact]
    public void The_fit_is_that_of_plain_loops()
    {
        const int Seed = 99;
        Random random = new(Seed);
        byte[] pixels = new byte[50 * 3 * 40];
        random.NextBytes(pixels);
        Standardization fitted = Standardization.Fit(Dataset.FromPixels(pixels, new int[50], [3, 5, 8]));
        for (int channel = 0; channel < 3; channel++)
        {
            double[] values = [.. pixels.Where((_, i) => i / 40 % 3 == channel).Select(pixel => pixel / 255.0)];
            double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            Assert.Equal(mean, fitted.Mean[channel], 1e-6);
            Assert.Equal(deviation, fitted.Deviation[channel], 1e-6);
        }
    }

    [Fact]
    public void Other_data_use_the_same_numbers()
    {
        Standardization fitted = Standardization.Fit(Dataset.FromArrays([0f, 2], [0, 0], 1));
        Dataset<int> test = Dataset.FromArrays([5f, 7], [0, 0], 1).Standardize(fitted);
        Assert.Equal([4f, 6], test.Inputs.ToArray());
        Assert.Same(fitted, test.Slice(1, 1).Standardization);
        Assert.Same(fitted, test.Subset([1]).Standardization);
    }

    [Fact]
    public void It_is_saved_and_loaded()
    {
        Standardization saved = new([0.25f, -1.5f, 1e-30f], [0.1f, 3, 1e-20f]);
        string path = _folder.File("Maßstab.safetensors");
        saved.Save(path);
        Standardization loaded = Standardization.Load(path, 3);
        Assert.Equal(saved.Mean, loaded.Mean);
        Assert.Equal(saved.Deviation, loaded.Deviation);
        Assert.Contains("[3]", Assert.Throws<InvalidDataException>(() => Standardization.Load(path, 1)).Message);
        Assert.Throws<FileNotFoundException>(() => Standardization.Load(_folder.File("missing"), 1));
    }

    [Fact]
    public void It_prints_a_line_per_channel()
    {
        using CommaCulture culture = new();
        Assert.Equal("channel 0: mean 0.286041, standard deviation 0.353024\nchannel 1: mean -2, standard deviation 1",
            new Standardization([0.28604063f, -2], [0.35302424f, 1]).ToString());
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
        Dataset<int> data = Dataset.FromArrays(new float[4], [0, 0], 2, [1, 2]);
        Assert.Contains("0 means and 0 standard deviations", Message(() => new Standardization([], [])));
        Assert.Contains("2 means and 1 standard deviations", Message(() => new Standardization([1, 2], [1])));
        Assert.Contains("mean of channel 1 is NaN", Message(() => new Standardization([0, float.NaN], [1, 1])));
        Assert.Contains("standard deviation of channel 0 is 0; a finite number above 0", Message(() => new Standardization([0], [0])));
        Assert.Contains("is -1", Message(() => new Standardization([0], [-1])));
        Assert.Contains("0 samples", Message(() => Standardization.Fit(data.Take(0))));
        Assert.Contains("NaN, infinity", Message(() => Standardization.Fit(Dataset.FromArrays([float.NaN], [0], 1))));
        Assert.Contains(
            "for 2 channels; samples of the shape [1, 2] have 1",
            Message(() => data.Standardize(new Standardization([0, 0], [1, 1]))));
        Assert.Contains("3 numbers were given; a multiple of 2", Message(() => new Standardization([0, 0], [1, 1]).Apply(new float[3])));
        Dataset<int> once = data.Standardize(new Standardization([0], [1]));
        Assert.Contains("already", Assert.Throws<InvalidOperationException>(() => once.Standardize(new Standardization([0], [1]))).Message);
    }
}
