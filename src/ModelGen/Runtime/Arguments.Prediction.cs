using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <content>What prediction needs. Models that only predict carry this file in their own assembly.</content>
public static partial class Arguments
{
    /// <summary>The number of samples that a span holds.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="perSample">How many values one sample has.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="model">The model's class.</param>
    /// <returns>At least 1.</returns>
    /// <exception cref="ArgumentException">The span is empty or ends within a sample.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Samples(int length, int perSample, string name, string model)
    {
        (int samples, int rest) = Math.DivRem(length, perSample);
        if (rest != 0 || samples == 0) ThrowNoSamples(length, perSample, name, model);
        return samples;
    }

    /// <summary>Requires a span to hold as many samples as the first argument.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="perSample">How many values one sample has.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="samples">How many samples are needed.</param>
    /// <param name="first">What decided that: the name of the first argument, or a phrase.</param>
    /// <exception cref="ArgumentException">The length is another one.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SameSamples(int length, int perSample, string name, int samples, string first)
    {
        if (length != (long)samples * perSample) ThrowOtherSamples(length, perSample, name, samples, first);
    }

    /// <summary>Requires ids to be in a vocabulary. Kernels use them as indices without looking again.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="vocabulary">How many there are.</param>
    /// <param name="perSample">How many ids one sample has.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="model">The model's class.</param>
    /// <exception cref="ArgumentException">One is negative, or not less than <paramref name="vocabulary"/>.</exception>
    public static void Tokens(ReadOnlySpan<int> ids, int vocabulary, int perSample, string name, string model)
    {
        int position = IndexOfOutside(ids, vocabulary);
        if (position >= 0) ThrowBadToken(ids[position], position, vocabulary, perSample, name, model);
    }

    /// <summary>Requires lengths of samples to be within the steps that there are.</summary>
    /// <param name="lengths">The length of each sample.</param>
    /// <param name="steps">The steps of a sample.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="model">The model's class.</param>
    /// <exception cref="ArgumentException">One is less than 1, or greater than <paramref name="steps"/>.</exception>
    public static void Lengths(ReadOnlySpan<int> lengths, int steps, string name, string model)
    {
        for (int sample = 0; sample < lengths.Length; sample++)
            if (lengths[sample] < 1 || lengths[sample] > steps) ThrowBadLength(lengths[sample], sample, steps, name, model);
    }

    /// <summary>Requires a span to hold one step of a sequence.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="needed">The numbers of a step.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="model">The model's class.</param>
    /// <exception cref="ArgumentException">It does not.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OneStep(int length, int needed, string name, string model)
    {
        if (length != needed) ThrowNotOneStep(length, needed, name, model);
    }

    /// <summary>Requires a span to hold one sample.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="needed">The numbers of a sample.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="model">The model's class.</param>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void OneSample(int length, int needed, string name, string model)
    {
        if (length != needed)
            throw new ArgumentException(
                $"{name} has {Count(length, "value")}; a stream of {model} begins with one sample, which has {needed}.",
                name);
    }

    /// <summary>Checks that what is written does not lie in what is still to be read.</summary>
    /// <param name="input">The samples.</param>
    /// <param name="output">Where the results go.</param>
    /// <param name="outputName">The name of the output's parameter.</param>
    /// <param name="inputName">The name of the input's parameter.</param>
    /// <exception cref="ArgumentException">They overlap.</exception>
    public static void Apart(ReadOnlySpan<float> input, ReadOnlySpan<float> output, string outputName, string inputName)
    {
        if (input.Overlaps(output))
            throw new ArgumentException(
                $"{outputName} overlaps {inputName}; prediction needs memory of its own for what it writes.",
                outputName);
    }

    /// <summary>The first number that is not one of 0 … count − 1, or -1.</summary>
    private static int IndexOfOutside(ReadOnlySpan<int> numbers, int count)
    {
        // As unsigned numbers, negative ones are the largest of all.
        ReadOnlySpan<uint> unsigned = MemoryMarshal.Cast<int, uint>(numbers);
        Vector<uint> last = new((uint)count - 1);
        int position = 0;
        for (; position <= unsigned.Length - Vector<uint>.Count; position += Vector<uint>.Count)
        {
            if (Vector.GreaterThanAny(new Vector<uint>(unsigned[position..]), last))
                break;
        }

        for (; position < unsigned.Length; position++)
            if (unsigned[position] >= (uint)count) return position;
        return -1;
    }

    private static void ThrowNoSamples(int length, int perSample, string name, string model) =>
        throw new ArgumentException(
            perSample == 1
                ? $"{name} is empty; {model} takes one value per sample, and at least one sample is needed."
                : $"{name} has {Count(length, "value")}; {model} takes {perSample} per sample, so a multiple of {perSample} is needed (at "
                    + "least one sample).",
            name);

    private static void ThrowOtherSamples(int length, int perSample, string name, int samples, string first)
    {
        string given = perSample > 1 && length % perSample == 0 ? $" ({Count(length / perSample, "sample")} of {perSample})" : "";
        string needed = perSample > 1 ? $" ({samples} × {perSample})" : "";
        throw new ArgumentException(
            $"{name} has {Count(length, "value")}{given}; {first} has {Count(samples, "sample")}, so {(long)samples * perSample}{needed} "
            + $"{(samples * (long)perSample == 1 ? "is" : "are")} needed.",
            name);
    }

    private static void ThrowNotOneStep(int length, int needed, string name, string model) =>
        throw new ArgumentException($"{name} has {Count(length, "value")}; one step of {model} has {needed}.", name);

    private static void ThrowBadToken(int id, int index, int vocabulary, int perSample, string name, string model) =>
        throw new ArgumentException(
            $"{name}[{index}] is {id.ToString(CultureInfo.InvariantCulture)}"
                + (perSample > 1 ? $" (sample {index / perSample}, position {index % perSample})" : "")
                + $"; the vocabulary of {model} has {Count(vocabulary, "id")} there, so an id is at least 0 and at most {vocabulary - 1}.",
            name);

    private static void ThrowBadLength(int length, int sample, int steps, string name, string model) =>
        throw new ArgumentException(
            $"{name}[{sample}] is {length.ToString(CultureInfo.InvariantCulture)}; a sample of {model} has {Count(steps, "step")}, so its "
                + $"length is at least 1 and at most {steps}.",
            name);

    private static string Count(int count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? one + "s")}";
}
