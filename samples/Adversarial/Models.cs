using ModelGen;
using static ModelGen.Tensor;

namespace Adversarial;

/// <summary>Tells ten kinds of clothes apart: LeNet-5 with today's activations.</summary>
[Model, Input(1, 28, 28)]
[Conv2D(6, 5, Padding = 2), Relu, MaxPool2D(2), Conv2D(16, 5), Relu, MaxPool2D(2), Flatten, Dense(120), Relu, Dense(84), Relu, Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3)]
public sealed partial class Classifier;

/// <summary>Two answers from the same features: which class, and from which domain. The features are made to hide the second.</summary>
/// <remarks>
/// Ganin et al.: Domain-Adversarial Training of Neural Networks, 2016. Images of the target domain have the label −100, which the first
/// loss leaves out; the second counts for all.
/// </remarks>
[Model, Input(1, 28, 28)]
[Conv2D(16, 5, Padding = 2), Relu, MaxPool2D(2), Conv2D(32, 5), Relu, MaxPool2D(2), Flatten, As("features")]
[Apply(nameof(Hide)), Dense(100), Relu, Dense(1), As("domain"), Output("domain")]
[From("features"), Dense(100), Relu, Dense(10)]
[SoftmaxCrossEntropy(IgnoreLabel = NoLabel), BinaryCrossEntropy(Of = "domain"), Adam(1e-3)]
public sealed partial class DomainNet
{
    /// <summary>The label of an image that has none.</summary>
    public const int NoLabel = -100;

    /// <summary>The name of the number that says how strongly gradients are reversed.</summary>
    public const string Strength = "apply1.strength";

    /// <summary>The strength is a buffer, so that the training can change it; a step leaves it as it is.</summary>
    internal static Tensor Hide(Tensor features)
    {
        Tensor strength = Buffer("strength", [1], start: 0);
        UpdateBuffer("strength", strength);
        return Reverse(features, strength);
    }

    /// <summary>Gives what it gets. What comes back, the gradient, it turns round: what helps to tell domains apart is unlearned.</summary>
    [Gradient(nameof(Reversed))]
    internal static Tensor Reverse(Tensor features, Tensor strength) => features;

    internal static Tensor[] Reversed(Tensor features, Tensor strength, Tensor gradient) => [-strength * gradient, 0 * strength];
}
