namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>exp(x) - 1 without cancellation near zero; at most 1.56 ulp over all floats.</summary>
internal static class Expm1Function
{
    public static readonly ElementaryFunction Definition = new(
        "Expm1",
        """
        // exp(x) - 1 = 2^n z + (2^n - 1) with n = round(x / ln 2), r = x - n ln 2 and z = exp(r) - 1 by a polynomial of
        // degree 6 (Remez exchange on the relative error of z). At most 1.56 ulp.
        [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
        private static __Simd::Vector512<float> Expm1(__Simd::Vector512<float> x)
        {
            // Outside [-18, 89] the result is -1 or infinity, as it is at the ends. Beside a constant, Min and Max are one
            // instruction each; a NaN stays.
            var a = __Simd::Vector512.Min(__Simd::Vector512.Max(x, __Simd::Vector512.Create(-18f)), __Simd::Vector512.Create(89f));

            // Adding 1.5 * 2^23 rounds to an integer, which stays in the low bits; they hold n + 126.
            var shifted = __Simd::Vector512.FusedMultiplyAdd(a, __Simd::Vector512.Create(1.44269504f), __Simd::Vector512.Create(12583038f));
            var n = shifted - __Simd::Vector512.Create(12583038f);
            var r = __Simd::Vector512.FusedMultiplyAdd(n, __Simd::Vector512.Create(-0.693147182f), a);
            r = __Simd::Vector512.FusedMultiplyAdd(n, __Simd::Vector512.Create(1.90465421e-9f), r);

            var p = __Simd::Vector512.Create(0.00138378958f);
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.00836731773f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.0416677408f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.166665375f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.49999997f));
            var z = __Simd::Vector512.FusedMultiplyAdd(r * r, p, r);

            // Half of the result first, because 2^n itself overflows when n is 128.
            var scale = __Simd::Vector512.AsSingle(__Simd::Vector512.AsInt32(shifted) << 23);
            var y = __Simd::Vector512.FusedMultiplyAdd(scale, z, scale - __Simd::Vector512.Create(0.5f));
            var tiny = __Simd::Vector512.LessThan(__Simd::Vector512.Abs(x), __Simd::Vector512.Create(5.9604645e-8f));
            return __Simd::Vector512.ConditionalSelect(tiny, x, y + y);
        }
        """);

    /// <summary>Without fused multiply-adds; at most 1.67 ulp over all floats.</summary>
    /// <remarks>The first part of ln 2 has nine bits, so that its products are exact.</remarks>
    public static readonly ElementaryFunction Unfused = Definition.Unfused(
        ("At most 1.56 ulp", "At most 1.67 ulp"),
        ("-0.693147182f", "-0.693359375f"),
        ("1.90465421e-9f", "2.12194440e-4f"));
}
