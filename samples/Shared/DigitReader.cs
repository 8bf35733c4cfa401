namespace Digits;

/// <summary>What the network takes a picture for.</summary>
/// <param name="Digit">The most probable digit.</param>
/// <param name="Probabilities">That of each digit from 0 to 9.</param>
public sealed record DigitAnswer(int Digit, float[] Probabilities);

/// <summary>Reads the digit of a picture with the network whose weights are part of this assembly.</summary>
public static class DigitReader
{
    /// <summary>Reads a digit. Any number of threads may do so at a time.</summary>
    /// <param name="gray">The brightness of each pixel, row by row.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <returns>The answer, or null if the picture is blank.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit the pixels.</exception>
    public static DigitAnswer? Read(ReadOnlySpan<byte> gray, int width, int height)
    {
        Span<float> cells = stackalloc float[DigitNet.InputSize];
        return DigitImage.TryNormalize(gray, width, height, cells) ? Read(cells) : null;
    }

    /// <summary>Reads a digit of 8×8 cells of ink, from 0 to 1.</summary>
    /// <param name="cells">64 numbers.</param>
    public static DigitAnswer Read(ReadOnlySpan<float> cells)
    {
        float[] scores = new float[DigitNet.OutputSize];
        DigitNet.Predict(cells, scores);

        // Scores become probabilities: softmax, without overflow.
        float largest = scores.Max(), sum = 0;
        for (int i = 0; i < scores.Length; i++) sum += scores[i] = MathF.Exp(scores[i] - largest);
        for (int i = 0; i < scores.Length; i++) scores[i] /= sum;
        return new DigitAnswer(Array.IndexOf(scores, scores.Max()), scores);
    }
}
