namespace ModelGen;

/// <content>Layers of a whole model as a method: those of sequences.</content>
public sealed partial class Tensor
{
    /// <inheritdoc cref="EmbeddingAttribute"/>
    /// <param name="dim"><inheritdoc cref="EmbeddingAttribute.Dim" path="/summary/node()"/></param>
    /// <param name="paddingIndex"><inheritdoc cref="EmbeddingAttribute.PaddingIndex" path="/summary/node()"/></param>
    /// <param name="initScale"><inheritdoc cref="EmbeddingAttribute.InitScale" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor Embedding(int dim, int paddingIndex = -1, double initScale = 1, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="PositionalEncodingAttribute"/>
    /// <param name="dropout"><inheritdoc cref="PositionalEncodingAttribute.Dropout" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor PositionalEncoding(double dropout = 0, string? name = null) => Layer();

    /// <inheritdoc cref="PositionalEmbeddingAttribute"/>
    /// <param name="initScale"><inheritdoc cref="PositionalEmbeddingAttribute.InitScale" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor PositionalEmbedding(double initScale = 1, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="RnnAttribute"/>
    /// <param name="units"><inheritdoc cref="RecurrentAttribute.Units" path="/summary/node()"/></param>
    /// <param name="layers"><inheritdoc cref="RecurrentAttribute.Layers" path="/summary/node()"/></param>
    /// <param name="bidirectional"><inheritdoc cref="RecurrentAttribute.Bidirectional" path="/summary/node()"/></param>
    /// <param name="returnSequences"><inheritdoc cref="RecurrentAttribute.ReturnSequences" path="/summary/node()"/></param>
    /// <param name="stateful"><inheritdoc cref="RecurrentAttribute.Stateful" path="/summary/node()"/></param>
    /// <param name="activation"><inheritdoc cref="RnnAttribute.Activation" path="/summary/node()"/></param>
    /// <param name="dropout"><inheritdoc cref="RecurrentAttribute.Dropout" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="RecurrentAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor Rnn(
        int units, int layers = 1, bool bidirectional = false, bool returnSequences = false, bool stateful = false,
        ActivationKind activation = ActivationKind.Tanh, double dropout = 0, bool useBias = true, bool frozen = false,
        string? name = null) => Layer();

    /// <inheritdoc cref="LstmAttribute"/>
    /// <param name="units"><inheritdoc cref="RecurrentAttribute.Units" path="/summary/node()"/></param>
    /// <param name="layers"><inheritdoc cref="RecurrentAttribute.Layers" path="/summary/node()"/></param>
    /// <param name="bidirectional"><inheritdoc cref="RecurrentAttribute.Bidirectional" path="/summary/node()"/></param>
    /// <param name="returnSequences"><inheritdoc cref="RecurrentAttribute.ReturnSequences" path="/summary/node()"/></param>
    /// <param name="stateful"><inheritdoc cref="RecurrentAttribute.Stateful" path="/summary/node()"/></param>
    /// <param name="dropout"><inheritdoc cref="RecurrentAttribute.Dropout" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="RecurrentAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor Lstm(
        int units, int layers = 1, bool bidirectional = false, bool returnSequences = false, bool stateful = false, double dropout = 0,
        bool useBias = true, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="GruAttribute"/>
    /// <param name="units"><inheritdoc cref="RecurrentAttribute.Units" path="/summary/node()"/></param>
    /// <param name="layers"><inheritdoc cref="RecurrentAttribute.Layers" path="/summary/node()"/></param>
    /// <param name="bidirectional"><inheritdoc cref="RecurrentAttribute.Bidirectional" path="/summary/node()"/></param>
    /// <param name="returnSequences"><inheritdoc cref="RecurrentAttribute.ReturnSequences" path="/summary/node()"/></param>
    /// <param name="stateful"><inheritdoc cref="RecurrentAttribute.Stateful" path="/summary/node()"/></param>
    /// <param name="resetBefore"><inheritdoc cref="GruAttribute.ResetBefore" path="/summary/node()"/></param>
    /// <param name="dropout"><inheritdoc cref="RecurrentAttribute.Dropout" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="RecurrentAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor Gru(
        int units, int layers = 1, bool bidirectional = false, bool returnSequences = false, bool stateful = false,
        bool resetBefore = false, double dropout = 0, bool useBias = true, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="LastStepAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor LastStep(string? name = null) => Layer();

    /// <inheritdoc cref="MeanOverTimeAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor MeanOverTime(string? name = null) => Layer();

    /// <inheritdoc cref="MaxOverTimeAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor MaxOverTime(string? name = null) => Layer();

    /// <inheritdoc cref="RepeatVectorAttribute"/>
    /// <param name="n"><inheritdoc cref="RepeatVectorAttribute.N" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor RepeatVector(int n, string? name = null) => Layer();

    /// <inheritdoc cref="MultiHeadAttentionAttribute"/>
    /// <param name="heads"><inheritdoc cref="MultiHeadAttentionAttribute.Heads" path="/summary/node()"/></param>
    /// <param name="causal"><inheritdoc cref="MultiHeadAttentionAttribute.Causal" path="/summary/node()"/></param>
    /// <param name="from">The value that keys and values come from, or this one. <see cref="MultiHeadAttentionAttribute.From"/></param>
    /// <param name="mask">The value that says which steps count, if not all do. <see cref="MultiHeadAttentionAttribute.Mask"/></param>
    /// <param name="window"><inheritdoc cref="MultiHeadAttentionAttribute.Window" path="/summary/node()"/></param>
    /// <param name="keyDim"><inheritdoc cref="MultiHeadAttentionAttribute.KeyDim" path="/summary/node()"/></param>
    /// <param name="rotary"><inheritdoc cref="MultiHeadAttentionAttribute.Rotary" path="/summary/node()"/></param>
    /// <param name="dropout"><inheritdoc cref="MultiHeadAttentionAttribute.Dropout" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="MultiHeadAttentionAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor MultiHeadAttention(
        int heads, bool causal = false, Tensor? from = null, Tensor? mask = null, int window = 0, int keyDim = 0, bool rotary = false,
        double dropout = 0, bool useBias = true, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="TransformerEncoderAttribute"/>
    /// <param name="heads"><inheritdoc cref="TransformerAttribute.Heads" path="/summary/node()"/></param>
    /// <param name="hidden"><inheritdoc cref="TransformerAttribute.Hidden" path="/summary/node()"/></param>
    /// <param name="causal"><inheritdoc cref="TransformerEncoderAttribute.Causal" path="/summary/node()"/></param>
    /// <param name="activation"><inheritdoc cref="TransformerAttribute.Activation" path="/summary/node()"/></param>
    /// <param name="normFirst"><inheritdoc cref="TransformerAttribute.NormFirst" path="/summary/node()"/></param>
    /// <param name="window"><inheritdoc cref="TransformerAttribute.Window" path="/summary/node()"/></param>
    /// <param name="rotary"><inheritdoc cref="TransformerAttribute.Rotary" path="/summary/node()"/></param>
    /// <param name="dropout"><inheritdoc cref="TransformerAttribute.Dropout" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor TransformerEncoder(
        int heads, int hidden, bool causal = false, ActivationKind activation = ActivationKind.Relu, bool normFirst = false,
        int window = 0, bool rotary = false, double dropout = 0.1, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="TransformerDecoderAttribute"/>
    /// <param name="heads"><inheritdoc cref="TransformerAttribute.Heads" path="/summary/node()"/></param>
    /// <param name="hidden"><inheritdoc cref="TransformerAttribute.Hidden" path="/summary/node()"/></param>
    /// <param name="from">The value that keys and values come from, the memory. <see cref="TransformerDecoderAttribute.From"/></param>
    /// <param name="causal"><inheritdoc cref="TransformerDecoderAttribute.Causal" path="/summary/node()"/></param>
    /// <param name="activation"><inheritdoc cref="TransformerAttribute.Activation" path="/summary/node()"/></param>
    /// <param name="normFirst"><inheritdoc cref="TransformerAttribute.NormFirst" path="/summary/node()"/></param>
    /// <param name="window"><inheritdoc cref="TransformerAttribute.Window" path="/summary/node()"/></param>
    /// <param name="rotary"><inheritdoc cref="TransformerAttribute.Rotary" path="/summary/node()"/></param>
    /// <param name="dropout"><inheritdoc cref="TransformerAttribute.Dropout" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor TransformerDecoder(
        int heads, int hidden, Tensor from, bool causal = true, ActivationKind activation = ActivationKind.Relu, bool normFirst = false,
        int window = 0, bool rotary = false, double dropout = 0.1, bool frozen = false, string? name = null) => Layer();
}
