using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.TestKit;

/// <summary>A file of weights that a project lists, as <c>ModelGenWeights</c> passes it on to generators.</summary>
/// <param name="path">Where it is.</param>
/// <param name="name">As the project lists it.</param>
/// <param name="model">The class that it is for, if the project says so.</param>
public sealed class WeightsText(string path, string name, string? model = null) : AdditionalText
{
    /// <summary>Writes a file into a folder.</summary>
    /// <returns>The file as a project lists it.</returns>
    public static WeightsText Write(string folder, string name, byte[] bytes, string? model = null)
    {
        string path = System.IO.Path.Combine(folder, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return new WeightsText(path, name, model);
    }

    /// <inheritdoc/>
    public override string Path => path;

    /// <summary>The name of the resource that the build makes of it.</summary>
    public string Resource { get; } = "ModelGen.Weights." + System.IO.Path.GetFileName(name);

    /// <summary>What the build files say of it: name and value.</summary>
    public IReadOnlyList<(string Name, string Value)> Metadata =>
        [("ModelGenWeights", name), ("ModelGenResource", Resource), ("Model", model ?? "")];

    /// <summary>It is no text.</summary>
    public override SourceText? GetText(CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("A file of weights was read as text.");
}
