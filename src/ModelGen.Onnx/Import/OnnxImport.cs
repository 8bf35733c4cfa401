using ModelGen.Onnx.Format;
using ModelGen.Onnx.Import;

namespace ModelGen.Onnx;

/// <summary>Makes declarations of ONNX files.</summary>
/// <example><code>
/// ImportedModel model = OnnxImport.Read("lenet.onnx", new ImportOptions { Namespace = "Digits" });
/// model.Write(".");                                // LeNet.cs and lenet.safetensors
/// </code></example>
public static class OnnxImport
{
    /// <summary>Reads a file: fixes its shapes, folds its constants, recognises layers.</summary>
    /// <param name="path">The ONNX file. Tensors may lie in files beside it.</param>
    /// <param name="options">Names, and shapes that the file leaves open.</param>
    /// <returns>The declaration and its weights. Nothing is written.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no ONNX file, or damaged, or a shape is open that <paramref name="options"/> must
    /// give.</exception>
    /// <exception cref="OnnxImportException">It has nodes that no layer expresses.</exception>
    public static ImportedModel Read(string path, ImportOptions? options = null)
    {
        options ??= new ImportOptions();
        OnnxModel model = OnnxModel.Read(path);
        string stem = Path.GetFileNameWithoutExtension(path);
        try
        {
            return GraphImport.Run(model, stem, options);
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"Cannot import '{path}': {problem.Message}", problem);
        }
    }
}
