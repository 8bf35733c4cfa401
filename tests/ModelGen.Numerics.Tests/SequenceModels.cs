namespace ModelGen.Numerics.Tests;

/// <summary>Ids, embeddings and what works on sequences.</summary>
internal static class SequenceModels
{
    public static IEnumerable<ModelCase> All =>
    [
        .. Embeddings(),
        .. Positions(),
        .. Labels(),
        .. Attention(),
        .. Transformers(),
        .. Recurrence(),
        .. Stateful(),
        .. Lengths(),
        .. PaddedAttention(),
        .. Streams(),
    ];

    private static IEnumerable<ModelCase> Embeddings()
    {
        yield return Case("embedding", "Tokens(5, 11), Embedding(6), Flatten, Dense(3)");
        yield return Case("embedding-wide", "Tokens(7, 23), Embedding(48), Flatten, Dense(4)");
        yield return Case("embedding-17", "Tokens(3, 9), Embedding(17), Tanh, Flatten, Dense(4)");
        yield return Case("embedding-33", "Tokens(3, 9), Embedding(33), Dense(32), Tanh, Flatten, Dense(17)");
        yield return Case("embedding-of-one", "Tokens(9, 5), Embedding(1), Flatten, Dense(4)");
        yield return Case("embedding-one-token", "Tokens(1, 13), Embedding(32), Flatten, Dense(4)");
        yield return Case("embedding-one-id", "Tokens(4, 1), Embedding(20), Flatten, Dense(4)");
        yield return Case("embedding-last", "Tokens(4, 6), Embedding(3)", "SoftmaxCrossEntropy, Sgd(0.01f)");
        yield return Case("embedding-padding", "Tokens(6, 4), Embedding(20, PaddingIndex = 0), Flatten, Dense(3)", hasDifferences: false);
        yield return Case("embedding-adam", "Tokens(5, 40), Embedding(32), Flatten, Dense(3)", "SoftmaxCrossEntropy, Adam(0.01f)");
        yield return Case(
            "embedding-two-inputs",
            "Tokens(3, 7, Name = \"left\"), Embedding(32), Flatten, As(\"a\"), Tokens(2, 9, Name = \"right\"), Embedding(48), Flatten, "
                + "Add(\"a\"), Tanh, Dense(3)");
        yield return Case(
            "embedding-mixed-inputs",
            "Input(4, Name = \"numbers\"), Dense(6), As(\"a\"), Tokens(2, 5, Name = \"ids\"), Embedding(3), Flatten, Add(\"a\"), Tanh, "
                + "Dense(3)");
        yield return Case(
            "embedding-twice",
            "Tokens(4, 7), As(\"ids\"), Embedding(16), As(\"a\"), From(\"ids\"), Embedding(16), Multiply(\"a\"), Flatten, Dense(2)");
        yield return Case("embedding-conv", "Tokens(8, 11), Embedding(6), Permute(1, 0), Conv1D(5, 3), Relu, Flatten, Dense(3)");
        yield return Case(
            "embedding-dropout",
            "Tokens(5, 11), Embedding(20), Dropout(0.3f), Flatten, Dense(3)",
            hasReference: false);
    }

    private static IEnumerable<ModelCase> Positions()
    {
        yield return Case("positional-encoding", "Input(5, 6), Dense(7), PositionalEncoding, Tanh, Flatten, Dense(2)");
        yield return Case(
            "positional-encoding-tokens",
            "Tokens(20, 7), Embedding(32, InitScale = 0.1), PositionalEncoding, Flatten, Dense(2)",
            "MeanSquaredError, Sgd(0.001f)");
        yield return Case(
            "positional-encoding-dropout",
            "Tokens(5, 7), Embedding(16), PositionalEncoding(Dropout = 0.2), Flatten, Dense(2)",
            hasReference: false);
        yield return Case("positional-embedding", "Input(5, 6), Dense(7), PositionalEmbedding, Tanh, Flatten, Dense(2)");
        yield return Case(
            "positional-embedding-tokens",
            "Tokens(20, 7), Embedding(32, InitScale = 0.1), PositionalEmbedding, Flatten, Dense(2)",
            "MeanSquaredError, Sgd(0.001f)");
    }

