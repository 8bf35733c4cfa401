using ModelGen.Classics;
using ModelGen.Data;

namespace Streaming;

/// <summary>What the network is compared with.</summary>
internal static class Baselines
{
    /// <summary>The values that the linear forecast reads.</summary>
    public const int Values = 16;

    /// <summary>The value now as the forecast.</summary>
    public static float[] AsNow(ReadOnlySpan<float> signal) => signal.ToArray();

    /// <summary>The best linear combination of the last <see cref="Values"/> values, by least squares.</summary>
    /// <param name="training">What it learns from.</param>
    /// <param name="signal">What it forecasts.</param>
    /// <returns>A forecast for each value; 0 where too few are known.</returns>
    public static float[] Linear(ReadOnlySpan<float> training, ReadOnlySpan<float> signal)
    {
        int count = training.Length - Values - Recording.Ahead + 1;
        LinearRegression fit = LinearRegression.Fit(
            Dataset.FromArrays(Rows(training, count), training[(Values + Recording.Ahead - 1)..].ToArray(), Values));
        float[] forecast = fit.Predict(Rows(signal, signal.Length - Values + 1));
        return [.. new float[Values - 1], .. forecast];
    }

    private static float[] Rows(ReadOnlySpan<float> signal, int count)
    {
        float[] rows = new float[count * Values];
        for (int i = 0; i < count; i++) signal.Slice(i, Values).CopyTo(rows.AsSpan(i * Values));
        return rows;
    }
}
