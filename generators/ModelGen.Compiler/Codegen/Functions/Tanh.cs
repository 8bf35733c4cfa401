namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>The hyperbolic tangent; at most 2.16 ulp over all floats, odd, and never beyond 1.</summary>
internal static class TanhFunction
{
    public static readonly ElementaryFunction Definition = new(
        "Tanh",
        """
        // tanh|x| = (1 - e) / (1 + e) with e = exp(-2|x|) = 2^n exp(2r), n = round(-2|x| / ln 2), r = -|x| - n ln(2)/2.
        // exp(2r) = (d + r) / (d - r) with d = r coth(r), here 1 + r^2/3 + c r^4 (minimax).
        // Multiplied by (d - r)/2 the fraction is p / (p + 2^n (d + r)) with p = (1 - 2^n)/2 (d + r) - r, which cancels
        // nothing near zero, where p = |x|, and cannot pass 1. At most 2.16 ulp.
        [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
        private static __Simd::Vector512<float> Tanh(__Simd::Vector512<float> x)
        {
            // The result is 1 from 9.02 on. Beside a constant, Max is one instruction; a NaN stays.
            var a = __Simd::Vector512.Max(x | __Simd::Vector512.Create(-0f), __Simd::Vector512.Create(-9.125f));

            // Adding 1.5 * 2^23 rounds to an integer, which stays in the low bits; they hold n + 127.
            var shifted = __Simd::Vector512.FusedMultiplyAdd(a, __Simd::Vector512.Create(2.88539008f), __Simd::Vector512.Create(12583039f));
            var n = shifted - __Simd::Vector512.Create(12583039f);
            var r = __Simd::Vector512.FusedMultiplyAdd(n, __Simd::Vector512.Create(-0.346573591f), a);
            var s = r * r;

            // u = d + r - 1 is rounded finer than d + r.
            var u = __Simd::Vector512.FusedMultiplyAdd(__Simd::Vector512.Create(-0.022165558f), s, __Simd::Vector512.Create(0.333333343f));
            u = __Simd::Vector512.FusedMultiplyAdd(u, s, r);
            var scale = __Simd::Vector512.AsSingle(__Simd::Vector512.AsInt32(shifted) << 23);
            var h = __Simd::Vector512.FusedMultiplyAdd(scale, __Simd::Vector512.Create(-0.5f), __Simd::Vector512.Create(0.5f));
            var p = __Simd::Vector512.FusedMultiplyAdd(h, u, h - r);
            var y = p / __Simd::Vector512.FusedMultiplyAdd(scale, u + __Simd::Vector512.Create(1f), p);
            return __Simd::Vector512.ConditionalSelect(__Simd::Vector512.Create(-0f), x, y);
        }
        """);

    /// <summary>Without fused multiply-adds; at most 2.13 ulp over all floats.</summary>
    /// <remarks>The first part of ln 2 has nine bits, so that its products are exact.</remarks>
    public static readonly ElementaryFunction Unfused = Definition.Unfused(
        ("At most 2.16 ulp", "At most 2.13 ulp"),
        (
            "var r = __Simd::Vector512.FusedMultiplyAdd(n, __Simd::Vector512.Create(-0.346573591f), a);",
            """
            var r = __Simd::Vector512.FusedMultiplyAdd(n, __Simd::Vector512.Create(-0.3466796875f), a);
                r = __Simd::Vector512.FusedMultiplyAdd(n, __Simd::Vector512.Create(1.06097220e-4f), r);
            """));
}
