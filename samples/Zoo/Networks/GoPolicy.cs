using ModelGen;

namespace Zoo.Networks;

/// <summary>A 3×3 convolution with ReLU that keeps the board's size.</summary>
[Block]
[Conv2D(Arg.A, 3, Padding = 1), Relu]
public sealed partial class BoardConv;

/// <summary>AlphaGo's policy network: a score for each of the 361 points of a board. No pooling: every point counts.</summary>
/// <remarks>
/// Silver et al.: Mastering the Game of Go with Deep Neural Networks and Tree Search, Nature 529, 2016, Methods: 48 feature planes, 13
/// layers of
/// 192 filters, the first 5×5, the last 1×1 with one filter. The paper names no count. Without biases of the last layer its description
/// makes
/// 48·25·192 + 192 + 11·(192·9·192 + 192) + 192 = 3,882,432 parameters; the paper's 361 biases, one for each point, are left out
/// here. After Maddison, Huang, Sutskever, Silver: Move Evaluation in Go Using Deep Convolutional Neural Networks, ICLR 2015.
/// </remarks>
/// <seealso href="https://doi.org/10.1038/nature16961"/>
/// <seealso href="https://arxiv.org/abs/1412.6564"/>
[Model, Budget(Parameters = 3_882_432)]
[Input(48, 19, 19)]
[Conv2D(192, 5, Padding = 2), Relu]
[Repeat<BoardConv>(11, 192)]
[Conv2D(1, 1, UseBias = false), Flatten]
[SoftmaxCrossEntropy, Sgd(3e-3f)]
public sealed partial class GoPolicy;
