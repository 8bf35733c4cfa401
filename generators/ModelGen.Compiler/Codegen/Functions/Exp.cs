namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>The exponential function; at most 0.90 ulp over all floats.</summary>
internal static class ExpFunction
{
    public static readonly ElementaryFunction Definition = new(
        "Exp",
        """
        // exp(x) = 2^n exp(r) with n = round(x / ln 2) and |r| <= ln(2)/2, ln 2 in two parts; exp(r) by a polynomial of
        // degree 6 (Remez exchange on the relative error). 2^n is applied as two factors, so that a result below the
        // normal range is rounded once. At most 0.90 ulp, denormal results included.
        [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
        private static __Simd::Vector512<float> Exp(__Simd::Vector512<float> x)
        {
            // Outside [-104, 89] the result is 0 or infinity, as it is at the ends. Beside a constant, Min and Max are one
            // instruction each; a NaN stays.
            x = __Simd::Vector512.Min(__Simd::Vector512.Max(x, __Simd::Vector512.Create(-104f)), __Simd::Vector512.Create(89f));

            // Adding 1.5 * 2^23 rounds to an integer, which stays in the low bits; they hold n + 254.
            var shifted = __Simd::Vector512.FusedMultiplyAdd(x, __Simd::Vector512.Create(1.44269504f), __Simd::Vector512.Create(12583166f));
            var n = shifted - __Simd::Vector512.Create(12583166f);
            var r = __Simd::Vector512.FusedMultiplyAdd(n, __Simd::Vector512.Create(-0.693147182f), x);
            r = __Simd::Vector512.FusedMultiplyAdd(n, __Simd::Vector512.Create(1.90465421e-9f), r);

            var p = __Simd::Vector512.Create(0.00138390635f);
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.0083693089f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.0416680835f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.166665152f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.49999994f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(1f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(1f));

            // floor(n/2) + 127 and ceil(n/2) + 127 are the exponents of the factors.
            var half = __Simd::Vector512.AsInt32(shifted) >>> 1;
            var rest = __Simd::Vector512.AsInt32(shifted) - half;
            return p * __Simd::Vector512.AsSingle(half << 23) * __Simd::Vector512.AsSingle(rest << 23);
        }
        """);

    /// <summary>Without fused multiply-adds; at most 1.18 ulp over all floats.</summary>
    /// <remarks>The first part of ln 2 has nine bits, so that its products are exact.</remarks>
    public static readonly ElementaryFunction Unfused = Definition.Unfused(
        ("At most 0.90 ulp", "At most 1.18 ulp"),
        ("-0.693147182f", "-0.693359375f"),
        ("1.90465421e-9f", "2.12194440e-4f"));
}
