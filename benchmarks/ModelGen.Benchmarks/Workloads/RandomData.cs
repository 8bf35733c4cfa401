namespace ModelGen.Benchmarks.Workloads;

/// <summary>Data that is the same in every run. Times do not depend on what the numbers are, as long as they are ordinary.</summary>
internal static class RandomData
{
    /// <summary>
    /// Uniform values from −1 to 1. Were they all positive, as brightness is, units of a hidden layer would be off for nearly all
    /// samples, and Adam would blow the rounding errors of their gradients up to whole steps.
    /// </summary>
    public static float[] Floats(int count, int seed)
    {
        Random random = new(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (2 * random.NextSingle()) - 1;
        return values;
    }

    /// <summary>Labels from 0 to one less than the number of classes.</summary>
    public static int[] Labels(int count, int classes, int seed)
    {
        Random random = new(seed);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) labels[i] = random.Next(classes);
        return labels;
    }
}
