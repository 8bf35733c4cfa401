namespace Adversarial;

/// <summary>Changes images, each pixel by at most ε, such that a classifier is mistaken.</summary>
/// <param name="model">The classifier; its gradients in <c>Parameters</c> stay as they are.</param>
internal sealed class Attack(Classifier model)
{
    private float[] _scores = [], _inScores = [], _inImages = [];

    /// <summary>One step along the signs of the gradient, as far as allowed (FGSM: Goodfellow, Shlens, Szegedy 2014).</summary>
    /// <param name="images">Pixels from 0 to 1, sample after sample.</param>
    /// <param name="labels">What they show.</param>
    /// <param name="epsilon">The most that a pixel changes.</param>
    public float[] Once(ReadOnlySpan<float> images, ReadOnlySpan<int> labels, float epsilon) =>
        Steps(images, labels, epsilon, steps: 1, epsilon, random: null);

    /// <summary>
    /// Many small steps from a random start, each cut to what is allowed (projected gradient descent: Madry et al. 2017).
    /// </summary>
    /// <param name="images">Pixels from 0 to 1, sample after sample.</param>
    /// <param name="labels">What they show.</param>
    /// <param name="epsilon">The most that a pixel changes.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="length">The length of one in each pixel.</param>
    /// <param name="random">Draws the start; null starts at the images.</param>
    public float[] Steps(
        ReadOnlySpan<float> images, ReadOnlySpan<int> labels, float epsilon, int steps, float length, Random? random)
    {
        float[] attacked = images.ToArray();
        for (int i = 0; random is not null && i < attacked.Length; i++)
        {
            attacked[i] = Math.Clamp(attacked[i] + (epsilon * ((2 * random.NextSingle()) - 1)), 0, 1);
        }

        for (int step = 0; step < steps; step++)
        {
            ReadOnlySpan<float> gradient = Gradient(attacked, labels);
            for (int i = 0; i < attacked.Length; i++)
            {
                float moved = attacked[i] + (length * Math.Sign(gradient[i]));
                attacked[i] = Math.Clamp(Math.Clamp(moved, images[i] - epsilon, images[i] + epsilon), 0, 1);
            }
        }

        return attacked;
    }

    /// <summary>The gradient of the winning scores in the images: which pixels speak for what the classifier sees.</summary>
    /// <param name="images">Pixels from 0 to 1, sample after sample.</param>
    public float[] Saliency(ReadOnlySpan<float> images)
    {
        Resize(images.Length / Classifier.InputSize);
        model.Forward(images, _scores);
        for (int start = 0; start < _scores.Length; start += Classifier.OutputSize)
        {
            int best = start;
            for (int i = start; i < start + Classifier.OutputSize; i++) if (_scores[i] > _scores[best]) best = i;
            _inScores.AsSpan(start, Classifier.OutputSize).Clear();
            _inScores[best] = 1;
        }

        model.Backward(_inScores, _inImages, toParameters: false);
        return [.. _inImages]; // A copy: the next call writes there again.
    }

    private float[] Gradient(ReadOnlySpan<float> images, ReadOnlySpan<int> labels)
    {
        Resize(labels.Length);
        model.Forward(images, _scores);
        model.Loss(_scores, labels, _inScores);
        model.Backward(_inScores, _inImages, toParameters: false);
        return _inImages;
    }

    private void Resize(int samples)
    {
        if (_inImages.Length == samples * Classifier.InputSize) return;
        (_scores, _inScores) = (new float[samples * Classifier.OutputSize], new float[samples * Classifier.OutputSize]);
        _inImages = new float[samples * Classifier.InputSize];
    }
}
