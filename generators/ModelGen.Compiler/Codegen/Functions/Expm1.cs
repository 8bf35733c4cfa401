namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>exp(x) - 1 without cancellation near zero; at most 1.56 ulp over all floats.</summary>
internal static class Expm1Function
{
    public static readonly ElementaryFunction Definition = new(
        "Expm1",
        """
        // exp(x) - 1 = 2^n z + (2^n - 1) with n = round(x / ln 2), r = x - n ln 2 and z = exp(r) - 1 by a polynomial of
        // degree 6 (Remez exchange on the relative error of z). At most 1.56 ulp.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Expm1(Vector512<float> x)
        {
            // Outside [-18, 89] the result is -1 or infinity, as it is at the ends. Beside a constant, Min and Max are one
            // instruction each; a NaN stays.
            var a = Vector512.Min(Vector512.Max(x, Vector512.Create(-18f)), Vector512.Create(89f));

            // Adding 1.5 * 2^23 rounds to an integer, which stays in the low bits; they hold n + 126.
            var shifted = Vector512.FusedMultiplyAdd(a, Vector512.Create(1.44269504f), Vector512.Create(12583038f));
            var n = shifted - Vector512.Create(12583038f);
            var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.693147182f), a);
            r = Vector512.FusedMultiplyAdd(n, Vector512.Create(1.90465421e-9f), r);

            var p = Vector512.Create(0.00138378958f);
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.00836731773f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.0416677408f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.166665375f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.49999997f));
            var z = Vector512.FusedMultiplyAdd(r * r, p, r);

            // Half of the result first, because 2^n itself overflows when n is 128.
            var scale = (shifted.AsInt32() << 23).AsSingle();
            var y = Vector512.FusedMultiplyAdd(scale, z, scale - Vector512.Create(0.5f));
            var tiny = Vector512.LessThan(Vector512.Abs(x), Vector512.Create(5.9604645e-8f));
            return Vector512.ConditionalSelect(tiny, x, y + y);
        }
        """);
}
