namespace ModelGen.Keras;

/// <summary>A tensor of a file.</summary>
/// <param name="Name">What the layer calls it: <c>kernel</c>, <c>recurrent_kernel</c>.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Values">Its numbers, the last index fastest.</param>
internal sealed record KerasTensor(string Name, int[] Shape, float[] Values);

/// <summary>A layer with weights.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Kind">Its class as Keras writes it in names: <c>conv2d_transpose</c>; "" if it is not known.</param>
/// <param name="Suffix">What stands behind the names of recurrent weights: "", or <c>_reverse</c>.</param>
/// <param name="Tensors">Its tensors in the order of the file.</param>
internal sealed record KerasLayer(string Name, string Kind, string Suffix, IReadOnlyList<KerasTensor> Tensors)
{
    public KerasTensor? Find(string name) => Tensors.FirstOrDefault(tensor => tensor.Name == name);
}
