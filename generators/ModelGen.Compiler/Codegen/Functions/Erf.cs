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
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Erf(Vector512<float> x)
        {
            var s = x * x;
            var p = Vector512.Create(7.80690316e-5f);
            p = Vector512.FusedMultiplyAdd(p, s, Vector512.Create(-0.00079978531f));
            p = Vector512.FusedMultiplyAdd(p, s, Vector512.Create(0.0051871622f));
            p = Vector512.FusedMultiplyAdd(p, s, Vector512.Create(-0.0268533472f));
            p = Vector512.FusedMultiplyAdd(p, s, Vector512.Create(0.112835787f));
            p = Vector512.FusedMultiplyAdd(p, s, Vector512.Create(-0.37612626f));
            p = Vector512.FusedMultiplyAdd(p, s, Vector512.Create(0.128379166f));
            var near = Vector512.FusedMultiplyAdd(x, p, x);

            // The result is 1 from 3.92 on. Beside a constant, Min is one instruction; a NaN stays.
            var a = Vector512.Abs(x);
            var t = Vector512.Min(a, Vector512.Create(3.9375f)) - Vector512.Create(2.5f);
            var q = Vector512.Create(-2.22572962e-5f);
            q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(-0.000267314608f));
            q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(-6.79377945e-6f));
            q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(0.00275933021f));
            q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(-0.00639752112f));
            q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(-0.012262932f));
            q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(0.0936311558f));
            q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(-0.190067798f));
            q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(0.142031938f));
            q *= q;
            var far = Vector512.FusedMultiplyAdd(-q, q, Vector512.Create(1f));

            var y = Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512.Create(1f)), near, far);
            return Vector512.ConditionalSelect(Vector512.Create(-0f), x, y);
        }
        """);
}
