using ModelGen;
using static ModelGen.Tensor;

namespace Autoencoders;

/// <summary>Learns to take noise off images: the noise is part of the model, and new in each step of training.</summary>
/// <remarks>Vincent, Larochelle, Bengio, Manzagol: Extracting and Composing Robust Features with Denoising Autoencoders, 2008.</remarks>
[Model, Input(1, 28, 28), Apply(nameof(Noisy))]
[Conv2D(16, 3, Stride = 2, Padding = 1), Relu, Conv2D(32, 3, Stride = 2, Padding = 1), Relu]
[ConvTranspose2D(16, 4, Stride = 2, Padding = 1), Relu, ConvTranspose2D(1, 4, Stride = 2, Padding = 1), Sigmoid]
[MeanSquaredError, Adam(2e-3)]
public sealed partial class Denoiser
{
    /// <summary>The noise's standard deviation; pixels are from 0 to 1.</summary>
    internal const double Deviation = 0.4;

    /// <summary>Noise in training only: what is to be restored has its own.</summary>
    internal static Tensor Noisy(Tensor x) => IsTraining ? Max(0, Min(1, x + (Deviation * Normal(x.Shape)))) : x;
}

/// <summary>Two numbers for each image, and a way back from them.</summary>
/// <remarks>Kingma, Welling: Auto-Encoding Variational Bayes, 2013. What is minimised is its bound, divided by the number of pixels: both
/// terms are sums over one image there, and <c>BinaryCrossEntropy</c> is a mean over pixels.</remarks>
[Model, Input(1, 28, 28), Flatten]
[Dense(256), Relu, Dense(64), Relu, Dense(4), As("moments"), Output("moments")]
[Apply(nameof(Code)), Use<Drawing>]
[BinaryCrossEntropy, Loss(nameof(Divergence), Of = "moments", Weight = 1.0 / Pixels, Target = "prior"), Adam(1e-3)]
public sealed partial class Vae
{
    internal const int Pixels = 784;

    /// <summary>
    /// A random code around its mean: in training the mean plus noise of the code's own deviation, in predictions the mean.
    /// </summary>
    /// <param name="moments">Means, and behind them logarithms of variances.</param>
    internal static Tensor Code(Tensor moments)
    {
        int half = moments.Shape[^1] / 2;
        Tensor mean = moments.Slice(-1, 0, half), logVariance = moments.Slice(-1, half, half);
        return mean + (Exp(0.5 * logVariance) * Normal(half));
    }

    /// <summary>The Kullback-Leibler divergence of the code's distribution from the prior, in nats.</summary>
    /// <param name="moments">Means and logarithms of variances.</param>
    /// <param name="prior">Those of the prior; zeros for standard normal numbers.</param>
    internal static Tensor Divergence(Tensor moments, Tensor prior)
    {
        int half = moments.Shape[^1] / 2;
        Tensor mean = moments.Slice(-1, 0, half), logVariance = moments.Slice(-1, half, half);
        Tensor priorMean = prior.Slice(-1, 0, half), priorLogVariance = prior.Slice(-1, half, half);
        Tensor ratio = logVariance - priorLogVariance;
        return 0.5 * (Exp(ratio) + (Square(mean - priorMean) * Exp(-priorLogVariance)) - 1 - ratio).Sum();
    }
}

/// <summary>The way back: logits of pixels.</summary>
[Block]
[Dense(64), Relu, Dense(256), Relu, Dense(784)]
public sealed partial class Drawing;

/// <summary>The way back alone, with the weights of a trained <see cref="Vae"/>: pixels of any point of the plane.</summary>
[Model, Input(2), Use<Drawing>, Sigmoid]
[MeanSquaredError, Sgd(0.1)] // Not used: it is never trained.
public sealed partial class Decoder;
