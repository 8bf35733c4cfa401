namespace ModelGen.Benchmarks.Architectures;

/// <summary>The numbers of a batch normalization that is done with predicting: y = γ · (x − μ) / √(σ² + ε) + β for each channel.</summary>
internal sealed record BatchNormalization(float[] Gamma, float[] Beta, float[] Mean, float[] Variance)
{
    private const double Epsilon = 1e-5;

    /// <summary>Takes them from the parameters.</summary>
    public static BatchNormalization Read(WeightReader weights, int channels)
    {
        BatchNormalization read = new(weights.Next(channels), weights.Next(channels), weights.Next(channels), weights.Next(channels));
        weights.Next(); // how many batches there were
        return read;
    }

    /// <summary>Scales the filters of the convolution before it.</summary>
    /// <param name="weight">The filters one after the other; they are changed.</param>
    /// <returns>The bias of the convolution.</returns>
    public float[] FoldInto(float[] weight)
    {
        float[] bias = new float[Gamma.Length];
        int length = weight.Length / Gamma.Length;
        for (int filter = 0; filter < Gamma.Length; filter++)
        {
            double scale = Gamma[filter] / Math.Sqrt(Variance[filter] + Epsilon);
            foreach (ref float value in weight.AsSpan(filter * length, length)) value = (float)(value * scale);
            bias[filter] = (float)(Beta[filter] - (Mean[filter] * scale));
        }

        return bias;
    }
}