    private static IEnumerable<ModelCase> Labels()
    {
        yield return Case("labels", "Tokens(5, 9), Embedding(8), Dense(7)", "SoftmaxCrossEntropy(IgnoreLabel = -100), Sgd(0.1f)");
        yield return Case(
            "labels-of-a-class",
            "Input(6, 5), Dense(18), Tanh, Dense(4)",
            "SoftmaxCrossEntropy(IgnoreLabel = 0), Adam(0.01f)");
        yield return Case(
            "labels-weights",
            "Tokens(5, 9), Embedding(8), Dense(4)",
            "SoftmaxCrossEntropy(IgnoreLabel = -100, ClassWeights = [1, 2, 0.5, 4], SampleWeights = true), Sgd(0.1f)");
        yield return Case("labels-conv", "Input(3, 8), Conv1D(4, 3), Relu, Dense(5)", "SoftmaxCrossEntropy(IgnoreLabel = -1), Sgd(0.1f)");
    }

    private static IEnumerable<ModelCase> Attention()
    {
        yield return Case("attention", "Input(5, 6), MultiHeadAttention(2), Flatten, Dense(3)");
        yield return Case("attention-wide", "Input(9, 64), MultiHeadAttention(2), Flatten, Dense(3)", "MeanSquaredError, Sgd(0.001f)");
        yield return Case("attention-16", "Input(16, 32), MultiHeadAttention(2, Causal = true), Flatten, Dense(3)");
        yield return Case("attention-one-head", "Input(4, 5), MultiHeadAttention(1), Flatten, Dense(3)");
        yield return Case("attention-one-step", "Input(1, 6), MultiHeadAttention(3), Flatten, Dense(3)");
        yield return Case("attention-no-bias", "Input(5, 6), MultiHeadAttention(2, UseBias = false), Flatten, Dense(3)");
        yield return Case(
            "attention-causal",
            "Input(7, 6), MultiHeadAttention(2, Causal = true), Dense(4)",
            "SoftmaxCrossEntropy, Sgd(0.1f)");
        yield return Case("attention-window", "Input(9, 6), MultiHeadAttention(3, Window = 2), Flatten, Dense(3)");
        yield return Case("attention-window-causal", "Input(9, 6), MultiHeadAttention(3, Window = 2, Causal = true), Flatten, Dense(3)");
        yield return Case(
            "attention-cross",
            "Input(4, 6, Name = \"a\"), As(\"memory\"), Input(7, 6, Name = \"b\"), MultiHeadAttention(2, From = \"memory\"), "
                + "Flatten, Dense(3)");
        yield return Case(
            "attention-cross-wide",
            "Input(4, 32, Name = \"a\"), As(\"memory\"), Input(7, 32, Name = \"b\"), MultiHeadAttention(2, From = \"memory\"), Flatten, "
                + "Dense(3)");
        yield return Case(
            "attention-cross-features",
            "Input(4, 5, Name = \"a\"), As(\"memory\"), Input(7, 6, Name = \"b\"), MultiHeadAttention(2, From = \"memory\"), "
                + "Flatten, Dense(3)");
        yield return Case(
            "attention-nothing-seen",
            "Input(2, 6, Name = \"a\"), As(\"memory\"), Input(7, 6, Name = \"b\"), "
                + "MultiHeadAttention(2, From = \"memory\", Window = 2), Flatten, Dense(3)");
        yield return Masked("attention-mask", "Input(5, 5, Name = \"a\")", "");
        yield return Masked("attention-mask-causal", "Input(5, 5, Name = \"a\")", ", Causal = true");
        yield return Masked("attention-mask-padding", "Input(5, Name = \"a\")", "");
        yield return Case("attention-key-dim", "Input(5, 6), MultiHeadAttention(2, KeyDim = 4), Flatten, Dense(3)");
        yield return Case("attention-rotary", "Input(5, 12), MultiHeadAttention(2, Rotary = true), Flatten, Dense(3)");
        yield return Case(
            "attention-rotary-wide",
            "Input(6, 64), MultiHeadAttention(2, Rotary = true, Causal = true), Flatten, Dense(3)",
            "MeanSquaredError, Sgd(0.001f)");
        yield return Case(
            "attention-dropout",
            "Input(5, 12), MultiHeadAttention(2, Dropout = 0.3), Flatten, Dense(3)",
            hasReference: false);
        yield return Case("attention-conv", "Input(4, 8), Conv1D(6, 3), MultiHeadAttention(2, Causal = true), Flatten, Dense(3)");
    }

