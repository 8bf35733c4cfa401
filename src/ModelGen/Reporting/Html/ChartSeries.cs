namespace ModelGen.Reporting;

/// <summary>A line of a <see cref="LineChart"/>; a value that is no number is a gap in it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Values">Its numbers, epoch by epoch.</param>
/// <param name="Style">Which of the colours it has, from 0.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<double> Values, int Style = 0);
