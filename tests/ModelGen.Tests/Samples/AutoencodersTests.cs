using System.Globalization;
using System.Text.RegularExpressions;
using ModelGen.Data;

namespace ModelGen.Tests.Samples;

/// <summary>The short form of samples/Autoencoders, its pictures, and what the options of such samples refuse.</summary>
public sealed partial class AutoencodersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PackageFact]
    public void Both_learn_and_draw()
    {
        string printed = SampleProgram.Run("Autoencoders", ["--quick", "--threads", "1", "--out", _folder.File("pictures")]);

        double[] decibels = Numbers(Restored(), printed), bounds = Numbers(Bound(), printed);
        Assert.Equal((2, 2), (decibels.Length, bounds.Length));
        Assert.True(decibels[1] > decibels[0], printed);
        Assert.True(bounds[1] < bounds[0], printed);
        Assert.All(printed.Split('\n'), line => Assert.InRange(line.Length, 0, 80));

        Assert.Equal((176, 716), Size("denoise.png"));
        Assert.Equal((116, 716), Size("variational.png"));
        Assert.Equal((560, 560), Size("plane.png"));
        Assert.Equal((560, 616), Size("codes.png"));

        (int, int) Size(string name)
        {
            ByteImage picture = ByteImage.ReadPng(_folder.File("pictures/" + name));
            Assert.True(picture.Pixels.ContainsAnyExceptInRange((byte)0, (byte)127));
            Assert.True(picture.Pixels.ContainsAnyExceptInRange((byte)128, (byte)255));
            return (picture.Height, picture.Width);
        }
    }

    [PackageFact]
    public void The_seed_decides_all()
    {
        string[] options = ["--quick", "--only", "variational", "--seed", "3", "--threads"];
        Assert.Equal(WithoutTimes(SampleProgram.Run("Autoencoders", [.. options, "1"])),
            WithoutTimes(SampleProgram.Run("Autoencoders", [.. options, "2"])));

        static string WithoutTimes(string text) => Seconds().Replace(text, "");
    }

    [Fact]
    public void Options_are_checked()
    {
        Refused("There is no part 'sparse'; there are denoise, variational.", "--only", "sparse");
        Refused("--images must be a whole number from 128 to 2147483647; '127' was given.", "--images", "127");
        Refused("There is no option '--fast'", "--fast");
        Refused("Fashion-MNIST is not in '/nowhere'", "--data", "/nowhere");

        static void Refused(string message, params string[] options) =>
            Assert.Contains(message, SampleProgram.Run("Autoencoders", options, exitCode: 2), StringComparison.Ordinal);
    }

    private static double[] Numbers(Regex line, string printed) =>
        [.. line.Matches(printed).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"restored, epoch \d +([\d.]+)")]
    private static partial Regex Restored();

    [GeneratedRegex(@"= ([\d.]+)")]
    private static partial Regex Bound();

    [GeneratedRegex(@"\d+ s$", RegexOptions.Multiline)]
    private static partial Regex Seconds();
}