    /// <summary>A mask that is zero in about half of its places. It does not change gradually, so there are no differences.</summary>
    private static ModelCase Masked(string name, string mask, string options) => Case(
        name,
        $"{mask}, Relu, As(\"seen\"), Input(5, 6, Name = \"b\"), MultiHeadAttention(2, Mask = \"seen\"{options}), Flatten, Dense(3)",
        hasDifferences: false);

    private static IEnumerable<ModelCase> Transformers()
    {
        yield return Case("encoder", "Input(5, 12), TransformerEncoder(2, 20, Dropout = 0), Flatten, Dense(3)");
        yield return Case(
            "encoder-norm-first",
            "Input(5, 12), TransformerEncoder(3, 7, Dropout = 0, NormFirst = true, Activation = ActivationKind.Gelu), LayerNorm, Flatten, "
                + "Dense(3)");
        yield return Case(
            "encoder-dropout",
            "Input(5, 12), TransformerEncoder(2, 20), Flatten, Dense(3)",
            hasReference: false);
        yield return Case(
            "decoder",
            "Input(4, 12, Name = \"a\"), As(\"memory\"), Input(6, 12, Name = \"b\"), TransformerDecoder(2, 20, Dropout = 0), Flatten, "
                + "Dense(3)");
        yield return Case(
            "decoder-norm-first",
            "Input(4, 12, Name = \"a\"), As(\"read\"), Input(6, 12, Name = \"b\"), TransformerDecoder(2, 20, From = \"read\", Dropout = 0, "
                + "NormFirst = true, Causal = false, Activation = ActivationKind.Gelu), Flatten, Dense(3)");
        // Without Adam: the bias of keys moves no softmax, so its gradient is rounding, of which Adam makes whole steps.
        yield return Case(
            "gpt",
            "Tokens(8, 11), Embedding(32, InitScale = 0.1), PositionalEmbedding(InitScale = 0.1), "
                + "TransformerEncoder(2, 48, Dropout = 0, Causal = true, NormFirst = true, Activation = ActivationKind.Gelu), "
                + "TransformerEncoder(2, 48, Dropout = 0, Causal = true, NormFirst = true, Activation = ActivationKind.Gelu), "
                + "LayerNorm, Dense(11)",
            "SoftmaxCrossEntropy(IgnoreLabel = -100), Sgd(0.05f)");
        yield return Case(
            "translator",
            "Tokens(5, 9, Name = \"source\"), Embedding(16, PaddingIndex = 0), PositionalEncoding, TransformerEncoder(2, 24, Dropout = 0), "
                + "As(\"memory\"), Tokens(6, 8, Name = \"target\"), Embedding(16), PositionalEncoding, "
                + "TransformerDecoder(2, 24, Dropout = 0), Dense(8)",
            "SoftmaxCrossEntropy(IgnoreLabel = 0), Sgd(0.05f)",
            hasDifferences: false);
    }

