namespace ModelGen;

/// <summary>One of the outputs of a model, as interfaces and metrics see it.</summary>
/// <param name="Name">Its name: <c>output</c> for the main one, for others that of their <see cref="OutputAttribute"/>.</param>
/// <param name="Size">How many floats of a sample belong to it.</param>
public readonly record struct ModelOutput(string Name, int Size);
