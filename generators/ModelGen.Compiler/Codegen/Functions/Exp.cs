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
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Exp(Vector512<float> x)
        {
            // Outside [-104, 89] the result is 0 or infinity, as it is at the ends. Beside a constant, Min and Max are one
            // instruction each; a NaN stays.
            x = Vector512.Min(Vector512.Max(x, Vector512.Create(-104f)), Vector512.Create(89f));

            // Adding 1.5 * 2^23 rounds to an integer, which stays in the low bits; they hold n + 254.
            var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.44269504f), Vector512.Create(12583166f));
            var n = shifted - Vector512.Create(12583166f);
            var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.693147182f), x);
            r = Vector512.FusedMultiplyAdd(n, Vector512.Create(1.90465421e-9f), r);

            var p = Vector512.Create(0.00138390635f);
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.0083693089f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.0416680835f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.166665152f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.49999994f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f));

            // floor(n/2) + 127 and ceil(n/2) + 127 are the exponents of the factors.
            var half = shifted.AsInt32() >>> 1;
            var rest = shifted.AsInt32() - half;
            return p * (half << 23).AsSingle() * (rest << 23).AsSingle();
        }
        """);
}
