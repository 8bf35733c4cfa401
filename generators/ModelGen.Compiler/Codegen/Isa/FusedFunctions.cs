using System.Text;

namespace ModelGen.Compiler.Codegen.Isa;

/// <summary>The text of fused multiply-adds of 128 bits, which x86-64 without AVX2 lacks.</summary>
/// <remarks>
/// In double precision the product of two floats is exact and the sum is rounded once; making it a float rounds a second time. The
/// result is what one rounding gives, unless the first lies half-way between two floats or has fewer bits as a float, being denormal:
/// then what was lost decides. Where that may be, the sum is rounded to odd, which keeps in its last bit that something was lost
/// (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd", IEEE Transactions on
/// Computers 57, 2008).
/// </remarks>
internal static class FusedFunctions
{
    /// <summary>Floats of the vectors for which a machine may lack them. All machines that have wider vectors have them, too.</summary>
    public const int Lanes = 4;

    /// <summary>The name of the method that fuses or emulates.</summary>
    public const string Name = "Fused";

    /// <summary>Whether the framework's is the fastest, as C#: a constant for whoever makes code for the machine.</summary>
    /// <remarks>
    /// Where it is an instruction; and in WebAssembly, whose interpreter does not inline the emulation.
    /// </remarks>
    public const string HasInstruction =
        "global::System.Runtime.Intrinsics.X86.Fma.IsSupported || global::System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported "
        + "|| global::System.Runtime.Intrinsics.Wasm.PackedSimd.IsSupported";

    private const string Instruction = "__Simd::Vector128.FusedMultiplyAdd(";

    /// <summary>The methods.</summary>
    public static IEnumerable<string> All { get; } =
    [
        $$"""
        // a * b + c, rounded once. Without an instruction for it: in double precision the product is exact, and the sum, rounded to a
        // float, is right unless it lies half-way between two floats or is denormal. That is rare, and computed anew.
        [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
        private static __Simd::Vector128<float> {{Name}}(
            __Simd::Vector128<float> a, __Simd::Vector128<float> b, __Simd::Vector128<float> c)
        {
            if ({{HasInstruction}}) return {{Instruction}}a, b, c);
            var lower = (__Simd::Vector128.WidenLower(a) * __Simd::Vector128.WidenLower(b)) + __Simd::Vector128.WidenLower(c);
            var upper = (__Simd::Vector128.WidenUpper(a) * __Simd::Vector128.WidenUpper(b)) + __Simd::Vector128.WidenUpper(c);
            var sum = __Simd::Vector128.Narrow(lower, upper);

            // Of a double, the bits that a float lacks are the 29 lowest. A float without its sign is denormal, or the first that is not,
            // from 1 to 0x00800000; the sum of twice that and 0x7FFFFFFF is among the smallest integers.
            return ({{IsHalfway("lower")}}
                | {{IsHalfway("upper")}}
                | __Simd::Vector128.LessThan(
                    __Simd::Vector128.AsInt32(sum) + __Simd::Vector128.AsInt32(sum) + __Simd::Vector128.Create(0x7FFFFFFF),
                    __Simd::Vector128.Create(-0x7F000000))) == __Simd::Vector128<int>.Zero ? sum : FusedAnew(a, b, c);
        }
        """,
        """
        [__Clr::MethodImpl(__Clr::MethodImplOptions.NoInlining)]
        private static __Simd::Vector128<float> FusedAnew(
            __Simd::Vector128<float> a, __Simd::Vector128<float> b, __Simd::Vector128<float> c) => __Simd::Vector128.Narrow(
                SumToOdd(__Simd::Vector128.WidenLower(a) * __Simd::Vector128.WidenLower(b), __Simd::Vector128.WidenLower(c)),
                SumToOdd(__Simd::Vector128.WidenUpper(a) * __Simd::Vector128.WidenUpper(b), __Simd::Vector128.WidenUpper(c)));
        """,
        """
        // a + b; if that is not exact, the neighbour of the exact sum whose last bit is set, so that rounding to a float is right.
        private static __Simd::Vector128<double> SumToOdd(__Simd::Vector128<double> a, __Simd::Vector128<double> b)
        {
            var sum = a + b;
            var ofB = sum - a;
            var lost = (a - (sum - ofB)) + (b - ofB);
            var away = lost ^ (sum & __Simd::Vector128.Create(-0d));
            var towardsZero = __Simd::Vector128.AsInt64(__Simd::Vector128.LessThan(away, __Simd::Vector128<double>.Zero));
            var isInexact = __Simd::Vector128.AsInt64(
                __Simd::Vector128.GreaterThan(__Simd::Vector128.Abs(lost), __Simd::Vector128<double>.Zero));
            return __Simd::Vector128.AsDouble((__Simd::Vector128.AsInt64(sum) + towardsZero) | (isInexact & __Simd::Vector128.Create(1L)));
        }
        """,
    ];

    /// <summary>Whether a function fuses, which its text at 128 bits then does both ways.</summary>
    public static bool IsIn(string source) => source.Contains(".FusedMultiplyAdd(");

    /// <summary>A function as it is where the instruction is there, and with the emulation where it is not.</summary>
    /// <param name="source">The text of the function for 128 bits.</param>
    /// <remarks>In the first the instruction stands itself: a method to inline in one that is inlined may come to be called.</remarks>
    public static string InBothWays(string source)
    {
        const string Opening = "\n{\n";
        if (!IsIn(source)) return source;
        var start = source.IndexOf(Opening, StringComparison.Ordinal) + Opening.Length;
        var end = source.LastIndexOf("\n}", StringComparison.Ordinal);
        var body = source.Substring(start, end - start);
        var text = new StringBuilder(source.Substring(0, start));
        text.Append("    if (").Append(HasInstruction).Append(")\n    {\n").Append(Indented(body));
        text.Append("\n    }\n    else\n    {\n").Append(Indented(body.Replace(Instruction, Name + "("))).Append("\n    }");
        return text.Append(source.Substring(end)).ToString();
    }

    private static string Indented(string body) =>
        string.Join("\n", body.Split('\n').Select(line => line.Length == 0 ? line : "    " + line));

    private static string IsHalfway(string doubles) =>
        $"__Simd::Vector128.Equals(__Simd::Vector128.AsInt32({doubles}) & __Simd::Vector128.Create(0x1FFFFFFF, 0, 0x1FFFFFFF, 0), "
            + "__Simd::Vector128.Create(0x10000000, 1, 0x10000000, 1))";
}
