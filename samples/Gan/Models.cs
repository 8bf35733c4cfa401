using ModelGen;
using static ModelGen.Tensor;

namespace Gan;

/// <summary>Makes an image of 64 random numbers.</summary>
[Model]
[Input(64), Dense(32 * 7 * 7, UseBias = false), Reshape(32, 7, 7), BatchNorm, Relu]
[ConvTranspose2D(16, 4, Stride = 2, Padding = 1, UseBias = false), BatchNorm, Relu]
[ConvTranspose2D(1, 4, Stride = 2, Padding = 1), Tanh]
[MeanSquaredError, Adam(4e-4, Beta1 = 0.5)] // What it learns from is the gradient that its opponent sends back.
public sealed partial class Generator;

/// <summary>The layers of the opponents: they see one image at a time, without statistics of a batch.</summary>
[Block]
[Conv2D(16, 4, Stride = 2, Padding = 1), LeakyRelu(0.2), Conv2D(32, 4, Stride = 2, Padding = 1), LeakyRelu(0.2), Flatten, Dense(1)]
public sealed partial class Body;

/// <summary>The opponent of the first GAN (Goodfellow et al. 2014): how likely is it that an image is a real one?</summary>
[Model, Input(1, 28, 28), Use<Body>, BinaryCrossEntropy, Adam(2e-4, Beta1 = 0.5)]
public sealed partial class Discriminator;

/// <summary>The critic of the Wasserstein GAN (Arjovsky et al. 2017), whose weights are cut.</summary>
[Model, Input(1, 28, 28), Use<Body>, Loss(nameof(Score)), RmsProp(4e-4)]
public sealed partial class ClippedCritic
{
    internal static Tensor Score(Tensor score, Tensor sign) => -sign * score;
}

/// <summary>The critic of WGAN-GP (Gulrajani et al. 2017), whose gradients have the length 1 between real images and others.</summary>
[Model, Input(1, 28, 28), GradientPenalty(10), Use<Body>, Loss(nameof(Score)), Adam(4e-4, Beta1 = 0.5, Beta2 = 0.9)]
public sealed partial class PenalizedCritic
{
    internal static Tensor Score(Tensor score, Tensor sign) => -sign * score;
}

/// <summary>A critic whose weights are divided by their largest singular value (Miyato et al. 2018), with the hinge loss.</summary>
[Model, Input(1, 28, 28)]
[Conv2D(16, 4, Stride = 2, Padding = 1, SpectralNorm = true), LeakyRelu(0.2)]
[Conv2D(32, 4, Stride = 2, Padding = 1, SpectralNorm = true), LeakyRelu(0.2), Flatten, Dense(1, SpectralNorm = true)]
[Loss(nameof(Hinge)), Adam(2e-4, Beta1 = 0.5)]
public sealed partial class SpectralCritic
{
    internal static Tensor Hinge(Tensor score, Tensor sign) => Relu(1 - (sign * score));
}

/// <summary>Judges the images: a classifier of real ones.</summary>
[Model, Input(1, 28, 28)]
[Conv2D(6, 5, Padding = 2), Relu, MaxPool2D(2), Conv2D(16, 5), Relu, MaxPool2D(2), Flatten, Dense(120), Relu, Dense(84), Relu, Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3)]
public sealed partial class Classifier;
