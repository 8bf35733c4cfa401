namespace ModelGen.Compiler.Layers;

/// <summary>The name of a value that an attribute reads, and the argument with the name.</summary>
internal readonly record struct ValueReference(string Argument, int Element, string Name);

/// <summary>The name that an attribute gives to a value.</summary>
/// <param name="Argument">The argument with the name.</param>
/// <param name="Name">The name, if one is given.</param>
/// <param name="Otherwise">The name of the value if none is given; null if it has none then.</param>
internal sealed record ValueDefinition(string Argument, string? Name, string? Otherwise = null);
