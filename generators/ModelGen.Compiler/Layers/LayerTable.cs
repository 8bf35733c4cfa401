namespace ModelGen.Compiler.Layers;

/// <summary>Every layer and every piece of wiring, one line each.</summary>
internal static class LayerTable
{
    public static readonly IReadOnlyList<LayerDefinition> All =
    [
        new DenseLayer(),
        new FlattenLayer(),
        new ReshapeLayer(),
        new DropoutLayer(),
        new SpatialDropoutLayer(),

        new BatchNormLayer(),
        new LayerNormLayer(),
        new InstanceNormLayer(),
        new GroupNormLayer(),

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
        new OutputWiring(),
        new AsWiring(),
        new FromWiring(),
        new AddWiring(),
        new MultiplyWiring(),
        new ConcatWiring(),
        new ShapeWiring(),
    ];

    private static readonly Dictionary<Type, LayerDefinition> ByAttribute = All.ToDictionary(layer => layer.AttributeType);

    /// <summary>The definition for an attribute class; null for losses, optimizers and uses of blocks.</summary>
    public static LayerDefinition? Find(Type attributeType) =>
        ByAttribute.TryGetValue(attributeType, out var definition) ? definition : null;
}
