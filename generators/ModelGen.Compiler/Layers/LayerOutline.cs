namespace ModelGen.Compiler.Layers;

/// <summary>A layer as known without shapes: enough for stub members while a declaration has errors.</summary>
/// <param name="Name">The path of the layer, such as <c>residual1.dense2</c>.</param>
/// <param name="Kind">The layer's kind as written, such as <c>Dense</c>.</param>
/// <param name="ParameterNames">All parameters it can have, such as <c>weight</c>.</param>
public sealed record LayerOutline(string Name, string Kind, IReadOnlyList<string> ParameterNames)
{
    /// <summary>The layers of a pipeline and of the blocks it uses, in order, without those that have invalid names.</summary>
    internal static IEnumerable<LayerOutline> Of(IEnumerable<Step> steps, string prefix = "")
    {
        foreach (var step in steps)
        {
            if (step.Name is null || !LayerNames.IsValid(step.Name)) continue;
            var path = prefix + step.Name;
            yield return new LayerOutline(path, step.Kind, step.ParameterNames);
            var parts = (step.Layer as ICompositeLayer)?.Steps(step.Attribute, step.Location, null) ?? [];
            foreach (var inner in Of(parts, path + ".")) yield return inner;
            foreach (var inner in step.Block?.Outline(step, path) ?? []) yield return inner;
        }
    }
}
