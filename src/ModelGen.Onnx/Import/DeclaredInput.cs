namespace ModelGen.Onnx.Import;

/// <summary>An input of the declaration.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Id">The number of its value.</param>
/// <param name="Shape">The shape of a sample.</param>
/// <param name="Vocabulary">For ids, how many there are; otherwise 0.</param>
internal sealed record DeclaredInput(string Name, int Id, int[] Shape, int Vocabulary);
