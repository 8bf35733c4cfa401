namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>The logistic function 1 / (1 + exp(-x)); at most 2.44 ulp over all floats.</summary>
internal static class SigmoidFunction
{
    public static readonly ElementaryFunction Definition = new(
        "Sigmoid",
        """
    // q = e / (1 + e) for negative x, 1 - q for positive x, with e = exp(-|x|) = 2^n exp(r), n = round(-|x| / ln 2),
    // r = -|x| - n ln 2, ln 2 in two parts. exp(r) = (d + r) / (d - r) with d = r coth(r/2), here 2 + r^2/6 + c r^4
    // (minimax). q is computed 2^24 times too large, so that no factor is below the normal range
    // and a result there is rounded once. At most 2.44 ulp, denormal results included.
    [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
    private static __Simd::Vector512<float> Sigmoid(__Simd::Vector512<float> x)
    {
        // Below -104 q is 0, as it is there. Beside a constant, Max is one instruction; a NaN stays.
        var a = __Simd::Vector512.Max(x | __Simd::Vector512.Create(-0f), __Simd::Vector512.Create(-104f));

        // Adding 1.5 * 2^23 rounds to an integer, which stays in the low bits; they hold n + 24 + 127.
        var shifted = __Simd::Vector512.FusedMultiplyAdd(a, __Simd::Vector512.Create(1.44269504f), __Simd::Vector512.Create(12583063f));
        var n = shifted - __Simd::Vector512.Create(12583063f);
        var r = __Simd::Vector512.FusedMultiplyAdd(n, __Simd::Vector512.Create(-0.693147182f), a);
        r = __Simd::Vector512.FusedMultiplyAdd(n, __Simd::Vector512.Create(1.90465421e-9f), r);
        var s = r * r;

        var d = __Simd::Vector512.FusedMultiplyAdd(__Simd::Vector512.Create(-0.00277069476f), s, __Simd::Vector512.Create(0.166666672f));
        d = __Simd::Vector512.FusedMultiplyAdd(d, s, __Simd::Vector512.Create(2f));
        var p = __Simd::Vector512.AsSingle(__Simd::Vector512.AsInt32(shifted) << 23) * (d + r);
        var q = p / __Simd::Vector512.FusedMultiplyAdd(p, __Simd::Vector512.Create(5.96046448e-8f), d - r);

        // With the sign of x: -q makes 0 + 2^-24 q, +q makes 1 - 2^-24 q.
        q = __Simd::Vector512.ConditionalSelect(__Simd::Vector512.Create(-0f), x, q);
        var limit = __Simd::Vector512.AndNot(__Simd::Vector512.Create(1f), __Simd::Vector512.AsSingle(__Simd::Vector512.AsInt32(x) >> 31));
        return __Simd::Vector512.FusedMultiplyAdd(q, __Simd::Vector512.Create(-5.96046448e-8f), limit);
    }
    """);

    /// <summary>Without fused multiply-adds; at most 2.44 ulp over all floats.</summary>
    /// <remarks>The first part of ln 2 has nine bits, so that its products are exact.</remarks>
    public static readonly ElementaryFunction Unfused = Definition.Unfused(
        ("-0.693147182f", "-0.693359375f"),
        ("1.90465421e-9f", "2.12194440e-4f"));
}
