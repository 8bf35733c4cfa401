using System.Security;
using System.Text;
using ModelGen.Analysis;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Runtime;
using ModelGen.Serialization;
using ModelGen.Training;

namespace ModelGen.Reporting;

/// <summary>
/// A page about a training: curves of the losses, metrics and the learning rate, a table of the epochs, and on demand the layers, the
/// confusion matrix and the mistakes. One HTML file that needs no other and no network, light or dark as the reader's system is.
/// </summary>
/// <example><code>
/// new TrainingReport("Digits", history) { Summary = DigitNet.Summary, Matrix = ConfusionMatrix.Of(model, test) }
///     .AddMistakes(test, Mistake.Of(model, test)).Save("report.html");
/// </code></example>
/// <param name="title">What stands above it.</param>
/// <param name="history">What the training gave.</param>
public sealed class TrainingReport(string title, History history)
{
    private const int MostRows = 20;
    private readonly StringBuilder _mistakes = new(), _pictures = new();

    /// <summary>A text of the model with fixed width, such as its <c>Summary</c>, or null.</summary>
    public string? Summary { get; init; }

    /// <summary>A confusion matrix, or null.</summary>
    public ConfusionMatrix? Matrix { get; init; }

    /// <summary>Adds pictures of what was taken for another class.</summary>
    /// <param name="data">The images: [height, width], or [channels, height, width] with 1 to 4 channels.</param>
    /// <param name="mistakes">Which ones to show, in their order.</param>
    /// <param name="count">The most images to show; at least 1.</param>
    /// <returns>This report.</returns>
    /// <exception cref="ArgumentException">A mistake is not one of this dataset.</exception>
    /// <exception cref="InvalidOperationException">The samples are no images.</exception>
    public TrainingReport AddMistakes(Dataset<int> data, IReadOnlyList<Mistake> mistakes, int count = 48)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(mistakes);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _mistakes.Append("<section class=\"wide\"><h2>Mistakes</h2>")
            .Append($"<p>{mistakes.Count} of {data.Count} taken for another class; the surest first.</p><div class=\"mistakes\">\n");
        foreach (Mistake mistake in mistakes.Take(count))
        {
            if ((uint)mistake.Index >= (uint)data.Count)
            {
                throw new ArgumentException(
                    $"A mistake is at position {mistake.Index}; the dataset has {data.Count} samples.", nameof(mistakes));
            }

            string png = Convert.ToBase64String(data.Image(mistake.Index).ToPng());
            string actual = Name(data, mistake.Actual), predicted = Name(data, mistake.Predicted);
            _mistakes.Append($"<figure title=\"Sample {mistake.Index}, margin {Numbers.Format(mistake.Margin, "0.##")}\">")
                .Append($"<img alt=\"{actual}\" src=\"data:image/png;base64,{png}\"/>")
                .Append($"<figcaption>is {actual}<br/><span class=\"wrong\">seen as {predicted}</span></figcaption></figure>\n");
        }

        _mistakes.Append("</div></section>\n");
        return this;
    }

    /// <summary>Adds a map of the loss around the weights.</summary>
    /// <param name="surface">The losses.</param>
    /// <returns>This report.</returns>
    public TrainingReport AddLossSurface(LossSurface surface)
    {
        ArgumentNullException.ThrowIfNull(surface);
        _pictures.Append("<section><h2>Loss around the weights</h2>")
            .Append("<p>Along two random directions, each filter of them as long as that of the weights; the dot is the model.</p>\n")
            .Append(SurfacePicture.ToSvg(surface)).Append("</section>\n");
        return this;
    }

