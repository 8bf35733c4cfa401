namespace ModelGen.Onnx;

/// <summary>A weight on its way from an ONNX file into a file of weights.</summary>
/// <param name="Name">Its name in a layer, such as <c>weight</c>; in a model, with the layer's name in front.</param>
/// <param name="Shape">Its shape there.</param>
/// <param name="Values">Reads its numbers.</param>
internal sealed record ImportedWeight(string Name, IReadOnlyList<int> Shape, Func<float[]> Values);
