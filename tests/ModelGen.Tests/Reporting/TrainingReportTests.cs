using System.Globalization;
using System.Xml.Linq;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Reporting;
using ModelGen.Training;

namespace ModelGen.Tests.Reporting;

public class TrainingReportTests
{
    private static readonly Dataset<int> s_data = Dataset.FromArrays(
        [1, 0, 0, 1, 0, 1, 1, 0], [0, 1, 0, 0], 2, inputShape: [1, 2], classNames: ["a < b", "\"c\" & d"]);

    private static TrainingReport Report(Func<int, float> loss, int epochs = 3)
    {
        FakeClassifier model = new() { Loss = loss };
        History history = model.Fit(
            s_data,
            new FitOptions<int>
            {
                Epochs = epochs,
                BatchSize = 4,
                Validation = s_data,
                TrainingMetrics = true,
                Progress = null,
            });
        return new TrainingReport("A <title>", history)
        {
            Summary = "layer  shape\nDense  <10>",
            Matrix = ConfusionMatrix.Of(model, s_data),
        }.AddMistakes(s_data, Mistake.Of(model, s_data));
    }

    // It is written as XML too, so that a strict parser can check it.
    private static XElement Parse(TrainingReport report) =>
        XDocument.Parse(report.ToHtml().Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)).Root!;

    [Fact]
    public void It_has_all_parts_and_needs_nothing_else()
    {
        using CommaCulture culture = new();
        XElement page = Parse(Report(step => 1f / step));
        Assert.Equal(
            ["loss", "accuracy", "learning rate", "Epochs", "Confusion matrix", "Mistakes", "Model"],
            page.Descendants("h2").Select(heading => heading.Value));
        Assert.Equal("A <title>", page.Descendants("h1").Single().Value);
        Assert.Equal([2, 2, 1], page.Descendants("svg").Select(chart => chart.Elements("path").Count()));
        Assert.Contains("layer  shape\nDense  <10>", page.Descendants("pre").Single().Value);
        Assert.Contains("val_loss, epoch 3: 4", page.Descendants("circle").Select(dot => dot.Value));
        Assert.Equal(1 + 3, page.Descendants("table").First().Elements("tr").Count());

        string html = page.ToString();
        Assert.DoesNotContain("http", html.Replace("http://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.All(page.Descendants("img"), image => Assert.StartsWith("data:image/png;base64,", image.Attribute("src")!.Value));
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_and_weights_are_pictures()
    {
        GradientNorms norms = new();
        Assert.Throws<ArgumentException>(() => Report(_ => 1).AddGradientNorms(norms));
        Checkpoints.WithAdam model = new(1);
        List<double> seen = [];
        LambdaCallback watch = new()
        {
            BatchEnd = _ => seen.Add(Math.Sqrt(model.Parameters.Where(p => p.Trainable).Sum(p => p.Gradient.Sum(g => (double)g * g)))),
        };
        History history = model.Fit(
            Checkpoints.FitCheckpointTests.Data(), Checkpoints.FitCheckpointTests.Options(null, 2, norms, watch));
        Assert.Equal(2, norms.Epochs.Count);
        Assert.Equal(seen.Take(8).Average(), norms.Epochs[0], 1e-9);
        Assert.Equal(seen.Skip(8).Average(), norms.Epochs[1], 1e-9);

        model.Parameters["dense2.weight"].Value.Fill(float.NaN);
        XElement page = Parse(new TrainingReport("Looks", history).AddGradientNorms(norms).AddWeights(model.Parameters));
        XElement weights = page.Descendants("div").Single(part => (string?)part.Attribute("class") == "histograms");
        Assert.Equal(["dense1.weight", "dense2.weight"], weights.Descendants("figcaption").Select(caption => caption.Value));
        XElement[] bars = [.. weights.Elements("figure").First().Descendants("rect")];
        Assert.Equal(120, bars.Sum(bar => int.Parse(bar.Value.Split(": ")[1].Split(' ')[0], CultureInfo.InvariantCulture)));
        Assert.Empty(weights.Elements("figure").Last().Descendants("rect"));
    }

    [Fact]
    public void The_matrix_and_the_mistakes_name_their_classes()
    {
        XElement page = Parse(Report(_ => 1));
        XElement matrix = page.Descendants("table").Single(table => (string?)table.Attribute("class") == "matrix");
        Assert.Equal([["", "a < b", "\"c\" & d", "recall"], ["a < b", "2", "1", "66.7%"], ["\"c\" & d", "", "1", "100.0%"]],
            matrix.Elements("tr").Select(row => row.Elements().Select(cell => cell.Value)));
        Assert.Contains("is a < bseen as \"c\" & d", Assert.Single(page.Descendants("figcaption")).Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(500)]
    public void Lines_stay_inside_the_picture(int epochs)
    {
        foreach (
            Func<int, float> loss in (Func<int, float>[])
                [step => 1e6f / step / step / step, _ => 0, _ => -3.25f, step => step % 2 - 0.5f, step => 1e-30f * step])
        {
            XElement page = Parse(Report(loss, epochs));
            foreach (XElement dot in page.Descendants("circle"))
            {
                Assert.InRange((double)dot.Attribute("cx")!, 64, 640 - 16);
                Assert.InRange((double)dot.Attribute("cy")!, 16, 260 - 36);
            }

            Assert.InRange(page.Descendants("circle").Count(), 4, 5 * 42);
            Assert.InRange(page.Descendants("tr").Count(), 4, 30);
        }
    }

    [Fact]
    public void Numbers_that_are_none_leave_a_gap()
    {
        string svg = LineChart.ToSvg([new ChartSeries("x", [1, double.NaN, 3, double.PositiveInfinity, 5, 6])]);
        Assert.Equal(3, svg.Split("class=\"line s0\" d=\"")[1].Split('"')[0].Count(character => character == 'M'));
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.Contains("</svg>", LineChart.ToSvg([new ChartSeries("x", [double.NaN])]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(-3, 8, "-5 0 5 10")]
    [InlineData(0.123, 0.129, "0.122 0.124 0.126 0.128 0.13")]
    [InlineData(7, 7, "2 4 6 8 10 12")]
    public void Axes_have_round_numbers(double least, double most, string ticks) =>
        Assert.Equal(ticks, string.Join(" ", ChartAxis.Linear(least, most).Ticks.Select(LineChart.Number)));

    [Fact]
    public void Logarithmic_axes_have_powers_of_ten()
    {
        Assert.Equal([0.001, 0.01, 0.1, 1, 10], ChartAxis.Logarithmic(0.004, 7).Ticks.Select(tick => Math.Round(tick, 9)));
        Assert.Equal(0.5, ChartAxis.Logarithmic(0.01, 1).Place(0.1), 1e-12);
        Assert.Equal([1, 2, 3], ChartAxis.Whole(1, 3).Ticks);
        Assert.Equal([1, 20, 40, 60, 80, 100], ChartAxis.Whole(1, 100).Ticks);
    }

    [Fact]
    public void It_is_saved()
    {
        using TemporaryFolder folder = new();
        TrainingReport report = Report(_ => 1);
        report.Save(folder.File("report.html"));
        Assert.Equal(report.ToHtml(), File.ReadAllText(folder.File("report.html")));
    }
}
