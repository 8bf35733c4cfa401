namespace ModelGen.Onnx.Import;

/// <summary>An input of the declaration.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Id">The number of its value.</param>
/// <param name="Shape">The shape of a sample.</param>
/// <param name="Vocabulary">For ids, how many there are; otherwise 0.</param>
/// <param name="HasLengths">Whether each sample has a length of its own, which is an argument behind the inputs.</param>
internal sealed record DeclaredInput(string Name, int Id, int[] Shape, int Vocabulary, bool HasLengths = false);
