using ModelGen.Runtime;

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

    /// <summary>
    /// Gives every batch normalization numbers as training leaves them. Those of a new model change nothing, so that nobody would
    /// notice if they were not used.
    /// </summary>
    /// <returns>The model.</returns>
    public static TModel WithStatistics<TModel>(TModel model)
        where TModel : IModel
    {
        const string mean = "running_mean";
        int seed = 3;
        foreach (
            string name in model.Parameters.Select(parameter => parameter.Name).Where(name => name.EndsWith(mean, StringComparison.Ordinal))
        )
        {
            string layer = name[..^mean.Length];
            Spread(layer + "weight", 1);
            Spread(layer + "bias", 0);
            Spread(name, 0);
            Spread(layer + "running_var", 1);
        }

        return model;

        void Spread(string name, float center)
        {
            Parameter parameter = model.Parameters[name];
            parameter.Value.CopyFrom([.. Floats(parameter.Length, seed++).Select(value => center + (value / 2))]);
        }
    }
}
