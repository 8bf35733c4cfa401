using ModelGen.Onnx.Export;
using ModelGen.Onnx.Format;
using ModelGen.Serialization;

namespace ModelGen.Onnx;

/// <summary>Writes models as ONNX files.</summary>
/// <example><code>
/// using ModelGen.Onnx;
///
/// LeNet5 model = LeNet5.Load("lenet5.safetensors");
/// model.ExportOnnx("lenet5.onnx");
/// </code></example>
public static class OnnxExport
{
    /// <summary>The version of the operators in files that are written.</summary>
    public const int OperatorVersion = 17;

    /// <summary>
    /// Writes a model with its weights as they are now: the graph as the layers say, of operators of version 17. The first axis of every
    /// input and output is the batch, which is open; the others are as declared. Tensors are called as in files of weights, and values as
    /// the layers.
    /// </summary>
    /// <param name="model">The model. It must not be trained at the same time.</param>
    /// <param name="path">The file; replaced if it exists, unchanged if writing fails.</param>
    /// <exception cref="NotSupportedException">A layer has no counterpart in ONNX, and the message names it; or the project
    /// that declares the model does not reference ModelGen.Onnx.</exception>
    /// <exception cref="InvalidDataException">The file would have more than 2 GB.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    public static void ExportOnnx(this IModel model, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = Bytes(model);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Writes a model to a stream, as <see cref="ExportOnnx(IModel, string)"/> does to a file.</summary>
    /// <param name="model">The model. It must not be trained at the same time.</param>
    /// <param name="stream">Where to write; it need not be able to seek, and is left open.</param>
    /// <exception cref="NotSupportedException">A layer has no counterpart in ONNX, and the message names it; or the project
    /// that declares the model does not reference ModelGen.Onnx.</exception>
    /// <exception cref="InvalidDataException">There would be more than 2 GB.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void ExportOnnx(this IModel model, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Bytes(model));
    }

    private static byte[] Bytes(IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        string text = (model as IOnnxExportable)?.OnnxGraph ?? throw new NotSupportedException(
            $"{model.GetType()} cannot be written as ONNX: the project that declares it does not reference ModelGen.Onnx.");
        OnnxModel file = GraphText.ToModel(
            text,
            name => OnnxTensor.Of(
                name, model.Parameters[name].Value.ToArray(), [.. model.Parameters[name].Shape.Select(size => (long)size)]));
        return file.ToBytes();
    }
}
