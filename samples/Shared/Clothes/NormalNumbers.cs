namespace Samples;

/// <summary>Random numbers of the standard normal distribution.</summary>
internal static class NormalNumbers
{
    /// <summary>Draws numbers (Box and Muller).</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Where from.</param>
    public static float[] Draw(int count, Random random)
    {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++)
            numbers[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return numbers;
    }
}
