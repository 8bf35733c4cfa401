namespace ModelGen.Compiler.Codegen;

/// <summary>The short names of namespaces in files with kernels: <c>__Simd::Vector512.Create(1f)</c>.</summary>
/// <remarks>
/// The name in front of <c>::</c> is looked up among aliases only. So no member, type or namespace of the user can hide it, as one
/// called <c>Vector512</c> or <c>Math</c> could. C# reserves names with two underscores, so no global alias has such a name.
/// </remarks>
internal static class NamespaceAliases
{
    private static readonly (string Alias, string Namespace)[] All =
    [
        ("__Clr", "System.Runtime.CompilerServices"),
        ("__Interop", "System.Runtime.InteropServices"),
        ("__Simd", "System.Runtime.Intrinsics"),
    ];

    /// <summary>The directives that declare them.</summary>
    public static IEnumerable<string> Directives => All.Select(a => $"using {a.Alias} = global::{a.Namespace};");
}
