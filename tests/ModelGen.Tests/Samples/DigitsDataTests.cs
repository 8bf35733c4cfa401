using System.Runtime.CompilerServices;
using ModelGen.Data;

namespace ModelGen.Tests.Samples;

/// <summary>The file that samples/Digits ships is whole: the 1,797 digits of scikit-learn's <c>load_digits</c>.</summary>
public class DigitsDataTests
{
    private static readonly int[] DigitsPerClass = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180];

    private static readonly Dataset<int> Digits = Dataset.FromCsv(DataPath());

    private static string DataPath([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../samples/Digits/data/digits.csv.gz"));

    [Fact]
    public void There_are_1797_images_of_64_pixels()
    {
        Assert.Equal(1797, Digits.Count);
        Assert.Equal(64, Digits.InputSize);
        Assert.Null(Digits.ClassNames);
    }

    [Fact]
    public void Pixels_are_whole_numbers_from_0_to_16()
    {
        float[] values = [.. Digits.Inputs.ToArray().Distinct().Order()];
        Assert.Equal(Enumerable.Range(0, 17).Select(value => (float)value), values);
        Assert.Equal(561718, Digits.Inputs.ToArray().Sum(value => (double)value));
    }

    [Fact]
    public void Each_class_has_its_share() =>
        Assert.Equal(DigitsPerClass, Digits.Targets.ToArray().CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => pair.Value));

    [Fact]
    public void A_stratified_fifth_keeps_the_shares()
    {
        (Dataset<int> training, Dataset<int> test) = Digits.Split(0.8, seed: 0, stratify: true);
        Assert.Equal((1438, 359), (training.Count, test.Count));
        Assert.All(
            test.Targets.ToArray().CountBy(label => label),
            pair => Assert.InRange(pair.Value, DigitsPerClass[pair.Key] / 5, DigitsPerClass[pair.Key] / 5 + 1));
    }
}