    /// <summary>Adds a calibration plot: how often the model is right, by how sure it is.</summary>
    /// <param name="bins">The bins of <see cref="CalibrationError.Bins"/>, at least one.</param>
    /// <returns>This report.</returns>
    /// <exception cref="ArgumentException">There are none.</exception>
    public TrainingReport AddCalibration(IReadOnlyList<CalibrationError.Bin> bins)
    {
        ArgumentNullException.ThrowIfNull(bins);
        if (bins.Count == 0)
            throw new ArgumentException("There are no bins; at least 1 is needed.", nameof(bins));
        double samples = bins.Sum(bin => (double)bin.Samples);
        double error = bins.Where(bin => bin.Samples > 0).Sum(bin => bin.Samples * Math.Abs(bin.Accuracy - bin.Confidence)) / samples;
        _pictures.Append("<section><h2>Calibration</h2>")
            .Append("<p>The share that is right, by confidence. On the line both agree; ")
            .Append($"the mean distance is {LineChart.Number(error)}.</p>\n")
            .Append(ReliabilityDiagram.ToSvg(bins)).Append("</section>\n");
        return this;
    }

    /// <summary>Adds the norms of the gradients.</summary>
    /// <param name="norms">The callback that noted them, after at least one epoch.</param>
    /// <returns>This report.</returns>
    /// <exception cref="ArgumentException">It has seen no epoch.</exception>
    public TrainingReport AddGradientNorms(GradientNorms norms)
    {
        ArgumentNullException.ThrowIfNull(norms);
        if (norms.Epochs.Count == 0)
            throw new ArgumentException("The callback has seen no epoch; at least 1 is needed.", nameof(norms));
        AppendChart(_pictures, "gradient norm", [new ChartSeries("mean of the batches", norms.Epochs)]);
        return this;
    }

    /// <summary>Adds a histogram of each weight, a parameter that is learned and has at least two axes.</summary>
    /// <param name="parameters">Those of the model.</param>
    /// <returns>This report.</returns>
    public TrainingReport AddWeights(ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _pictures.Append("<section class=\"wide\"><h2>Weights</h2><div class=\"histograms\">\n");
        foreach (Parameter weight in parameters.Where(parameter => parameter is { Trainable: true, Shape.Count: >= 2 }))
        {
            _pictures.Append($"<figure>{Histogram.ToSvg(weight.Value.ToArray())}")
                .Append($"<figcaption>{Escape(weight.Name)}</figcaption></figure>\n");
        }

        _pictures.Append("</div></section>\n");
        return this;
    }

    /// <summary>Adds a text with fixed width, such as a table of an analysis.</summary>
    /// <param name="heading">What stands above it.</param>
    /// <param name="text">The text.</param>
    /// <returns>This report.</returns>
    public TrainingReport AddText(string heading, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(heading);
        ArgumentNullException.ThrowIfNull(text);
        _pictures.Append($"<section><h2>{Escape(heading)}</h2><pre>{Escape(text)}</pre></section>\n");
        return this;
    }

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file, by custom ending in <c>.html</c>; replaced if it exists, unchanged if writing fails.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = Encoding.UTF8.GetBytes(ToHtml());
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>The text of the page.</summary>
    /// <returns>An HTML document, lines separated by \n.</returns>
    public string ToHtml()
    {
        StringBuilder html = new();
        html.Append(
                "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
                    + "content=\"width=device-width\"/>\n")
            .Append($"<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>{Escape(title)}</title>\n")
            .Append($"<style>\n{ReportStyle.Css.ReplaceLineEndings("\n")}\n</style></head><body>\n")
            .Append($"<h1>{Escape(title)}</h1>\n<p>{Escape(Introduction())}</p>\n<div class=\"grid-of-cards\">\n");
        foreach ((string heading, ChartSeries[] series) in Charts())
            AppendChart(html, heading, series);
        AppendEpochs(html);
        if (Matrix is not null)
            AppendMatrix(html, Matrix);
        html.Append(_pictures).Append(_mistakes);
        if (Summary is not null)
            html.Append($"<section class=\"wide\"><h2>Model</h2><pre>{Escape(Summary)}</pre></section>\n");
        return html.Append("</div></body></html>\n").ToString();
    }

    private static string Name(Dataset<int> data, int label) =>
        Escape(data.ClassNames is { } names && (uint)label < (uint)names.Count ? names[label] : Numbers.Format(label));

    // A document may not hold control characters, not even escaped; line breaks are kept.
    private static string Escape(string text) =>
        SecurityElement.Escape(string.Concat(
            text.ReplaceLineEndings("\n").Select(character => char.IsControl(character) && character != '\n' ? ' ' : character)));

