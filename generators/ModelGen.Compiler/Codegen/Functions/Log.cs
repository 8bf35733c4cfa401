namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>The natural logarithm; at most 0.89 ulp over all floats.</summary>
internal static class LogFunction
{
    public static readonly ElementaryFunction Definition = new(
        "Log",
        """
        // log(x) = e ln 2 + log(1 + r) with x = 2^e (1 + r) and r in [-1/3, 1/3), ln 2 in two parts;
        // log(1 + r) = r - r^2/2 + r^3 P(r), P of degree 7 (Remez exchange on the relative error). At most 0.89 ulp.
        [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
        private static __Simd::Vector512<float> Log(__Simd::Vector512<float> x)
        {
            // Denormals are scaled by 2^23 into the normal range.
            var denormal = __Simd::Vector512.LessThan(x, __Simd::Vector512.Create(1.17549435e-38f));
            var bits = __Simd::Vector512.AsInt32(__Simd::Vector512.ConditionalSelect(denormal, x * __Simd::Vector512.Create(8388608f), x));

            // Counted from the bits of 2/3, the exponent field is e.
            var fromTwoThirds = bits - __Simd::Vector512.Create(0x3F2AAAAB);
            var e = __Simd::Vector512.ConvertToSingle(fromTwoThirds >> 23);
            e = __Simd::Vector512.ConditionalSelect(denormal, e - __Simd::Vector512.Create(23f), e);
            var mantissa = bits - (fromTwoThirds & __Simd::Vector512.Create(-0x00800000));
            var r = __Simd::Vector512.AsSingle(mantissa) - __Simd::Vector512.Create(1f);

            var p = __Simd::Vector512.Create(-0.128923893f);
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.139851034f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(-0.121841155f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.140057459f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(-0.166804969f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.200104132f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(-0.249997973f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(0.333332151f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, r, __Simd::Vector512.Create(-0.5f));

            // e ln 2 + r rounds; what it loses, here without error, joins the small terms.
            var high = __Simd::Vector512.FusedMultiplyAdd(e, __Simd::Vector512.Create(0.693147182f), r);
            var lost = r - __Simd::Vector512.FusedMultiplyAdd(e, __Simd::Vector512.Create(-0.693147182f), high);
            var low = __Simd::Vector512.FusedMultiplyAdd(e, __Simd::Vector512.Create(-1.90465421e-9f), lost);
            var y = high + __Simd::Vector512.FusedMultiplyAdd(r * r, p, low);

            y = __Simd::Vector512.ConditionalSelect(__Simd::Vector512.LessThan(x, __Simd::Vector512.Create(float.PositiveInfinity)), y, x);
            var atZero = __Simd::Vector512.Create(float.NegativeInfinity);
            y = __Simd::Vector512.ConditionalSelect(__Simd::Vector512.Equals(x, __Simd::Vector512<float>.Zero), atZero, y);
            var negative = __Simd::Vector512.LessThan(x, __Simd::Vector512<float>.Zero);
            return __Simd::Vector512.ConditionalSelect(negative, __Simd::Vector512.Create(float.NaN), y);
        }
        """);

    /// <summary>Without fused multiply-adds; at most 0.97 ulp over all floats.</summary>
    /// <remarks>The first part of ln 2 has nine bits, so that its products are exact.</remarks>
    public static readonly ElementaryFunction Unfused = Definition.Unfused(
        ("At most 0.89 ulp", "At most 0.97 ulp"),
        ("0.693147182f", "0.693359375f"),
        ("-1.90465421e-9f", "-2.12194440e-4f"));
}
