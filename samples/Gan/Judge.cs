using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Training;

namespace Gan;

/// <summary>A classifier of real images that says what it takes generated ones for.</summary>
internal sealed class Judge
{
    private const float Sure = 0.9f;
    private readonly Classifier _classifier;

    public Judge(Dataset<int> training, Dataset<int> test, int epochs, int threads)
    {
        _classifier = new Classifier(1) { Threads = threads };
        _classifier.Fit(training, new FitOptions<int> { Epochs = epochs, BatchSize = 64, Progress = null });
        Accuracy = ConfusionMatrix.Of(_classifier, test).Accuracy;
    }

    /// <summary>The share of the test's images that it tells right.</summary>
    public double Accuracy { get; }

    /// <summary>The share of images that it is sure of, and how many of these it takes for each class.</summary>
    public (double SureShare, int[] Classes) Of(float[] images)
    {
        float[] scores = Scores(images);
        int[] classes = new int[Classifier.OutputSize];
        int samples = images.Length / Classifier.InputSize;
        for (int i = 0; i < samples; i++)
        {
            ReadOnlySpan<float> own = scores.AsSpan(i * classes.Length, classes.Length);
            float largest = float.NegativeInfinity, sum = 0;
            int best = 0;
            for (int k = 0; k < own.Length; k++) if (own[k] > largest) (largest, best) = (own[k], k);
            foreach (float score in own) sum += MathF.Exp(score - largest);
            if (1 / sum > Sure) classes[best]++;
        }

        return (classes.Sum() / (double)samples, classes);
    }

    private float[] Scores(float[] images)
    {
        float[] scores = new float[images.Length / Classifier.InputSize * Classifier.OutputSize];
        _classifier.Predict(images, scores);
        return scores;
    }
}
