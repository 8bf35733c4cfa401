using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Analysis;

/// <summary>Numbers about one parameter and its gradient.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Count">How many elements.</param>
/// <param name="WeightNorm">The norm of the weights.</param>
/// <param name="GradientNorm">The norm of the gradient.</param>
/// <param name="GradientMean">The mean of the gradient's absolute values.</param>
/// <param name="GradientMaximum">The largest of them.</param>
/// <param name="ZeroShare">The share of the gradient's elements that are exactly 0, from 0 to 1.</param>
/// <param name="NonFinite">How many weights and elements of the gradient are NaN or infinite.</param>
public sealed record ParameterStatistics(
    string Name,
    int Count,
    double WeightNorm,
    double GradientNorm,
    double GradientMean,
    double GradientMaximum,
    double ZeroShare,
    int NonFinite)
{
    /// <summary>The norm of the gradient in units of that of the weights: where it shrinks from layer to layer gradients vanish, where it
    /// grows they explode. NaN if all weights are 0.</summary>
    public double Ratio => GradientNorm / WeightNorm;

    /// <summary>
    /// Numbers about all parameters that are learned, in the order of the layers, as they are now: after a
    /// <see cref="ITrainable{TTarget}.TrainStep"/> or a <c>Backward</c>.
    /// </summary>
    /// <param name="parameters">The parameters of a model.</param>
    /// <returns>A row for each.</returns>
    public static IReadOnlyList<ParameterStatistics> Of(ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return [.. parameters.Where(parameter => parameter.Trainable).Select(Of)];
    }

    /// <summary>The rows as a table.</summary>
    /// <param name="rows">The rows.</param>
    /// <returns>Several lines, separated by \n.</returns>
    public static string Table(IReadOnlyList<ParameterStatistics> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int width = rows.Select(row => row.Name.Length).Append(4).Max();
        StringBuilder text = new($"{"name".PadRight(width)}    weights   gradient      ratio    largest  zeros");
        foreach (ParameterStatistics row in rows)
        {
            text.Append('\n').Append(row.Name.PadRight(width));
            foreach (double value in (double[])[row.WeightNorm, row.GradientNorm, row.Ratio, row.GradientMaximum])
                text.Append("  ").Append(Numbers.Format(value, "0.00e+0").PadLeft(9));
            text.Append("  ").Append(Numbers.Format(100 * row.ZeroShare, "0").PadLeft(3)).Append(" %");
            if (row.NonFinite > 0) text.Append($"  {row.NonFinite} not finite");
        }

        return text.ToString();
    }

    private static ParameterStatistics Of(Parameter parameter)
    {
        float[] weights = parameter.Value.ToArray(), gradient = parameter.Gradient.ToArray();
        return new ParameterStatistics(
            parameter.Name,
            weights.Length,
            Math.Sqrt(weights.Sum(value => (double)value * value)),
            Math.Sqrt(gradient.Sum(value => (double)value * value)),
            gradient.Average(value => (double)Math.Abs(value)),
            gradient.Max(value => (double)Math.Abs(value)),
            gradient.Count(value => value == 0) / (double)gradient.Length,
            weights.Count(value => !float.IsFinite(value)) + gradient.Count(value => !float.IsFinite(value)));
    }
}
