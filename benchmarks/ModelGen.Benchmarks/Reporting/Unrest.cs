namespace ModelGen.Benchmarks.Reporting;

/// <summary>Notices when something else used the processor during the measurements.</summary>
internal static class Unrest
{
    private const double Most = 1.2;

    /// <summary>A warning, or null if bare multiply-adds always took about the same time.</summary>
    /// <param name="measurements">For each measurement its name, and by how much the slower rounds of the peak were slower than the middle
    /// one.</param>
    public static string? Warning(IEnumerable<(string Name, double PeakUnrest)> measurements)
    {
        string[] disturbed = [.. measurements.Where(measurement => measurement.PeakUnrest > Most).Select(measurement => measurement.Name)];
        return disturbed.Length == 0
            ? null
            : $"The machine was not idle: during {string.Join(", ", disturbed)} even bare multiply-adds took very different times. Measure "
                + "again.";
    }
}
