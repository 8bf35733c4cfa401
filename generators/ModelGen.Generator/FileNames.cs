using System.Collections.Immutable;
using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator;

/// <summary>Keeps generated files apart: neither Roslyn nor some file systems tell <c>LeNet.g.cs</c> from <c>Lenet.g.cs</c>.</summary>
internal static class FileNames
{
    /// <summary>The names that could be confused: they differ in case only, or one continues like the name of another one's part.</summary>
    public static EquatableArray<string> Ambiguous(ImmutableArray<string> stems)
    {
        var same = stems
            .GroupBy(stem => stem, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.OrdinalIgnoreCase);
        return stems
            .Where(stem => same[stem] > 1 || same.ContainsKey(Parent(stem)))
            .OrderBy(stem => stem, StringComparer.Ordinal)
            .ToEquatableArray();
    }

    /// <summary>The Spec, marked if its files need other names.</summary>
    public static ModelSpec Apart(ModelSpec spec, EquatableArray<string> ambiguous) =>
        ambiguous.Contains(ClassFrame.FileStem(spec.Class)) ? spec with { Class = spec.Class with { NeedsUniqueFiles = true } } : spec;

    private static string Parent(string stem) => stem.Substring(0, Math.Max(0, stem.LastIndexOf('.')));
}
