using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>A layer that is made of others, whose names stand behind its own: <c>transformerencoder1.linear1</c>.</summary>
internal interface ICompositeLayer
{
    /// <summary>The layers, as if they stood in a block.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="location">Where it stands: mistakes of its layers are reported there.</param>
    /// <param name="features">The last axis of what arrives; null if it is not known.</param>
    IReadOnlyList<Step> Steps(PipelineAttribute attribute, SpecLocation location, int? features);
}

/// <summary>Constants of composite layers.</summary>
internal static class CompositeLayer
{
    /// <summary>Stands for as many units as the layer's input has features, where shapes are not known yet.</summary>
    public const int FeaturesThatArrive = int.MaxValue;
}

/// <summary>A layer that is made of others, for one attribute class.</summary>
internal abstract class CompositeLayer<TAttribute> : LayerDefinition<TAttribute>, ICompositeLayer
    where TAttribute : PipelineAttribute
{
    public IReadOnlyList<Step> Steps(PipelineAttribute attribute, SpecLocation location, int? features) =>
        Parts((TAttribute)attribute)
            .Select(part => part is DenseAttribute { Units: CompositeLayer.FeaturesThatArrive } dense
                ? new DenseAttribute(features ?? 1) { Name = dense.Name }
                : part)
            .Select(part => new Step(part, KindOf(part), location)
            {
                Layer = DefinitionTable.Find(part) as LayerDefinition ?? throw new CompilerException($"{part} is no layer."),
                Name = (part as LayerAttribute)?.Name,
            })
            .ToArray();

    /// <summary>The attributes of the layers, in order; those that are layers have names.</summary>
    protected abstract IEnumerable<PipelineAttribute> Parts(TAttribute attribute);

    /// <exception cref="CompilerException">Always: the pipeline runs its layers instead.</exception>
    protected sealed override Value? Build(TAttribute attribute, LayerContext context) =>
        throw new CompilerException($"{GetType().Name} is made of layers.");

    private static string KindOf(PipelineAttribute part) => part.GetType().Name.Replace("Attribute", "");
}
