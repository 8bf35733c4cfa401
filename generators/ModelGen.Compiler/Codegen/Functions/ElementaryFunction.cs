using ModelGen.Compiler.Codegen.Isa;

namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>A vector function of the compiler's own. A math library would not give the same bits on every machine.</summary>
/// <param name="Name">The name of the method in <paramref name="Source"/>.</param>
/// <param name="Source">
/// The C# text of a private static method over <c>Vector512</c>. It uses only members that <c>Vector256</c> and
/// <c>Vector128</c> have too, so that replacing the one name by the other re-targets it.
/// </param>
internal sealed record ElementaryFunction(string Name, string Source)
{
    /// <summary>The text for another width.</summary>
    public string SourceFor(VectorIsa isa) => Source.Replace(VectorIsa.TypeOf(512), isa.Vector);
}

/// <summary>Every function the compiler can emit.</summary>
internal static class ElementaryFunctions
{
    /// <summary>In the order in which they are emitted.</summary>
    public static IReadOnlyList<ElementaryFunction> All { get; } =
    [
        ExpFunction.Definition,
        Expm1Function.Definition,
        LogFunction.Definition,
        Log1pFunction.Definition,
        TanhFunction.Definition,
        ErfFunction.Definition,
        SigmoidFunction.Definition,
        Threefry2x32Function.Definition,
        Uniform01Function.Definition,
    ];

    /// <summary>The function of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such function.</exception>
    public static ElementaryFunction Get(string name) =>
        All.FirstOrDefault(function => function.Name == name)
        ?? throw new KeyNotFoundException($"There is no elementary function '{name}'.");

    /// <summary>The named functions, each once, in the order of <see cref="All"/>.</summary>
    /// <exception cref="KeyNotFoundException">One of the names is not a function's.</exception>
    public static IReadOnlyList<ElementaryFunction> Named(IEnumerable<string> names)
    {
        HashSet<ElementaryFunction> wanted = [.. names.Select(Get)];
        return [.. All.Where(wanted.Contains)];
    }
}
