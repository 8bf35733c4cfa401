namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>log(1 + x) without cancellation near zero; at most 1.67 ulp over all floats.</summary>
internal static class Log1pFunction
{
    public static readonly ElementaryFunction Definition = new(
        "Log1p",
        """
        // log(1 + x) = e ln 2 + log(1 + r) with 1 + x = 2^e (1 + r) and r in about [-1/3, 1/3). 2^-e x + (2^-e - 1)
        // gives r from x itself, by one fused multiply-add. log(1 + r) = r - r^2/2 + r^3 P(r), P of degree 7 (Remez
        // exchange on the relative error). At most 1.67 ulp.
        [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
        private static __Simd::Vector512<float> Log1p(__Simd::Vector512<float> x)
        {
            // 2^-e is no normal number at the top of the range; 1 + x is x there, and is scaled down by 2^64.
            var huge = __Simd::Vector512.GreaterThan(x, __Simd::Vector512.Create(1.26765060e30f));
            var a = __Simd::Vector512.ConditionalSelect(huge, x * __Simd::Vector512.Create(5.42101086e-20f), x);

            // Counted from the bits of 2/3, the exponent field of 1 + x is e.
            var bits = __Simd::Vector512.AsInt32(a + __Simd::Vector512.Create(1f));
            var field = (bits - __Simd::Vector512.Create(0x3F2AAAAB)) & __Simd::Vector512.Create(-0x00800000);
            var e = __Simd::Vector512.ConvertToSingle(field >> 23);
            e = __Simd::Vector512.ConditionalSelect(huge, e + __Simd::Vector512.Create(64f), e);
            var scale = __Simd::Vector512.AsSingle(__Simd::Vector512.Create(0x3F800000) - field);
            var r = __Simd::Vector512.FusedMultiplyAdd(a, scale, scale - __Simd::Vector512.Create(1f));

            var p = __Simd::Vector512.Create(-0.128923893f);
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.139851034f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(-0.121841155f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.140057459f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(-0.166804969f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.200104132f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(-0.249997973f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.333332151f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(-0.5f));

            var high = __Simd::Vector512.FusedMultiplyAdd(e, __Simd::Vector512.Create(0.693147182f), r);
            var y = high + __Simd::Vector512.FusedMultiplyAdd(r * r, p, e * __Simd::Vector512.Create(-1.90465421e-9f));

            // The result has the sign of x, that of zero included.
            y = __Simd::Vector512.ConditionalSelect(__Simd::Vector512.Create(-0f), x, y);
            y = __Simd::Vector512.ConditionalSelect(__Simd::Vector512.LessThan(x, __Simd::Vector512.Create(float.PositiveInfinity)), y, x);
            var atPole = __Simd::Vector512.Create(float.NegativeInfinity);
            y = __Simd::Vector512.ConditionalSelect(__Simd::Vector512.Equals(x, __Simd::Vector512.Create(-1f)), atPole, y);
            var belowPole = __Simd::Vector512.LessThan(x, __Simd::Vector512.Create(-1f));
            return __Simd::Vector512.ConditionalSelect(belowPole, __Simd::Vector512.Create(float.NaN), y);
        }
        """);

    /// <summary>Without fused multiply-adds; at most 1.74 ulp over all floats.</summary>
    /// <remarks>The first part of ln 2 has nine bits, so that its products are exact.</remarks>
    public static readonly ElementaryFunction Unfused = Definition.Unfused(
        ("At most 1.67 ulp", "At most 1.74 ulp"),
        ("by one fused multiply-add", "exactly but for the sum"),
        ("0.693147182f", "0.693359375f"),
        ("-1.90465421e-9f", "-2.12194440e-4f"));
}
