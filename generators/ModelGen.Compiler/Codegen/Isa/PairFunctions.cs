namespace ModelGen.Compiler.Codegen.Isa;

/// <summary>The text of the functions on pairs of whole numbers of 16 bits, which are in the lanes of vectors of floats.</summary>
/// <remarks>
/// x86-64 multiplies eight, sixteen or thirty-two numbers and adds neighbours in one instruction, <c>pmaddwd</c>, which is exact: only
/// −2¹⁵ in all four places would overflow, and numbers have 8 bits. (That for bytes, <c>pmaddubsw</c>, saturates at 16 bits, and is not
/// used.) Elsewhere the halves are moved to 32 bits and multiplied there; integers have no order, so the bits are the same.
/// </remarks>
internal static class PairFunctions
{
    public const string Make = "Pair", MultiplyAdd = "MultiplyAddPairs", Floats = "FromIntegers";

    /// <summary>The functions for a register width.</summary>
    public static IEnumerable<string> All(int bits)
    {
        var vector = VectorIsa.TypeOf(bits);
        const string Inline = "[__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]";
        yield return $$"""
            // Two numbers, rounded to whole numbers, in each lane. Adding 1.5 * 2^23 rounds, ties to even; the number is in the low bits.
            {{Inline}}
            private static {{vector}}<float> {{Make}}({{vector}}<float> first, {{vector}}<float> second)
            {
                var low = {{vector}}.AsInt32(first + {{vector}}.Create(12582912f)) & {{vector}}.Create(0xFFFF);
                var high = {{vector}}.ShiftLeft({{vector}}.AsInt32(second + {{vector}}.Create(12582912f)), 16);
                return {{vector}}.AsSingle(low | high);
            }
            """;
        var instructions = bits switch
        {
            512 => "__Simd::X86.Avx512BW",
            256 => "__Simd::X86.Avx2",
            _ => "__Simd::X86.Sse2",
        };
        yield return $$"""
            // The two products of the pairs in each lane, added to a 32-bit integer.
            {{Inline}}
            private static {{vector}}<float> {{MultiplyAdd}}({{vector}}<float> left, {{vector}}<float> right, {{vector}}<float> sum)
            {
                if ({{instructions}}.IsSupported)
                {
                    var products = {{instructions}}.MultiplyAddAdjacent({{vector}}.AsInt16(left), {{vector}}.AsInt16(right));
                    return {{vector}}.AsSingle({{vector}}.AsInt32(sum) + products);
                }

                var (a, b) = ({{vector}}.AsInt32(left), {{vector}}.AsInt32(right));
                var low = {{LowHalf("a")}} * {{LowHalf("b")}};
                var high = {{vector}}.ShiftRightArithmetic(a, 16) * {{vector}}.ShiftRightArithmetic(b, 16);
                return {{vector}}.AsSingle({{vector}}.AsInt32(sum) + (low + high));
            }
            """;
        yield return $$"""
            // 32-bit integers as floats.
            {{Inline}}
            private static {{vector}}<float> {{Floats}}({{vector}}<float> integers) =>
                {{vector}}.ConvertToSingle({{vector}}.AsInt32(integers));
            """;

        string LowHalf(string pair) => $"{vector}.ShiftRightArithmetic({vector}.ShiftLeft({pair}, 16), 16)";
    }
}
