using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Analysis;

/// <summary>Numbers about what a layer gives: whether it is alive, and neither vanishes nor saturates.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Samples">Of how many samples.</param>
/// <param name="Units">How many numbers a sample has.</param>
/// <param name="Mean">The mean of all numbers that are finite; NaN if there are none.</param>
/// <param name="Deviation">Their standard deviation, by the number of them; NaN if there are none.</param>
/// <param name="ZeroShare">The share of numbers that are exactly 0, from 0 to 1.</param>
/// <param name="SaturatedShare">The share of numbers at a limit of their range, from 0 to 1; 0 without limits. NaN and infinities are at
/// none.</param>
/// <param name="ConstantUnits">How many units give the same number for all samples: those behind a ReLU that is never above 0, for example.
/// With one sample, none is counted.</param>
/// <param name="NonFinite">How many numbers are NaN or infinite.</param>
/// <remarks>
/// Values inside a model are had with <see cref="OutputAttribute"/>: <c>[Dense(32), Tanh, As("hidden"), …, Output("hidden")]</c> gives
/// <c>Predict</c> one more argument, which costs a copy. From layer to layer the deviation should stay about the same: where it shrinks,
/// signals vanish, where it grows they explode (Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks,
/// 2010).
/// </remarks>
/// <example><code>
/// model.Predict(test.Inputs, outputs, hidden);
/// Console.WriteLine(ActivationStatistics.Table([ActivationStatistics.Of("hidden", hidden, units: 32, low: -1, high: 1)]));
/// </code></example>
public sealed record ActivationStatistics(
    string Name,
    int Samples,
    int Units,
    double Mean,
    double Deviation,
    double ZeroShare,
    double SaturatedShare,
    int ConstantUnits,
    int NonFinite)
{
    /// <summary>As near to a limit as this, in units of the range, a number is saturated.</summary>
    private const double Near = 0.01;

    /// <summary>Computes the numbers, in double precision and in order.</summary>
    /// <param name="name">What the layer is called.</param>
    /// <param name="values">What it gives: n · <paramref name="units"/> floats, sample after sample, n ≥ 1.</param>
    /// <param name="units">How many numbers a sample has; at least 1.</param>
    /// <param name="low">Below which the activation never is, such as −1 for tanh and 0 for a sigmoid or a ReLU; −∞ if there is no limit.
    /// </param>
    /// <param name="high">Above which it never is, such as 1 for tanh and a sigmoid; ∞ if there is no limit.</param>
    /// <returns>The numbers. With two limits, a number within a hundredth of the range from one of them is saturated; with one limit, a
    /// number at it.</returns>
    /// <exception cref="ArgumentException">The length does not fit, or the limits are not in order.</exception>
    public static ActivationStatistics Of(
        string name,
        ReadOnlySpan<float> values,
        int units,
        double low = double.NegativeInfinity,
        double high = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        if (values.Length == 0 || values.Length % units != 0)
            throw new ArgumentException($"There are {values.Length} values; {units} for each sample are needed.", nameof(values));
        if (!(low < high))
        {
            throw new ArgumentException(
                $"The range is from {Numbers.Format(low, "R")} to {Numbers.Format(high, "R")}; its end must be greater than its start.",
                nameof(high));
        }

        double margin = double.IsFinite(high - low) ? Near * (high - low) : 0;
        double sum = 0;
        int finite = 0, zeros = 0, saturated = 0;
        bool[] moves = new bool[units];
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            if (value == 0) zeros++;
            moves[i % units] |= !value.Equals(values[i % units]);
            if (!float.IsFinite(value)) continue;
            if (value <= low + margin || value >= high - margin) saturated++;
            finite++;
            sum += value;
        }

        double mean = sum / finite, squares = 0;
        foreach (float value in values)
        {
            if (float.IsFinite(value)) squares += (value - mean) * (value - mean);
        }

        int samples = values.Length / units;
        return new ActivationStatistics(
            name,
            samples,
            units,
            mean,
            Math.Sqrt(squares / finite),
            zeros / (double)values.Length,
            saturated / (double)values.Length,
            samples == 1 ? 0 : moves.Count(moved => !moved),
            values.Length - finite);
    }

    /// <summary>The rows as a table.</summary>
    /// <param name="rows">The rows.</param>
    /// <returns>Several lines, separated by \n.</returns>
    public static string Table(IReadOnlyList<ActivationStatistics> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int width = rows.Select(row => row.Name.Length).Append(4).Max();
        StringBuilder text = new($"{"name".PadRight(width)}       mean  deviation  zeros  saturated  constant units");
        foreach (ActivationStatistics row in rows)
        {
            text.Append('\n').Append(row.Name.PadRight(width))
                .Append("  ").Append(Numbers.Format(row.Mean, "0.00e+0").PadLeft(9))
                .Append("  ").Append(Numbers.Format(row.Deviation, "0.00e+0").PadLeft(9))
                .Append("  ").Append(Numbers.Format(100 * row.ZeroShare, "0").PadLeft(3)).Append(" %")
                .Append("  ").Append(Numbers.Format(100 * row.SaturatedShare, "0").PadLeft(7)).Append(" %")
                .Append("  ").Append($"{row.ConstantUnits} of {row.Units}".PadLeft(14));
            if (row.NonFinite > 0) text.Append($"  {row.NonFinite} not finite");
        }

        return text.ToString();
    }
}
