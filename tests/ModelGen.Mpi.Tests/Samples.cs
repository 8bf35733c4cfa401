namespace ModelGen.Mpi.Tests;

/// <summary>Data of the tests: random numbers whose classes can be learned.</summary>
internal static class Samples
{
    public static Dataset<int> Classes(int count, int size, int seed = 7, int[]? shape = null)
    {
        RandomStream random = new(seed);
        float[] inputs = new float[count * size];
        int[] labels = new int[count];
        random.FillNormal(inputs);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> row = inputs.AsSpan(i * size, size);
            labels[i] = (row[0] > 0 ? 1 : 0) + (row[1] > 0 ? 2 : 0);
        }

        return Dataset.FromArrays(inputs, labels, size, shape);
    }

    public static float[] Weights(IModel model)
    {
        List<float> all = [];
        foreach (Parameter parameter in model.Parameters)
        {
            float[] values = new float[parameter.Length];
            parameter.Value.CopyTo(values);
            all.AddRange(values);
        }

        return [.. all];
    }

    /// <summary>The largest difference.</summary>
    public static float Distance(float[] first, float[] second) =>
        first.Zip(second, (a, b) => float.IsNaN(a - b) ? float.PositiveInfinity : Math.Abs(a - b)).Max();
}
