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
    private static readonly string[] Operators = [" + ", " - ", " * ", " / "];

    private const string Inlined = "AggressiveInlining", Apart = "NoInlining | __Clr::MethodImplOptions.AggressiveOptimization";

    private const string FusedMultiplyAdd = "__Simd::Vector512.FusedMultiplyAdd(";

    /// <summary>
    /// Whether it has more constants than AVX2 has registers. Inlined into a loop, they are moved in front of the loops around it, and the
    /// accumulators there lose their registers: sums take twice as long. A call costs less. AVX-512 has registers for both.
    /// </summary>
    public bool HasManyConstants { get; init; }

    /// <summary>The text for a width.</summary>
    public string SourceFor(VectorIsa isa)
    {
        var text = Source.Replace(VectorIsa.TypeOf(512), isa.Vector);
        if (HasManyConstants && isa.LanesPerPart == 8) text = text.Replace(Inlined, Apart);
        return isa.LanesPerPart == FusedFunctions.Lanes ? FusedFunctions.InBothWays(text) : text;
    }

    /// <summary>The same function with two roundings in place of each fused multiply-add.</summary>
    /// <param name="changes">
    /// What is changed in the text before that: constants whose products must be exact without fusing, and what comments say.
    /// </param>
    public ElementaryFunction Unfused(params (string Text, string Becomes)[] changes)
    {
        var source = Source.Replace($" {Name}(", $" {Name}Unfused(");
        foreach (var (text, becomes) in changes)
        {
            if (!source.Contains(text)) throw new CompilerException($"The text of {Name} does not contain '{text}'.");
            source = source.Replace(text, becomes);
        }

        for (int start; (start = source.LastIndexOf(FusedMultiplyAdd, StringComparison.Ordinal)) >= 0;)
        {
            var (a, end) = Arguments(source, start + FusedMultiplyAdd.Length);
            var (before, sum, after) = (source.Substring(0, start), $"({a[0]} * {a[1]}) + {a[2]}", source.Substring(end));
            source = before + (before.EndsWith("= ", StringComparison.Ordinal) && after[0] == ';' ? sum : $"({sum})") + after;
        }

        return this with { Name = Name + "Unfused", Source = source };
    }

    /// <summary>The arguments of a call, operations in parentheses, and where it ends.</summary>
    private static (IReadOnlyList<string> Arguments, int End) Arguments(string text, int start)
    {
        var arguments = new List<string>();
        for (int depth = 0, at = start; ; at++)
        {
            var c = text[at];
            if (depth == 0 && c is ',' or ')')
            {
                var argument = text.Substring(start, at - start).Trim();
                arguments.Add(Operators.Any(argument.Contains) ? $"({argument})" : argument);
                if (c == ')') return (arguments, at + 1);
                start = at + 1;
            }
            else if (c == '(')
            {
                depth++;
            }
            else if (c == ')')
            {
                depth--;
            }
        }
    }
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
        ExpFunction.Unfused,
        Expm1Function.Unfused,
        LogFunction.Unfused,
        Log1pFunction.Unfused,
        TanhFunction.Unfused,
        ErfFunction.Unfused,
        SigmoidFunction.Unfused,
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
