using ModelGen.Benchmarks.Architectures;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>A block of the character GPT.</summary>
[Block]
[TransformerEncoder(4, 512, Causal = true, NormFirst = true, Dropout = 0, Activation = ActivationKind.Gelu)]
internal sealed partial class GptBlock;

/// <summary>The character GPT of T7, I7 and I7kv: 4 blocks of width 128, 64 characters of context, 65 different ones.</summary>
[Model]
[Tokens(64, 65), Embedding(128, InitScale = 0.1), PositionalEmbedding(InitScale = 0.1)]
[Repeat<GptBlock>(4)]
[LayerNorm, Dense(65)]
[SoftmaxCrossEntropy, AdamW(1e-3)]
internal sealed partial class Gpt4x128
{
    private const int Context = 64, Vocabulary = 65;

    private static readonly Gpt Network = new(4, 128, 4, Context, Vocabulary);

    public static readonly Workload
        I7 = new Inference("I7", "predict, GPT of 4 blocks of 128, 64 tokens", 1, Network, () => new Gpt4x128(1))
        {
            Ids = Vocabulary,
            Tolerance = 1e-4,
        },
        I7kv = new Stepping("I7kv", "one token of it, those before in the cache", Network with { IsCached = true }, () => new Gpt4x128(1))
        {
            Context = Context,
            Ids = Vocabulary,
            ReadsWeightsOnce = true,
        },
        T7 = new Training<int>("T7", "step, GPT of 4 blocks of 128, 64 tokens, AdamW, batch 16", 16, Network, () => new Gpt4x128(1))
        {
            Ids = Vocabulary,
            Loss = "F.cross_entropy(y.reshape(-1, y.shape[-1]), t)",
            Optimizer = "AdamW",
        };
}
