namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>The hyperbolic tangent; at most @TANH@ ulp over all floats.</summary>
internal static class TanhFunction
{
    public static readonly ElementaryFunction Definition = new(
        "Tanh",
        """
        // tanh|x| = m / (m + 1) with m = (exp(2|x|) - 1) / 2 = 2^n z + (2^n - 1)/2, n = round(2|x| / ln 2), r = |x| - n ln(2)/2
        // and z = (exp(2r) - 1) / 2 by a polynomial of degree 6 (Remez exchange on the relative error of z). At most @TANH@ ulp.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Tanh(Vector512<float> x)
        {
            // The result is 1 from 9.02 on; a NaN compares false and stays.
            Vector512<float> a = Vector512.Abs(x);
            a = Vector512.ConditionalSelect(Vector512.GreaterThan(a, Vector512.Create(9.125f)), Vector512.Create(9.125f), a);

            // Adding 1.5 * 2^23 rounds to an integer, which stays in the low bits; they hold n + 127.
            Vector512<float> shifted = Vector512.FusedMultiplyAdd(a, Vector512.Create(2.88539008f), Vector512.Create(12583039f));
            Vector512<float> n = shifted - Vector512.Create(12583039f);
            Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.346573591f), a);
            r = Vector512.FusedMultiplyAdd(n, Vector512.Create(9.52327106e-10f), r);

            Vector512<float> p = Vector512.Create(0.0442812666f);
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.133877084f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.333341926f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.666661501f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.99999994f));
            Vector512<float> z = Vector512.FusedMultiplyAdd(r * r, p, r);

            Vector512<float> scale = (shifted.AsInt32() << 23).AsSingle();
            Vector512<float> half = Vector512.FusedMultiplyAdd(scale, Vector512.Create(0.5f), Vector512.Create(-0.5f));
            Vector512<float> m = Vector512.FusedMultiplyAdd(scale, z, half);
            return Vector512.ConditionalSelect(Vector512.Create(-0f), x, m / (m + Vector512.Create(1f)));
        }
        """,
        []);
}
