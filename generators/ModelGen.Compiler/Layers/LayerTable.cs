namespace ModelGen.Compiler.Layers;

/// <summary>Every layer and every piece of wiring, one line each.</summary>
internal static class LayerTable
{
    public static readonly IReadOnlyList<LayerDefinition> All =
    [
        new DenseLayer(),
        new FlattenLayer(),
        new ReshapeLayer(),
        new EmbeddingLayer(),
        new PositionalEncodingLayer(),
        new PositionalEmbeddingLayer(),
        new RnnLayer(),
        new LstmLayer(),
        new GruLayer(),
        new LastStepLayer(),
        new RepeatVectorLayer(),
        new MultiHeadAttentionLayer(),
        new TransformerEncoderLayer(),
        new TransformerDecoderLayer(),
        new DropoutLayer(),
        new SpatialDropoutLayer(),

        new Conv1DLayer(),
        new Conv2DLayer(),
        new DepthwiseConv2DLayer(),
        new SeparableConv2DLayer(),
        new ConvTranspose2DLayer(),
        new MaxPool2DLayer(),
        new AvgPool2DLayer(),
        new GlobalAvgPool2DLayer(),
        new AdaptiveAvgPool2DLayer(),
        new Upsample2DLayer(),
        new ZeroPad2DLayer(),
        new Crop2DLayer(),
        new PermuteLayer(),

        new BatchNormLayer(),
        new LayerNormLayer(),
        new InstanceNormLayer(),
        new GroupNormLayer(),
        new LocalResponseNormLayer(),

        new ReluLayer(),
        new LeakyReluLayer(),
        new PReluLayer(),
        new EluLayer(),
        new GeluLayer(),
        new SiluLayer(),
        new SigmoidLayer(),
        new HardSigmoidLayer(),
        new TanhLayer(),
        new SoftplusLayer(),
        new SoftmaxLayer(),
        new MaxoutLayer(),

        new InputWiring(),
        new TokensWiring(),
        new OutputWiring(),
        new AsWiring(),
        new FromWiring(),
        new AddWiring(),
        new MultiplyWiring(),
        new ConcatWiring(),
        new ShapeWiring(),
    ];
}
