namespace ModelGen.Reporting;

/// <summary>A line of a <see cref="LineChart"/>; a value that is no number is a gap in it.</summary>
internal sealed record ChartSeries(string Name, IReadOnlyList<double> Values);
