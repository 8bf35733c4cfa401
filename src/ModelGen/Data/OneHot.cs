namespace ModelGen.Data;

/// <summary>Class labels as vectors with a 1 at the place of the class and 0 elsewhere.</summary>
public static class OneHot
{
    /// <summary>Encodes labels.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="classCount">How many classes there are; at least 1.</param>
    /// <returns>labels.Length · classCount numbers, label after label.</returns>
    /// <exception cref="ArgumentException">A label is not from 0 to classCount − 1.</exception>
    public static float[] Encode(ReadOnlySpan<int> labels, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        int wrong = labels.IndexOfAnyExceptInRange(0, classCount - 1);
        if (wrong >= 0)
        {
            throw new ArgumentException(
                $"The label at position {wrong} is {labels[wrong]}; it must be from 0 to {classCount - 1}.", nameof(labels));
        }

        float[] encoded = new float[checked(labels.Length * classCount)];
        for (int i = 0; i < labels.Length; i++)
            encoded[(i * classCount) + labels[i]] = 1;
        return encoded;
    }

    /// <summary>The same samples with encoded labels as their targets: for losses on numbers, such as that of one sigmoid for each
    /// class.</summary>
    /// <param name="data">Samples with one label each.</param>
    /// <param name="classCount">How many classes there are, or null for as many as there are names, or else for the largest label plus
    /// 1.</param>
    /// <returns>A set that shares the inputs.</returns>
    /// <exception cref="ArgumentException">A label is not from 0 to classCount − 1.</exception>
    /// <exception cref="InvalidOperationException">The samples have several labels each.</exception>
    public static Dataset<float> ToOneHot(this Dataset<int> data, int? classCount = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ReadOnlySpan<int> labels = data.Labels("One-hot encoding");
        int largest = 0;
        foreach (int label in labels)
            largest = Math.Max(largest, label);
        int classes = classCount ?? data.ClassNames?.Count ?? largest + 1;
        return data.WithTargets(Encode(labels, classes), classes);
    }
}
