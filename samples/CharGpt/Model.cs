using ModelGen;

namespace CharGpt;

/// <summary>A block of a GPT: each character sees itself and those before it.</summary>
[Block]
[TransformerEncoder(4, 512, Causal = true, NormFirst = true, Activation = ActivationKind.Gelu)]
public sealed partial class Layer;

/// <summary>From 64 characters the scores of the next one, behind each of them.</summary>
[Model]
[Tokens(Gpt.Context, Gpt.Vocabulary)]
[Embedding(128, InitScale = 0.02), PositionalEmbedding(InitScale = 0.02)]
[Repeat<Layer>(4)]
[LayerNorm, Dense(Gpt.Vocabulary)]
[SoftmaxCrossEntropy, AdamW(1e-3)]
public sealed partial class Gpt
{
    /// <summary>The characters it sees.</summary>
    public const int Context = 64;

    /// <summary>How many different characters there may be.</summary>
    public const int Vocabulary = 64;
}
