using ModelGen.Benchmarks.Architectures;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>ResNet-18 for ImageNet, the network of R18: 11,689,512 parameters.</summary>
/// <seealso href="https://arxiv.org/abs/1512.03385"/>
[Model, Input(3, 224, 224)]
[Conv2D(64, 7, Stride = 2, Padding = 3, UseBias = false), BatchNorm, Relu, MaxPool2D(3, Stride = 2, Padding = 1)]
[Repeat<Basic>(2, 64)]
[Use<BasicProjected>(128), Use<Basic>(128)]
[Use<BasicProjected>(256), Use<Basic>(256)]
[Use<BasicProjected>(512), Use<Basic>(512)]
[GlobalAvgPool2D, Dense(1000)]
[SoftmaxCrossEntropy, Sgd(0.1f, Momentum = 0.9f, WeightDecay = 1e-4f)]
internal sealed partial class ResNet18
{
    private static readonly Chain Network = new(
        new Convolution(3, 64, 7, 112) { Stride = 2, Padding = 3, Normalized = true }, Weightless.Relu, Weightless.MaxPool(3, 2, 1),
        Residual.Basic(64, 64, 56), Residual.Basic(64, 64, 56),
        Residual.Basic(64, 128, 28), Residual.Basic(128, 128, 28),
        Residual.Basic(128, 256, 14), Residual.Basic(256, 256, 14),
        Residual.Basic(256, 512, 7), Residual.Basic(512, 512, 7),
        Weightless.GlobalAverage, Weightless.Flatten, new Linear(512, 1000));

    public static readonly Workload R18 = new Inference(
        "R18",
        "predict, ResNet-18, 3×224×224, 1 sample",
        1,
        Network,
        () => RandomData.WithStatistics(new ResNet18(1)))
    {
        InputShape = [3, 224, 224],
    };
}
