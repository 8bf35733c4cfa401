namespace ModelGen.Runtime;

/// <summary>Draws the starting values of a parameter, in standard order.</summary>
internal static class Initializer
{
    public static void Fill(Parameter parameter, RandomStream random, Parameter? previous)
    {
        Initialization initialization = parameter.Descriptor.Initialization;
        float scale = initialization.Scale;
        switch (initialization.Kind)
        {
            case InitializationKind.Zeros:
                parameter.Value.Fill(0f);
                break;
            case InitializationKind.Constant:
                parameter.Value.Fill(scale);
                break;
            case InitializationKind.Normal:
                parameter.Value.CopyFrom(Normal(parameter.Length, random, scale));
                break;
            case InitializationKind.UnitNormal:
                float[] drawn = Normal(parameter.Length, random, 1);
                float length = Length(drawn);
                parameter.Value.CopyFrom(Array.ConvertAll(drawn, value => value / length));
                break;
            case InitializationKind.LengthsOfPrevious when previous is not null:
                float[][] rows = [.. previous.Value.ToArray().Chunk(previous.Length / parameter.Length)];
                parameter.Value.CopyFrom(Array.ConvertAll(rows, row => Length(row)));
                break;
            case InitializationKind.XavierUniform:
            case InitializationKind.KaimingUniform:
                float bound = UniformBound(parameter, initialization);
                parameter.Value.CopyFrom(Uniform(parameter.Length, random, bound));
                break;
            default:
                throw new InvalidOperationException($"The parameter {parameter} has the unknown initialization '{initialization.Kind}'.");
        }

        if (initialization.ZeroRow is { } row) Clear(parameter, row);
    }

    private static void Clear(Parameter parameter, int row)
    {
        float[] values = parameter.Value.ToArray();
        int length = values.Length / parameter.Shape[0];
        Array.Clear(values, row * length, length);
        parameter.Value.CopyFrom(values);
    }

    // In double, rounded once at the end: division and square root are exact to the last bit on every machine.
    private static float UniformBound(Parameter parameter, Initialization initialization)
    {
        (double numerator, long fan) = initialization.Kind == InitializationKind.XavierUniform
            ? (6.0, (long)initialization.FanIn + initialization.FanOut)
            : (3.0, initialization.FanIn);
        if (fan <= 0)
        {
            throw new InvalidOperationException(
                $"The parameter {parameter} has the fan {fan}; {initialization.Kind} needs at least 1.");
        }

        return (float)(initialization.Scale * Math.Sqrt(numerator / fan));
    }

    // In double, in order: the same bits on every machine.
    private static float Length(ReadOnlySpan<float> vector)
    {
        double sum = 0;
        foreach (float value in vector) sum += (double)value * value;
        return (float)Math.Sqrt(sum);
    }

    private static float[] Normal(int count, RandomStream random, float deviation)
    {
        float[] values = new float[count];
        random.FillNormal(values);
        for (int i = 0; i < values.Length; i++) values[i] = deviation * values[i];
        return values;
    }

    private static float[] Uniform(int count, RandomStream random, float bound)
    {
        float[] values = new float[count];
        random.FillUniform(values);
        for (int i = 0; i < values.Length; i++) values[i] = bound * (2f * values[i] - 1f);
        return values;
    }
}
