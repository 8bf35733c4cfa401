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
                Draw(parameter.Value, () => scale * random.NextNormal());
                break;
            case InitializationKind.UnitNormal:
                Draw(parameter.Value, random.NextNormal);
                float[] drawn = parameter.Value.ToArray();
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
                Draw(parameter.Value, () => bound * (2f * random.NextUniform() - 1f));
                break;
            default:
                throw new InvalidOperationException($"The parameter {parameter} has the unknown initialization '{initialization.Kind}'.");
        }
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

    private static void Draw(TensorView view, Func<float> next)
    {
        float[] values = new float[view.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = next();
        view.CopyFrom(values);
    }
}
