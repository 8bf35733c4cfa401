using ModelGen;

namespace Samples;

/// <summary>What a classifier answers.</summary>
internal static class Answers
{
    /// <summary>The share of samples whose label has the largest score.</summary>
    /// <param name="model">Its main output are the scores of classes.</param>
    /// <param name="inputs">n samples.</param>
    /// <param name="labels">n labels.</param>
    public static double Accuracy(IModel model, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        float[] scores = new float[labels.Length * model.OutputSize];
        model.Predict(inputs, scores);
        int right = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> own = scores.AsSpan(i * model.OutputSize, model.OutputSize);
            int best = 0;
            for (int k = 1; k < own.Length; k++) if (own[k] > own[best]) best = k;
            if (best == labels[i]) right++;
        }

        return right / (double)labels.Length;
    }
}
