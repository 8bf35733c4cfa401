using ModelGen.Data;

namespace TrainingGuide;

/// <summary>A hundred handwritten digits to learn from, some of them with a wrong label, a hundred to decide with, and all others to
/// measure with.</summary>
internal sealed class Digits
{
    private const int Few = 100, Classes = 10;
    private const double WrongShare = 0.15;

    public Digits(int seed)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "data", "digits.csv.gz");
        Dataset<int> all = Dataset.FromCsv(file, new CsvOptions { Scale = 1f / 16, InputShape = [1, 8, 8] }).Shuffle(seed);
        Training = WithWrongLabels(all.Take(Few), seed);
        Validation = all.Slice(Few, Few);
        Test = all.Slice(2 * Few, all.Count - (2 * Few));
    }

    public Dataset<int> Training { get; }

    public Dataset<int> Validation { get; }

    public Dataset<int> Test { get; }

    /// <summary>What happens where people write labels.</summary>
    private static Dataset<int> WithWrongLabels(Dataset<int> digits, int seed)
    {
        Random random = new(seed);
        int[] labels = digits.Targets.ToArray();
        foreach (int i in Enumerable.Range(0, labels.Length).OrderBy(_ => random.Next()).Take((int)(WrongShare * labels.Length)))
            labels[i] = (labels[i] + random.Next(1, Classes)) % Classes;
        return Dataset.FromArrays(digits.Inputs.ToArray(), labels, digits.InputSize, digits.InputShape.ToArray());
    }
}
