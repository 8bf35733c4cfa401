namespace ModelGen;

/// <summary>In which form the weights of a model are kept: in files, in apps, and in the memory of models that only predict.</summary>
/// <remarks>
/// It is about tensors of two and more dimensions, which are nearly all of a model: weights of layers, tables of embeddings. Biases,
/// statistics and what else has one dimension stay 32-bit floats, and so does all arithmetic: kernels widen weights in registers, exactly.
/// A model that is trained keeps its weights as 32-bit floats; its <c>Save</c> rounds them.
/// </remarks>
public enum Storage
{
    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>
    /// IEEE half precision, 16 bits: 11 bits of precision, magnitudes up to 65,504, steps of 2⁻²⁴ near zero. Weights are rounded to the
    /// nearest, ties to even; one that would become infinite is an error.
    /// </summary>
    Float16,

    /// <summary>
    /// The upper half of a 32-bit float: 8 bits of precision and the range of a float. Weights are rounded to the nearest, ties to even.
    /// The fastest to widen.
    /// </summary>
    BFloat16,
}
