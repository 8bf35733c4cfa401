using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Frontend;

/// <summary>Recognises the files that this generator wrote.</summary>
/// <remarks>The analyzer sees the generated part of a model class, the generator does not. Both must read the same Spec.</remarks>
internal static class OwnOutput
{
    /// <summary>Roslyn puts generated files in a folder with the name of the generator's class.</summary>
    private static readonly string Folder = typeof(ModelGenerator).FullName!;

    public static bool Contains(SyntaxTree tree) =>
        tree.FilePath.Split('/', '\\').Contains(Folder, StringComparer.Ordinal);
}
