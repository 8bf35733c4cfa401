namespace ModelGen.Compiler.Layers;

/// <summary>A step in its scope, with the steps that follow it.</summary>
/// <param name="Scope">The model or the use of a block.</param>
/// <param name="Step">The step.</param>
/// <param name="Behind">The following steps, for initial weights.</param>
internal sealed record CallSite(Scope Scope, Step Step, Tail Behind)
{
    /// <summary>The dotted path of the layer, such as <c>branch1.dense2</c>.</summary>
    public string Path => Scope.Prefix + Step.Name;

    /// <summary>The layer in messages, such as <c>[Dense] 'branch1.dense2'</c>.</summary>
    public string Display => Step.Display(Scope.Prefix);
}
