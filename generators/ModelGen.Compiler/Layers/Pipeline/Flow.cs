using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>A value on its way through the pipeline, and where it comes from, for messages.</summary>
/// <param name="Value">The value, [N, …].</param>
/// <param name="Origin">What made it, such as <c>[Dense] 'dense1'</c>.</param>
/// <param name="Source">The call that gave it.</param>
internal readonly record struct Flow(Value Value, string Origin, LayerCall Source);
