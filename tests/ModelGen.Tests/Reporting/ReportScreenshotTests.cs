using System.Runtime.CompilerServices;
using Digits;
using ModelGen.Analysis;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Package.Tests.Samples;
using ModelGen.Reporting;
using ModelGen.Training;

namespace ModelGen.Tests.Reporting;

/// <summary>The report as a browser shows it. The pictures that it is compared with were looked at.</summary>
public sealed class ReportScreenshotTests : IDisposable
{
    private const int Width = 1000;
    private const double Scale = 0.6;

    /// <summary>Fonts and browsers differ; a part that is missing, unreadable or somewhere else differs more.</summary>
    private const double MostDifference = 4;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A picture that looks different is written beside the kept one, as <c>report-….received.png</c>.</summary>
    [ExhaustiveTheory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Looks_as_it_did(string scheme)
    {
        if (Chromium.Program is null) return;
        string page = _folder.File("report.html");
        Report().Save(page);
        byte[] png;
        await using (Chromium browser = await Chromium.Open(new Uri(page).AbsoluteUri)) png = await browser.WholePage(Width, Scale, scheme);

        string shown = _folder.Write("page.png", png);
        string kept = Path.Combine(Path.GetDirectoryName(ThisFile())!, "References", $"report-{scheme}.png");
        double difference = File.Exists(kept) ? Difference(ByteImage.ReadPng(kept), ByteImage.ReadPng(shown)) : 255;
        string received = Path.ChangeExtension(kept, ".received.png");
        if (difference > MostDifference) await File.WriteAllBytesAsync(received, png);
        else File.Delete(received);
        Assert.True(difference <= MostDifference, $"The page differs by {difference:0.0} of 255 on average. See {received}");
    }

    private static TrainingReport Report()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "data", "digits.csv.gz");
        (Dataset<int> training, Dataset<int> test) = Dataset
            .FromCsv(file, new CsvOptions { Scale = 1f / 16, InputShape = [1, 8, 8] }).Take(900).Split(0.6, seed: 1, stratify: true);
        DigitNet model = new(1);
        GradientNorms norms = new();
        History history = model.Fit(training, new FitOptions<int>
        {
            Epochs = 12,
            Validation = test,
            Metrics = [Metric.Accuracy],
            TrainingMetrics = true,
            Schedule = new WarmUp(20).Times(new CosineDecay(12, end: 0.1) { Unit = ScheduleUnit.Epoch }),
            Callbacks = [norms],
            Progress = null,
        });
        float[] probabilities = new float[test.Count * 10];
        model.Predict(test.Inputs, probabilities);
        for (int row = 0; row < probabilities.Length; row += 10)
            Classification.Softmax(probabilities.AsSpan(row, 10), probabilities.AsSpan(row, 10));
        return new TrainingReport("Digits", history) { Summary = DigitNet.Summary, Matrix = ConfusionMatrix.Of(model, test) }
            .AddGradientNorms(norms)
            .AddWeights(model.Parameters)
            .AddLossSurface(LossSurface.Compute(model, test.Take(50), radius: 1, points: 21))
            .AddCalibration(CalibrationError.Bins(probabilities, test.Targets))
            .AddText("Parameters", ParameterStatistics.Table(ParameterStatistics.Of(model.Parameters)))
            .AddMistakes(test, Mistake.Of(model, test));
    }

    /// <summary>The mean difference of two pictures, in squares of 8 × 8 pixels; what only one of them has differs by 255.</summary>
    private static double Difference(ByteImage left, ByteImage right)
    {
        const int Square = 8;
        int width = Math.Min(left.Width, right.Width), height = Math.Min(left.Height, right.Height);
        double sum = 0, all = Math.Max(left.Width, right.Width) * (double)Math.Max(left.Height, right.Height);
        for (int y = 0; y < height; y += Square)
        {
            for (int x = 0; x < width; x += Square)
            {
                int wide = Math.Min(Square, width - x), high = Math.Min(Square, height - y);
                sum += Math.Abs(Mean(left, x, y, wide, high) - Mean(right, x, y, wide, high)) * wide * high;
            }
        }

        return (sum + (255 * (all - (width * (double)height)))) / all;
    }

    private static double Mean(ByteImage image, int left, int top, int width, int height)
    {
        double sum = 0;
        for (int y = top; y < top + height; y++)
        {
            for (int x = left; x < left + width; x++)
            {
                for (int channel = 0; channel < 3; channel++) sum += image[channel, y, x];
            }
        }

        return sum / (3 * width * height);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
