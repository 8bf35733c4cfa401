using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using ModelGen.Benchmarks.Reporting;

namespace ModelGen.Benchmarks.Scaling;

/// <summary>How times grow; written as JSON as it is.</summary>
internal sealed record ScaleReport(Machine Machine, int Rounds, double RoundMilliseconds, IReadOnlyList<ScaleSeries> Series)
{
    private const double Giga = 1e9;

    /// <summary>All series as Markdown.</summary>
    public string Markdown()
    {
        StringBuilder text = new();
        foreach (ScaleSeries series in Series)
            text.Append(CultureInfo.InvariantCulture, $"Growing {series.Name}: {Fixed(series)}\n\n")
                .Append(Table(series).ToMarkdown())
                .Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{Machine} Medians of {Rounds} rounds of at least {RoundMilliseconds} ms each.\n");
        if (Warning is { } warning) text.Append('\n').Append(warning).Append('\n');
        return text.ToString();
    }

    /// <summary>A warning if something else used the processor meanwhile, or null.</summary>
    [JsonIgnore]
    public string? Warning =>
        Unrest.Warning(
            Series.SelectMany(series =>
                series.Results.Select(result =>
                    (string.Create(CultureInfo.InvariantCulture, $"{series.Name} {Varying(series.Name, result.Point)}"), result.PeakUnrest))
            ));

    /// <summary>One series as a table.</summary>
    public static TextTable Table(ScaleSeries series) => new(
        [series.Name, "predict", "GFLOP/s", "of FMA peak", "step", "GFLOP/s", "of FMA peak"],
        [
            .. series.Results.Select(result => (IReadOnlyList<string>)[
                Varying(series.Name, result.Point).ToString(CultureInfo.InvariantCulture),
                Format.Time(result.PredictSeconds),
                Format.Digits(result.PredictFlop / result.PredictSeconds / Giga),
                Format.Share(result.PredictFlop / result.PredictSeconds / result.PeakFlops),
                Format.Time(result.StepSeconds),
                Format.Digits(result.StepFlop / result.StepSeconds / Giga),
                Format.Share(result.StepFlop / result.StepSeconds / result.PeakFlops)]),
        ]);

    /// <summary>What does not vary in a series.</summary>
    public static string Fixed(ScaleSeries series)
    {
        string[] parts = ["width", "depth", "batch"];
        return string.Join(
            ", ",
            parts
                .Where(part => part != series.Name)
                .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part} {Varying(part, ScalePoint.Middle)}")));
    }

    private static int Varying(string name, ScalePoint point) =>
        name switch
        {
            "width" => point.Width,
            "depth" => point.Depth,
            _ => point.Batch,
        };
}

/// <summary>The results along which one number varies.</summary>
internal sealed record ScaleSeries(string Name, IReadOnlyList<ScaleResult> Results);

/// <summary>The times of one network at one batch size, and the peak of multiply-adds in the same rounds.</summary>
internal sealed record ScaleResult(
    ScalePoint Point,
    double PredictSeconds,
    double PredictFlop,
    double StepSeconds,
    double StepFlop,
    double PeakFlops,
    double PeakUnrest);
