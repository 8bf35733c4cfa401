using ModelGen;

namespace Pronounce;

/// <summary>The sizes that both networks share.</summary>
internal static class Sizes
{
    /// <summary>The most letters of a word.</summary>
    public const int Letters = 14;

    /// <summary>The most sounds of a word, and one place for the beginning or the end.</summary>
    public const int Sounds = 15;

    /// <summary>26 letters, the apostrophe, and 0 for what is behind the end.</summary>
    public const int Alphabet = 28;

    /// <summary>39 phonemes, the beginning and the end.</summary>
    public const int Phonemes = 41;

    /// <summary>The label of what is behind the end.</summary>
    public const int Ignored = -100;
}

/// <summary>A network that reads a word and says its sounds, one after the other.</summary>
internal interface ISpeaker : IStepModel<int>
{
    float LearningRate { get; set; }

    int Threads { get; set; }

    /// <summary>One step on a batch of words.</summary>
    /// <param name="letters">14 letters of each word.</param>
    /// <param name="sounds">The beginning and the sounds of each word.</param>
    /// <param name="lengths">How many letters each has.</param>
    /// <param name="labels">The sounds and the end.</param>
    float TrainStep(ReadOnlySpan<int> letters, ReadOnlySpan<int> sounds, ReadOnlySpan<int> lengths, ReadOnlySpan<int> labels);

    /// <summary>The mean loss of a sound.</summary>
    float Evaluate(ReadOnlySpan<int> letters, ReadOnlySpan<int> sounds, ReadOnlySpan<int> lengths, ReadOnlySpan<int> labels);

    /// <summary>Reads a word.</summary>
    void Read(ReadOnlySpan<int> letters, int length, StepState state);

    void Save(string path);
}

/// <summary>An encoder of letters and a decoder of sounds, of attention only. Vaswani et al., 2017; normalizations first.</summary>
[Model]
[Tokens(Sizes.Letters, Sizes.Alphabet, Name = "letters"), Lengths]
[Embedding(128), PositionalEncoding]
[TransformerEncoder(4, 256, NormFirst = true, Dropout = 0)]
[TransformerEncoder(4, 256, NormFirst = true, Dropout = 0)]
[LayerNorm, As("memory")]
[Tokens(Sizes.Sounds, Sizes.Phonemes, Name = "sounds")]
[Embedding(128), PositionalEncoding]
[TransformerDecoder(4, 256, NormFirst = true, Dropout = 0)]
[TransformerDecoder(4, 256, NormFirst = true, Dropout = 0)]
[LayerNorm, Dense(Sizes.Phonemes)]
[SoftmaxCrossEntropy(IgnoreLabel = Sizes.Ignored), Adam(1e-3)]
public sealed partial class Transformer : ISpeaker
{
    void ISpeaker.Read(ReadOnlySpan<int> letters, int length, StepState state) => Begin(letters, [length], (State)state);
}

/// <summary>
/// An LSTM in both directions over the letters, and one over the sounds that attends to it. Luong et al., 2015, with attention of several
/// heads.
/// </summary>
[Model]
[Tokens(Sizes.Letters, Sizes.Alphabet, Name = "letters"), Lengths]
[Embedding(64), Lstm(64, Bidirectional = true, ReturnSequences = true), As("memory")]
[Tokens(Sizes.Sounds, Sizes.Phonemes, Name = "sounds")]
[Embedding(64), Lstm(128, ReturnSequences = true), As("state")]
[MultiHeadAttention(2, From = "memory"), Add("state"), Dense(128), Tanh]
[Dense(Sizes.Phonemes)]
[SoftmaxCrossEntropy(IgnoreLabel = Sizes.Ignored), Adam(2e-3)]
public sealed partial class Recurrent : ISpeaker
{
    void ISpeaker.Read(ReadOnlySpan<int> letters, int length, StepState state) => Begin(letters, [length], (State)state);
}
