namespace ModelGen.Benchmarks.Precision;

/// <summary>LeNet-5 as in the sample FashionMnist.</summary>
[Model]
[Input(1, 28, 28), Use<LeNetBody>]
[SoftmaxCrossEntropy, Adam(2e-3f)]
internal sealed partial class LeNetFloat32;

/// <inheritdoc cref="LeNetFloat32"/>
[Model(Storage = Storage.Float16)]
[Input(1, 28, 28), Use<LeNetBody>]
[SoftmaxCrossEntropy, Adam(2e-3f)]
internal sealed partial class LeNetFloat16;

/// <inheritdoc cref="LeNetFloat32"/>
[Model(Storage = Storage.BFloat16)]
[Input(1, 28, 28), Use<LeNetBody>]
[SoftmaxCrossEntropy, Adam(2e-3f)]
internal sealed partial class LeNetBFloat16;

/// <inheritdoc cref="LeNetFloat32"/>
[Model(Storage = Storage.Int8)]
[Input(1, 28, 28), Use<LeNetBody>]
[SoftmaxCrossEntropy, Adam(2e-3f)]
internal sealed partial class LeNetInt8;

/// <summary>Its layers.</summary>
[Block]
[Conv2D(6, 5, Padding = 2), Relu, MaxPool2D(2)]
[Conv2D(16, 5), Relu, MaxPool2D(2)]
[Flatten, Dense(120), Relu, Dense(84), Relu, Dense(10)]
internal partial class LeNetBody;
