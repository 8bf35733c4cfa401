using ModelGen.Benchmarks.Architectures;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>ResNet-20 for CIFAR, the network of T8, with projections where the size changes: 272,474 parameters.</summary>
/// <remarks>
/// A learning rate as small as this one takes as long as 0.1, with which PyTorch's own losses in single and in double precision
/// differ by 10⁻⁴ after three steps and by 10⁻² after ten.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1512.03385"/>
[Model, Input(3, 32, 32)]
[Conv2D(16, 3, Padding = 1, UseBias = false), BatchNorm, Relu]
[Repeat<Basic>(3, 16)]
[Use<BasicProjected>(32), Repeat<Basic>(2, 32)]
[Use<BasicProjected>(64), Repeat<Basic>(2, 64)]
[GlobalAvgPool2D, Dense(10)]
[SoftmaxCrossEntropy, Sgd(1e-3f, Momentum = 0.9f, WeightDecay = 1e-4f)]
internal sealed partial class ResNet20
{
    private static readonly IReadOnlyList<int> Image = [3, 32, 32];

    private static readonly Chain Network = new(
        new Convolution(3, 16, 3, 32) { Padding = 1, Normalized = true }, Weightless.Relu,
        Residual.Basic(16, 16, 32), Residual.Basic(16, 16, 32), Residual.Basic(16, 16, 32),
        Residual.Basic(16, 32, 16), Residual.Basic(32, 32, 16), Residual.Basic(32, 32, 16),
        Residual.Basic(32, 64, 8), Residual.Basic(64, 64, 8), Residual.Basic(64, 64, 8),
        Weightless.GlobalAverage, Weightless.Flatten, new Linear(64, 10));

    public static readonly Workload I8 = new Inference(
            "I8",
            "predict, ResNet-20, 3×32×32, 1 sample",
            1,
            Network,
            () => RandomData.WithStatistics(new ResNet20(1)))
    {
        InputShape = Image,
    },
        T8 = new Training<int>("T8", "step, ResNet-20, 3×32×32, SGD with momentum, batch 64", 64, Network, () => new ResNet20(1))
        {
            InputShape = Image,
            Loss = "F.cross_entropy(y, t)",
            Optimizer = "SGD",
            OptimizerArguments = "lr=1e-3, momentum=0.9, weight_decay=1e-4",
        };
}
