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
/// model.ExportOnnx("lenet5-22.onnx", new OnnxExportOptions { Opset = 22 });
/// </code></example>
public static class OnnxExport
{
    /// <summary>
    /// Writes a model with its weights as they are now: the graph as the layers say, of operators of version 17 unless the options name
    /// another one. The first axis of every input and output is the batch, which is open; the others are as declared. Tensors are called
    /// as in files of weights, and values as the layers.
    /// </summary>
    /// <param name="model">The model. It must not be trained at the same time.</param>
    /// <param name="path">The file; replaced if it exists, unchanged if writing fails.</param>
    /// <param name="options">The version of the operators; by default 17.</param>
    /// <exception cref="NotSupportedException">A layer has no counterpart in ONNX, and the message names it; or the project
    /// that declares the model does not reference ModelGen.Onnx.</exception>
    /// <exception cref="InvalidDataException">The file would have more than 2 GB.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    public static void ExportOnnx(this IModel model, string path, OnnxExportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = Bytes(model, options);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Writes a model to a stream, as <see cref="ExportOnnx(IModel, string, OnnxExportOptions?)"/> does to a file.</summary>
    /// <param name="model">The model. It must not be trained at the same time.</param>
    /// <param name="stream">Where to write; it need not be able to seek, and is left open.</param>
    /// <param name="options">The version of the operators; by default 17.</param>
    /// <exception cref="NotSupportedException">A layer has no counterpart in ONNX, and the message names it; or the project
    /// that declares the model does not reference ModelGen.Onnx.</exception>
    /// <exception cref="InvalidDataException">There would be more than 2 GB.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void ExportOnnx(this IModel model, Stream stream, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Bytes(model, options));
    }

    private static byte[] Bytes(IModel model, OnnxExportOptions? options) => ToModel(model, options ?? new()).ToBytes();

    /// <summary>The file as it is before it becomes bytes.</summary>
    internal static OnnxModel ToModel(IModel model, OnnxExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        string text = (model as IOnnxExportable)?.OnnxGraph ?? throw new NotSupportedException(
            $"{model.GetType()} cannot be written as ONNX: the project that declares it does not reference ModelGen.Onnx.");
        return GraphText.ToModel(
            text,
            options.Opset,
            name => OnnxTensor.Of(
                name, model.Parameters[name].Value.ToArray(), [.. model.Parameters[name].Shape.Select(size => (long)size)]));
    }
}
