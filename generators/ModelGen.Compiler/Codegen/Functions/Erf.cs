namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>The error function; at most 1.65 ulp over all floats.</summary>
internal static class ErfFunction
{
    public static readonly ElementaryFunction Definition = new(
        "Erf",
        """
        // Below 1: erf(x) = x + x P(x^2), P of degree 6. From there on: erf|x| = 1 - Q(|x| - 2.5)^4, Q of degree 8
        // and fitted to the fourth root of erfc, which varies slowly. Both by Remez exchange, P on the relative error
        // of erf and Q on the absolute. At most 1.65 ulp.
        [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
        private static __Simd::Vector512<float> Erf(__Simd::Vector512<float> x)
        {
            var s = x * x;
            var p = __Simd::Vector512.Create(7.80690316e-5f);
            p = __Simd::Vector512.FusedMultiplyAdd(p, s, __Simd::Vector512.Create(-0.00079978531f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, s, __Simd::Vector512.Create(0.0051871622f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, s, __Simd::Vector512.Create(-0.0268533472f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, s, __Simd::Vector512.Create(0.112835787f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, s, __Simd::Vector512.Create(-0.37612626f));
            p = __Simd::Vector512.FusedMultiplyAdd(p, s, __Simd::Vector512.Create(0.128379166f));
            var near = __Simd::Vector512.FusedMultiplyAdd(x, p, x);

            // The result is 1 from 3.92 on. Beside a constant, Min is one instruction; a NaN stays.
            var a = __Simd::Vector512.Abs(x);
            var t = __Simd::Vector512.Min(a, __Simd::Vector512.Create(3.9375f)) - __Simd::Vector512.Create(2.5f);
            var q = __Simd::Vector512.Create(-2.22572962e-5f);
            q = __Simd::Vector512.FusedMultiplyAdd(q, t, __Simd::Vector512.Create(-0.000267314608f));
            q = __Simd::Vector512.FusedMultiplyAdd(q, t, __Simd::Vector512.Create(-6.79377945e-6f));
            q = __Simd::Vector512.FusedMultiplyAdd(q, t, __Simd::Vector512.Create(0.00275933021f));
            q = __Simd::Vector512.FusedMultiplyAdd(q, t, __Simd::Vector512.Create(-0.00639752112f));
            q = __Simd::Vector512.FusedMultiplyAdd(q, t, __Simd::Vector512.Create(-0.012262932f));
            q = __Simd::Vector512.FusedMultiplyAdd(q, t, __Simd::Vector512.Create(0.0936311558f));
            q = __Simd::Vector512.FusedMultiplyAdd(q, t, __Simd::Vector512.Create(-0.190067798f));
            q = __Simd::Vector512.FusedMultiplyAdd(q, t, __Simd::Vector512.Create(0.142031938f));
            q *= q;
            var far = __Simd::Vector512.FusedMultiplyAdd(-q, q, __Simd::Vector512.Create(1f));

            var y = __Simd::Vector512.ConditionalSelect(__Simd::Vector512.LessThan(a, __Simd::Vector512.Create(1f)), near, far);
            return __Simd::Vector512.ConditionalSelect(__Simd::Vector512.Create(-0f), x, y);
        }
        """)
    {
        HasManyConstants = true,
    };

    /// <summary>Without fused multiply-adds; at most 2.19 ulp over all floats.</summary>
    public static readonly ElementaryFunction Unfused = Definition.Unfused(("At most 1.65 ulp", "At most 2.19 ulp"));
}
