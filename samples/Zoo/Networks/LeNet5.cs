using ModelGen;

namespace Zoo.Networks;

/// <summary>
/// LeNet-5 for handwritten digits, with ReLU and maxima as it is taught today; the original has a squashing function and means.
/// </summary>
/// <remarks>
/// LeCun, Bottou, Bengio, Haffner: Gradient-Based Learning Applied to Document Recognition, Proceedings of the IEEE, 1998. Two pixels of
/// padding make MNIST's 28×28 the paper's 32×32. Every filter sees every channel: 61,706 parameters, as in Zhang, Lipton, Li, Smola: Dive
/// into
/// Deep Learning, chapter 7.6 (the paper joins only some channels, and counts 60,000).
/// </remarks>
/// <seealso href="https://doi.org/10.1109/5.726791"/>
[Model, Budget(Parameters = 61_706)]
[Input(1, 28, 28)]
[Conv2D(6, 5, Padding = 2), Relu, MaxPool2D(2)]
[Conv2D(16, 5), Relu, MaxPool2D(2)]
[Flatten, Dense(120), Relu, Dense(84), Relu, Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3f)]
public sealed partial class LeNet5;
