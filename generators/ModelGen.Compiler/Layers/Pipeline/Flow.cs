using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>A value of the pipeline and its origin, for messages.</summary>
/// <param name="Value">The value, [N, …].</param>
/// <param name="Origin">The layer that made it, such as <c>[Dense] 'dense1'</c>.</param>
/// <param name="Source">The call that gave it.</param>
internal readonly record struct Flow(Value Value, string Origin, LayerCall Source);
