using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Ranks;

/// <summary>The classifier of T2.</summary>
[Model, Input(784)]
[Dense(512), Relu, Dense(256), Relu, Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3)]
internal sealed partial class Digits784x512x256;

/// <summary>The ResNet-20 of T8.</summary>
[Model, Input(3, 32, 32)]
[Conv2D(16, 3, Padding = 1, UseBias = false), BatchNorm, Relu]
[Repeat<Basic>(3, 16)]
[Use<BasicProjected>(32), Repeat<Basic>(2, 32)]
[Use<BasicProjected>(64), Repeat<Basic>(2, 64)]
[GlobalAvgPool2D, Dense(10)]
[SoftmaxCrossEntropy, Sgd(1e-3, Momentum = 0.9f, WeightDecay = 1e-4f)]
internal sealed partial class ResNet20;

/// <summary>A block of the GPT.</summary>
[Block]
[TransformerEncoder(8, 2048, Causal = true, NormFirst = true, Dropout = 0, Activation = ActivationKind.Gelu)]
internal sealed partial class WideGptBlock;

/// <summary>A GPT of 25 million parameters: 8 blocks of width 512, 128 tokens of 256 different ones.</summary>
[Model]
[Tokens(128, 256), Embedding(512, InitScale = 0.1), PositionalEmbedding(InitScale = 0.1)]
[Repeat<WideGptBlock>(8)]
[LayerNorm, Dense(256)]
[SoftmaxCrossEntropy, AdamW(1e-4)]
internal sealed partial class Gpt8x512;
