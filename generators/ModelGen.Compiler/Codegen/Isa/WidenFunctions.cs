using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Codegen.Isa;

/// <summary>The text of the functions that read narrow elements as floats, exactly: a few integer instructions at every width.</summary>
/// <remarks>
/// A half has 5 bits of exponent and 10 of fraction. Moved by 13 bits they are where a float has its last 5 and first 10; so, with the
/// sign in front, they are a float that is 2¹¹² times too small, as the biases 15 and 127 differ by 112. A multiplication mends that, and
/// is exact; what is denormal as a half is denormal before it and normal behind it. Infinities and NaN would become finite: files that
/// hold them are refused, and rounding makes none. (The trick is Fabian Giesen's, "half_to_float_fast4", 2012.) .NET 10 has no conversion
/// instructions for halves.
/// </remarks>
internal static class WidenFunctions
{
    /// <summary>The difference of the biases as a factor: 2¹¹².</summary>
    private const string HalfScale = "5.192296858534828E+33f";

    /// <summary>The function that reads adjacent elements.</summary>
    public static string Widen(Element element, int bits) => $"Widen{element}To{Literals.Integer(bits)}";

    /// <summary>The function that puts one element into all lanes.</summary>
    public static string Spread(Element element, int bits) => $"Spread{element}To{Literals.Integer(bits)}";

    /// <summary>The function that reads elements which lie apart.</summary>
    public static string Gather(Element element, int bits) => $"Gather{element}To{Literals.Integer(bits)}";

    /// <summary>The functions for an element type and a register width.</summary>
    public static IEnumerable<string> All(Element element, int bits)
    {
        var (vector, lanes, type) = ("__Simd::Vector" + Literals.Integer(bits), bits / 32, element.CSharp());
        const string Inline = "[__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]";
        yield return $$"""
            // {{lanes}} adjacent elements of type {{element}} as floats.
            {{Inline}}
            private static {{vector}}<float> {{Widen(element, bits)}}(ref {{type}} first) =>
                {{Floats(element, vector, Integers(bits))}};
            """;
        yield return $$"""
            // One element of type {{element}} in every lane.
            {{Inline}}
            private static {{vector}}<float> {{Spread(element, bits)}}({{type}} value) =>
                {{Floats(element, vector, $"{vector}.Create((int)value)")}};
            """;
        var elements = Enumerable.Range(0, lanes).Select(lane => lane switch
        {
            0 => "first",
            1 => "__Clr::Unsafe.Add(ref first, stride)",
            _ => $"__Clr::Unsafe.Add(ref first, {lane} * stride)",
        });
        yield return $$"""
            // {{lanes}} elements of type {{element}}, each a stride behind the one before, as floats.
            {{Inline}}
            private static {{vector}}<float> {{Gather(element, bits)}}(ref {{type}} first, nint stride)
            {
                var elements = {{vector}}.Create(
                    (int){{string.Join(",\n                    ", elements)}});
                return {{Floats(element, vector, "elements")}};
            }
            """;
    }

    /// <summary>Adjacent 16-bit elements as 32-bit integers with their sign.</summary>
    private static string Integers(int bits) => bits switch
    {
        512 => "__Simd::Vector512.WidenLower(__Simd::Vector256.ToVector512Unsafe(__Simd::Vector256.LoadUnsafe(ref first)))",
        256 => "__Simd::Vector256.WidenLower(__Simd::Vector128.ToVector256Unsafe(__Simd::Vector128.LoadUnsafe(ref first)))",
        _ => "__Simd::Vector128.WidenLower(__Simd::Vector64.ToVector128Unsafe(__Simd::Vector64.LoadUnsafe(ref first)))",
    };

    private static string Floats(Element element, string vector, string integers) => element switch
    {
        Element.BF16 => $"{vector}.AsSingle({vector}.ShiftLeft({integers}, 16))",
        _ => $"{vector}.AsSingle({vector}.ShiftLeft({integers}, 13) & {vector}.Create(unchecked((int)0x8FFFE000)))"
            + $" * {vector}.Create({HalfScale})",
    };
}