    private static IEnumerable<ModelCase> Recurrence()
    {
        yield return Case("rnn", "Input(5, 6), Rnn(7), Dense(3)");
        yield return Case("rnn-wide", "Input(6, 20), Rnn(32), Dense(3)");
        yield return Case("rnn-relu", "Input(4, 5), Rnn(20, Activation = ActivationKind.Relu, UseBias = false), Dense(3)");
        yield return Case("rnn-one-step", "Input(1, 6), Rnn(5), Dense(3)");
        yield return Case("rnn-one-unit", "Input(5, 3), Rnn(1), Dense(2)");
        yield return Case("rnn-all-steps", "Input(5, 6), Rnn(17, ReturnSequences = true), Dense(3)");
        yield return Case("lstm", "Input(5, 6), Lstm(7), Dense(3)");
        yield return Case("lstm-wide", "Input(6, 20), Lstm(32), Dense(3)");
        yield return Case("lstm-adam", "Input(9, 8), Lstm(16), Dense(1)", "MeanSquaredError, Adam(0.001f)");
        yield return Case("lstm-all-steps", "Input(5, 6), Lstm(16, ReturnSequences = true), Dense(3)", "SoftmaxCrossEntropy, Sgd(0.1f)");
        yield return Case("lstm-last", "Input(4, 3), Lstm(5)");
        yield return Case("lstm-last-steps", "Input(4, 3), Lstm(16, ReturnSequences = true)");
        yield return Case("lstm-bidirectional", "Input(5, 6), Lstm(16, Bidirectional = true), Dense(3)");
        yield return Case("lstm-two-layers", "Input(5, 6), Lstm(9, Layers = 2), Dense(3)");
        yield return Case(
            "lstm-all-options",
            "Input(4, 5), Lstm(6, Layers = 2, Bidirectional = true, ReturnSequences = true, UseBias = false), Flatten, Dense(3)");
        yield return Case(
            "lstm-dropout",
            "Input(4, 5), Lstm(16, Layers = 2, Dropout = 0.3), Dense(3)",
            hasReference: false);
        yield return Case("gru", "Input(5, 6), Gru(7), Dense(3)");
        yield return Case("gru-wide", "Input(6, 20), Gru(32), Dense(3)");
        yield return Case("gru-no-bias", "Input(4, 5), Gru(6, UseBias = false), Dense(3)");
        yield return Case("gru-bidirectional", "Input(5, 6), Gru(16, Bidirectional = true, ReturnSequences = true), Flatten, Dense(3)");
        yield return Case("gru-two-layers", "Input(5, 6), Gru(9, Layers = 2, Bidirectional = true), Dense(3)");
        yield return Case("gru-reset-before", "Input(5, 6), Gru(9, ResetBefore = true), Dense(3)");
        yield return Case("last-step", "Input(5, 6), Lstm(8, ReturnSequences = true), Tanh, LastStep, Dense(3)");
        yield return Case("repeat-vector", "Input(5, 6), Lstm(8), RepeatVector(4), Gru(8, ReturnSequences = true), Dense(3)");
        yield return Case("recurrent-tokens", "Tokens(6, 9), Embedding(8), Gru(16), Dense(3)", "SoftmaxCrossEntropy, Sgd(0.1f)");
        yield return Case("recurrent-conv", "Input(4, 9), Conv1D(6, 3), Permute(1, 0), Lstm(8), Dense(3)");
        yield return Case("recurrent-attention", "Input(5, 6), Lstm(8, ReturnSequences = true), MultiHeadAttention(2), Flatten, Dense(3)");
    }

    /// <summary>Recurrent layers that go on from batch to batch, as truncated backpropagation through time does.</summary>
    private static IEnumerable<ModelCase> Stateful()
    {
        yield return Case("stateful-lstm", "Input(6, 5), Lstm(16, Stateful = true, ReturnSequences = true), Dense(3)");
        yield return Case("stateful-lstm-two-layers", "Input(5, 6), Lstm(9, Layers = 2, Stateful = true), Dense(3)");
        yield return Case("stateful-gru", "Input(4, 3), Gru(3, Stateful = true, ReturnSequences = true), Dense(2)");
        yield return Case("stateful-one-unit", "Input(5, 3), Rnn(1, Stateful = true), Dense(2)");
        yield return Case(
            "stateful-two",
            "Input(5, 6), Rnn(7, Stateful = true, ReturnSequences = true), Gru(20, Stateful = true, ReturnSequences = true), Dense(3)",
            "MeanSquaredError, Adam(0.01f)");
        yield return Case("stateful-lengths", "Input(6, 5), Lengths, Lstm(16, Stateful = true), Dense(3)");
        yield return Case(
            "stateful-tokens",
            "Tokens(6, 9), Embedding(8), Lstm(16, Stateful = true, ReturnSequences = true), Dense(9)",
            "SoftmaxCrossEntropy, Sgd(0.1f)");
        yield return Case(
            "stateful-conv",
            "Input(4, 9), Conv1D(6, 3), Permute(1, 0), Lstm(8, Stateful = true, UseBias = false), Dense(3)",
            hasReference: false);
        yield return Case(
            "stateful-beside",
            "Input(5, 6), As(\"x\"), Gru(16, Stateful = true, ResetBefore = true), As(\"a\"), From(\"x\"), Lstm(16), Add(\"a\"), "
                + "BatchNorm, Dense(3)",
            hasReference: false);
    }

