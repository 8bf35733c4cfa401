using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Isa;

/// <summary>The text of the small functions that look across lanes.</summary>
internal static class LaneFunctions
{
    /// <summary>Keeps the first lanes of a vector.</summary>
    public static string KeepFirst(VectorIsa isa) => $$"""
        // The first lanes of a vector, as many as count says, and the fill in the others.
        [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
        private static {{isa.Type}} KeepFirst({{isa.Type}} value, nint count, float fill) => {{isa.Vector}}.ConditionalSelect(
            {{isa.Vector}}.LessThan({{isa.Type}}.Indices, {{isa.Vector}}.Create((float)count)), value, {{isa.Vector}}.Create(fill));
        """;

    /// <summary>The larger of two numbers in each lane.</summary>
    /// <remarks>
    /// The instruction of x86 gives the second number if either is NaN, and of two zeros too, so that one comparison is enough.
    /// </remarks>
    public static string Larger(VectorIsa isa, Target target)
    {
        var instructions = InstructionsOf(target);
        return $$"""
        // The larger of two, of equal ones the second; NaN if either is NaN.
        [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
        private static {{isa.Type}} Larger({{isa.Type}} a, {{isa.Type}} b) => {{isa.Vector}}.ConditionalSelect({{isa.Vector}}.Equals(a, a),
            global::System.Runtime.Intrinsics.X86.{{instructions}}.IsSupported
                ? global::System.Runtime.Intrinsics.X86.{{instructions}}.Max(a, b)
                : {{isa.Vector}}.ConditionalSelect({{isa.Vector}}.GreaterThan(a, b), a, b),
            a);
        """;
    }

    /// <summary>The first of two numbers if it is less than the second, or greater, and else the second, in each lane.</summary>
    /// <remarks>The instructions of x86 for minima and maxima do just this, with NaN and zeros of both signs, too.</remarks>
    public static string If(string comparison, VectorIsa isa, Target target)
    {
        var instruction = $"global::System.Runtime.Intrinsics.X86.{InstructionsOf(target)}";
        var (than, method) = comparison == "Less" ? ("less", "Min") : ("greater", "Max");
        return $$"""
        // The first number if it is {{than}} than the second, else the second.
        [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
        private static {{isa.Type}} If{{comparison}}({{isa.Type}} a, {{isa.Type}} b) => {{instruction}}.IsSupported
            ? {{instruction}}.{{method}}(a, b)
            : {{isa.Vector}}.ConditionalSelect({{isa.Vector}}.{{comparison}}Than(a, b), a, b);
        """;
    }

    /// <summary>The class with the instructions of x86 for floats in such registers.</summary>
    private static string InstructionsOf(Target target) => target.Bits switch { 512 => "Avx512F", 256 => "Avx", _ => "Sse" };

    /// <summary>The same on any machine, as an expression.</summary>
    public static string LargerOf(string vector, string a, string b) =>
        $"{vector}.ConditionalSelect({vector}.Equals({a}, {a}), {vector}.ConditionalSelect({vector}.GreaterThan({a}, {b}), {a}, {b}), {a})";

    /// <summary>A machine vector of floats that lie apart, made of halves down to four floats.</summary>
    public static IEnumerable<string> Gather(Target target)
    {
        for (var bits = target.Bits; bits > 128; bits /= 2)
        {
            yield return $$"""
                // {{bits / 32}} floats, each a stride behind the one before.
                [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
                private static __Simd::Vector{{bits}}<float> Gather{{bits}}(ref float first, nint stride) => __Simd::Vector{{bits}}.Create(
                    Gather{{bits / 2}}(ref first, stride), Gather{{bits / 2}}(ref __Clr::Unsafe.Add(ref first, {{bits
                    / 64}} * stride), stride));
                """;
        }

        yield return """
    // Four floats, each a stride behind the one before.
    [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
    private static __Simd::Vector128<float> Gather128(ref float first, nint stride) => __Simd::Vector128.Create(
        first, __Clr::Unsafe.Add(ref first, stride), __Clr::Unsafe.Add(ref first, 2 * stride), __Clr::Unsafe.Add(ref first, 3 * stride));
    """;
    }

    /// <summary>Sixteen lanes to one number, in the same order at every width: i with i + 8, i + 4, i + 2, i + 1.</summary>
    public static string Combine(VectorIsa isa, Target target, bool isSum)
    {
        var name = isSum ? "SumLanes" : "MaxLanes";
        string Two(string vector, string a, string b) => isSum ? $"{a} + {b}" : LargerOf(vector, a, b);
        const string first = "__Simd::Vector128.ToScalar(pairs)", second = "__Simd::Vector128.GetElement(pairs, 1)";
        var last = isSum ? $"{first} + {second}" : $"{first} > {second} || float.IsNaN({first}) ? {first} : {second}";
        var lines = new List<string>
        {
            $"// The sixteen lanes {(isSum ? "added" : "compared")} as a tree: i with i + 8, then i + 4, i + 2, i + 1.",
            "[__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]",
        };
        switch (target.Bits)
        {
            case 512:
                lines.Add($"private static float {name}(__Simd::Vector512<float> v)");
                lines.Add("{");
                lines.Add(Halves("eight", 512, "v"));
                lines.Add(Halves("four", 256, "eight"));
                break;
            case 256:
                lines.Add($"private static float {name}(__Simd::Vector256<float> a, __Simd::Vector256<float> b)");
                lines.Add("{");
                lines.Add($"    var eight = {Two("__Simd::Vector256", "a", "b")};");
                lines.Add(Halves("four", 256, "eight"));
                break;
            default:
                lines.Add($"private static float {name}({string.Join(", ", "abcd".Select(part => $"__Simd::Vector128<float> {part}"))})");
                lines.Add("{");
                lines.Add($"    var low = {Two("__Simd::Vector128", "a", "c")};");
                lines.Add($"    var high = {Two("__Simd::Vector128", "b", "d")};");
                lines.Add($"    var four = {Two("__Simd::Vector128", "low", "high")};");
                break;
        }

        lines.Add("    var swapped = __Simd::Vector128.Shuffle(four, __Simd::Vector128.Create(2, 3, 2, 3));");
        lines.Add($"    var pairs = {Two("__Simd::Vector128", "four", "swapped")};");
        lines.Add($"    return {last};");
        lines.Add("}");
        return string.Join("\n", lines);

        // Each local counts in the method that this is inlined into: see JitBudget.
        string Halves(string result, int bits, string whole)
        {
            var (lower, upper) = ($"__Simd::Vector{bits}.GetLower({whole})", $"__Simd::Vector{bits}.GetUpper({whole})");
            return $"    var {result} = {Two($"__Simd::Vector{bits / 2}", lower, upper)};";
        }
    }
}
