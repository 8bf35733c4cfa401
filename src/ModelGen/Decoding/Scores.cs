namespace ModelGen;

/// <summary>What scores before a softmax say.</summary>
internal static class Scores
{
    /// <summary>The position of the largest; of equal ones the first.</summary>
    /// <exception cref="ArithmeticException">All are NaN.</exception>
    public static int Largest(ReadOnlySpan<float> scores)
    {
        int best = -1;
        for (int i = 0; i < scores.Length; i++)
            if (!float.IsNaN(scores[i]) && (best < 0 || scores[i] > scores[best])) best = i;
        return best >= 0 ? best : throw NotNumbers();
    }

    /// <summary>The logarithm of the sum of the exponentials.</summary>
    /// <exception cref="ArithmeticException">One is NaN or +∞, or all are −∞.</exception>
    public static double LogSum(ReadOnlySpan<float> scores)
    {
        double largest = scores[Largest(scores)], sum = 0;
        foreach (float score in scores) sum += Math.Exp(score - largest);
        return double.IsFinite(sum) ? largest + Math.Log(sum) : throw NotNumbers();
    }

    public static ArithmeticException NotNumbers() =>
        new("The scores of the model are not finite, so no token is likelier than another; its weights or its input may not be finite.");
}