    private static IEnumerable<ModelCase> Lengths()
    {
        yield return Case("lengths-rnn", "Input(5, 6), Lengths, Rnn(7), Dense(3)");
        yield return Case("lengths-lstm", "Input(6, 5), Lengths, Lstm(16), Dense(3)");
        yield return Case("lengths-lstm-bidirectional", "Input(6, 5), Lengths, Lstm(7, Bidirectional = true, Layers = 2), Dense(3)");
        yield return Case(
            "lengths-gru-steps",
            "Tokens(6, 9), Lengths, Embedding(8), Gru(16, Bidirectional = true, ReturnSequences = true), Dense(4)",
            "SoftmaxCrossEntropy, Sgd(0.1f)");
        yield return Case("lengths-last-step", "Input(5, 6), Lengths, Gru(9, ReturnSequences = true), Tanh, LastStep, Dense(3)");
        yield return Case(
            "lengths-two-inputs",
            "Input(4, 3, Name = \"a\"), Lengths, Lstm(16), As(\"first\"), Input(5, 3, Name = \"b\"), Lstm(16), Add(\"first\"), Dense(3)");
    }

    /// <summary>Attention that leaves out the keys behind a sample's length, and pooling over the steps that count.</summary>
    private static IEnumerable<ModelCase> PaddedAttention()
    {
        yield return Case("mean-over-time", "Input(5, 18), Tanh, MeanOverTime, Dense(3)");
        yield return Case("max-over-time", "Input(5, 18), Dense(20), MaxOverTime, Dense(3)");
        yield return Case("lengths-mean", "Input(5, 18), Lengths, Tanh, MeanOverTime, Dense(3)");
        yield return Case("lengths-max", "Input(5, 6), Lengths, Dense(20), MaxOverTime, Dense(3)");
        yield return Case("lengths-attention", "Input(7, 6), Lengths, MultiHeadAttention(2), MeanOverTime, Dense(3)");
        yield return Case(
            "lengths-attention-wide",
            "Input(20, 64), Lengths, MultiHeadAttention(2), MaxOverTime, Dense(3)",
            "MeanSquaredError, Sgd(0.001f)");
        yield return Case("lengths-attention-causal", "Input(7, 6), Lengths, MultiHeadAttention(2, Causal = true), LastStep, Dense(3)");
        yield return Case("lengths-attention-nothing-seen", "Input(9, 6), Lengths, MultiHeadAttention(3, Window = 2), Flatten, Dense(3)");
        yield return Case(
            "lengths-attention-cross",
            "Input(5, 6, Name = \"a\"), Lengths, As(\"memory\"), Input(5, 6, Name = \"b\"), MultiHeadAttention(2), "
                + "MultiHeadAttention(2, From = \"memory\"), Flatten, Dense(3)");
        yield return Case(
            "lengths-encoder",
            "Tokens(6, 9), Lengths, Embedding(16, InitScale = 0.5), TransformerEncoder(2, 24, Dropout = 0), Dense(4)",
            "SoftmaxCrossEntropy, Sgd(0.1f)");
        yield return Case(
            "lengths-translator",
            "Tokens(6, 9, Name = \"source\"), Lengths, Embedding(16), PositionalEncoding, TransformerEncoder(2, 24, Dropout = 0), "
                + "As(\"memory\"), Tokens(6, 8, Name = \"target\"), Embedding(16), PositionalEncoding, "
                + "TransformerDecoder(2, 24, Dropout = 0), Dense(8)",
            "SoftmaxCrossEntropy(IgnoreLabel = 0), Sgd(0.05f)");
        yield return Case(
            "lengths-class-weights",
            "Tokens(6, 9), Lengths, Embedding(8), Gru(16, ReturnSequences = true), Dense(4)",
            "SoftmaxCrossEntropy(ClassWeights = [1, 2, 0.5, 4]), Sgd(0.1f)");
        yield return Case(
            "lengths-all-weights",
            "Tokens(6, 9), Lengths, Embedding(8), Gru(16, ReturnSequences = true), Dense(4)",
            "SoftmaxCrossEntropy(ClassWeights = [1, 2, 0.5, 4], SampleWeights = true), Sgd(0.1f)");
    }

