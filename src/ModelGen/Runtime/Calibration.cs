using System.ComponentModel;

namespace ModelGen.Runtime;

/// <summary>What generated code calls to measure how large the numbers are that arrive at layers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Calibration
{
    /// <summary>Room for the largest magnitudes of samples.</summary>
    /// <param name="samples">How many samples there are.</param>
    /// <param name="values">How many magnitudes are measured for each.</param>
    /// <param name="share">Which share of the samples lies within the ranges.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not over 0 and at most 1.</exception>
    public static float[] For(int samples, int values, double share)
    {
        if (!(share > 0 && share <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share of the samples is over 0 and at most 1; 1 takes all.");
        return new float[checked(samples * values)];
    }

    /// <summary>Sets what is measured.</summary>
    /// <param name="parameters">The parameters of the model.</param>
    /// <param name="ranges">For each sample the largest magnitudes, in the order of the parameters that are measured.</param>
    /// <param name="share">Which share of the samples lies within the ranges.</param>
    /// <exception cref="ArithmeticException">A magnitude is not finite.</exception>
    /// <remarks>
    /// A range is that of the sample at ⌈share · n⌉ in the order of their magnitudes. Where nothing but zeros arrived it is 1: a number
    /// that may arrive one day is not cut to nothing.
    /// </remarks>
    public static void Set(ParameterSet parameters, float[] ranges, double share)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(ranges);
        Parameter[] measured = [.. parameters.Where(parameter => parameter.Descriptor.IsMeasured)];
        float[] found = new float[measured.Length], own = new float[ranges.Length / Math.Max(measured.Length, 1)];
        for (int i = 0; i < measured.Length; i++)
        {
            for (int sample = 0; sample < own.Length; sample++) own[sample] = ranges[(sample * measured.Length) + i];
            if (Array.FindIndex(own, magnitude => !float.IsFinite(magnitude)) is >= 0 and var at)
            {
                throw new ArithmeticException(
                    $"'{measured[i].Name}' cannot be measured: of sample {at} a number that arrives there is {own[at]}. The model is "
                        + "unchanged.");
            }

            Array.Sort(own);
            float range = own[Math.Clamp((int)Math.Ceiling(share * own.Length), 1, own.Length) - 1];
            found[i] = range > 0 ? range : 1;
        }

        for (int i = 0; i < measured.Length; i++) measured[i].Value[0] = found[i];
    }
}