    private string Introduction()
    {
        int count = history.Epochs.Count;
        string ended = history.StoppedEarly ? ", stopped early" : "";
        return $"{Numbers.Format(count)} epoch{(count == 1 ? "" : "s")}{ended}, {KerasFormat.Duration(history.Seconds)} in all";
    }

    // A metric and that of the validation data share a picture.
    private IEnumerable<(string Heading, ChartSeries[] Series)> Charts()
    {
        string[] keys = [.. history.Keys];
        const string Prefix = EpochRecord.ValidationPrefix;
        IEnumerable<string> names = keys.Select(key => key.StartsWith(Prefix, StringComparison.Ordinal) ? key[Prefix.Length..] : key)
            .Distinct().OrderBy(name => name == EpochRecord.LearningRateKey);
        foreach (string name in names)
        {
            string[] own = [.. new[] { name, Prefix + name }.Where(keys.Contains)];
            ChartSeries[] series = [.. own.Select(key => new ChartSeries(key, history[key], key == name ? 0 : 1))];
            yield return (name == EpochRecord.LearningRateKey ? "learning rate" : name.Replace('_', ' '), series);
        }
    }

    private static void AppendChart(StringBuilder html, string heading, ChartSeries[] series)
    {
        html.Append($"<section><h2>{Escape(heading)}</h2>\n");
        foreach (ChartSeries line in series)
            html.Append($"<span class=\"key s{line.Style}\">{Escape(line.Name)} {LineChart.Number(line.Values[^1])}</span>");
        html.Append('\n').Append(LineChart.ToSvg(series)).Append("</section>\n");
    }

    private void AppendEpochs(StringBuilder html)
    {
        string[] keys = [.. history.Keys];
        html.Append("<section class=\"wide\"><h2>Epochs</h2><table>\n<tr><th>epoch</th>")
            .AppendJoin("", keys.Select(key => $"<th>{Escape(key)}</th>")).Append("<th>seconds</th></tr>\n");
        int every = Math.Max(1, (history.Epochs.Count + MostRows - 1) / MostRows);
        foreach (EpochRecord epoch in history.Epochs.Where((_, i) => i % every == 0 || i == history.Epochs.Count - 1))
        {
            html.Append($"<tr><td>{epoch.Epoch}</td>")
                .AppendJoin("", keys.Select(key => $"<td>{(epoch.TryGet(key, out double value) ? KerasFormat.Value(value) : "")}</td>"))
                .Append($"<td>{Numbers.Format(epoch.Seconds, "0.00")}</td></tr>\n");
        }

        html.Append("</table></section>\n");
    }

    private static void AppendMatrix(StringBuilder html, ConfusionMatrix matrix)
    {
        string accuracy = $"{ConfusionTable.Percent(matrix.Accuracy)}: {Numbers.Format(matrix.Correct)} of {Numbers.Format(matrix.Total)}";
        html.Append($"<section class=\"wide\"><h2>Confusion matrix</h2><p>accuracy {accuracy}; rows are the true classes.</p>\n")
            .Append("<table class=\"matrix\">\n<tr><th></th>")
            .AppendJoin("", matrix.ClassNames.Select(name => $"<th>{Escape(name)}</th>")).Append("<th>recall</th></tr>\n");
        for (int actual = 0; actual < matrix.ClassCount; actual++)
        {
            long samples = matrix.Samples(actual);
            html.Append($"<tr><th class=\"row\">{Escape(matrix.ClassNames[actual])}</th>");
            for (int predicted = 0; predicted < matrix.ClassCount; predicted++)
            {
                long count = matrix[actual, predicted];
                string opacity = Numbers.Format(0.1 + (0.55 * count / Math.Max(1, samples)), "0.##");
                string shade = count == 0 ? "" : $" style=\"background: rgba(var(--cell), {opacity})\"";
                html.Append(
                    $"<td{(actual == predicted ? " class=\"right\"" : "")}{shade}>{(count == 0 ? "" : Numbers.Format(count))}</td>");
            }

            html.Append($"<td>{ConfusionTable.Percent(matrix.Recall(actual))}</td></tr>\n");
        }

        html.Append("</table></section>\n");
    }
}