    /// <summary>Causal models, which run step by step.</summary>
    private static IEnumerable<ModelCase> Streams()
    {
        yield return Case("stream-bigram", "Tokens(5, 11), Embedding(6), Dense(11)", "SoftmaxCrossEntropy, Sgd(0.1f)", hasReference: false);
        yield return Case(
            "stream-positions",
            "Tokens(5, 11), Embedding(20), PositionalEncoding, PositionalEmbedding, Tanh, Dense(3)",
            hasReference: false);
        yield return Case(
            "stream-two-outputs",
            "Input(5, 6), MultiHeadAttention(2, Causal = true), As(\"a\"), Dense(3), Output(\"a\")",
            hasReference: false);
        yield return Case(
            "stream-rotary",
            "Input(7, 32), MultiHeadAttention(2, Causal = true, Rotary = true), MultiHeadAttention(4, Causal = true, Window = 2), Dense(5)",
            hasReference: false);
        yield return Case(
            "stream-long",
            "Input(20, 5), Dense(16), MultiHeadAttention(1, Causal = true), LayerNorm, MultiHeadAttention(2, Causal = true, KeyDim = 3), "
                + "Dense(2)",
            hasReference: false);
        yield return Case(
            "stream-two-inputs",
            "Input(5, 6, Name = \"a\"), As(\"left\"), Input(5, 6, Name = \"b\"), Multiply(\"left\"), MultiHeadAttention(2, Causal = true)",
            hasReference: false);
        yield return Case(
            "stream-decoder-wide",
            "Input(17, 32, Name = \"a\"), Lengths, TransformerEncoder(2, 20, Dropout = 0), As(\"memory\"), Tokens(6, 9, Name = \"b\"), "
                + "Embedding(32), TransformerDecoder(2, 20, Dropout = 0), TransformerDecoder(2, 20, Dropout = 0), Dense(3)",
            hasReference: false);
        yield return Case(
            "stream-decoder-of-lstm",
            "Tokens(5, 7, Name = \"a\"), Lengths, Embedding(6), Lstm(8, Bidirectional = true, ReturnSequences = true), As(\"memory\"), "
                + "Tokens(5, 7, Name = \"b\"), Embedding(16), Lstm(16, ReturnSequences = true), As(\"query\"), "
                + "MultiHeadAttention(2, From = \"memory\"), Add(\"query\"), Dense(7)",
            "SoftmaxCrossEntropy, Sgd(0.1f)",
            hasReference: false);
        yield return Case(
            "stream-caption",
            "Input(1, 6, 6, Name = \"image\"), Conv2D(4, 3), Relu, Flatten, Dense(8), RepeatVector(4), As(\"seen\"), "
                + "Tokens(4, 7, Name = \"words\"), Embedding(8), Add(\"seen\"), Gru(16, ReturnSequences = true), Dense(7)",
            hasReference: false);
        yield return Case(
            "stream-masked",
            "Input(5, Name = \"mask\"), Relu, As(\"seen\"), Input(5, 6, Name = \"a\"), As(\"memory\"), Input(4, 6, Name = \"b\"), "
                + "MultiHeadAttention(2, Causal = true), MultiHeadAttention(2, From = \"memory\", Mask = \"seen\")",
            hasReference: false,
            hasDifferences: false);
        yield return Case("conv-causal", "Input(3, 9), Conv1D(4, 3, Causal = true), Tanh, Conv1D(20, 2, Dilation = 2, Causal = true)");
        yield return Case("conv-causal-stride", "Input(2, 10), Conv1D(4, 4, Stride = 2, Causal = true), Tanh, Flatten, Dense(2)");
        yield return Case(
            "conv-causal-wide",
            "Input(16, 12), Conv1D(32, 5, Causal = true), Relu, Conv1D(16, 3, Dilation = 4, Groups = 2, Causal = true), Permute(1, 0), "
                + "Dense(3)");
        yield return Case(
            "stream-wavenet",
            "Input(12, 4), Permute(1, 0), Conv1D(8, 2, Causal = true), As(\"a\"), Tanh, Conv1D(8, 2, Dilation = 2, Causal = true), "
                + "Add(\"a\"), Conv1D(5, 1), Permute(1, 0), LayerNorm, MultiHeadAttention(1, Causal = true)",
            hasReference: false);
    }

    private static ModelCase Case(
        string name,
        string layers,
        string end = "MeanSquaredError, Sgd(0.01f)",
        bool hasReference = true,
        bool hasDifferences = true) => new("sequence-" + name, $"[{layers}] [{end}]", hasReference, hasDifferences);
}
