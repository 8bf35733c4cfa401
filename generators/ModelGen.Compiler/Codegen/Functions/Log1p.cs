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
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Log1p(Vector512<float> x)
        {
            // 2^-e is no normal number at the top of the range; 1 + x is x there, and is scaled down by 2^64.
            var huge = Vector512.GreaterThan(x, Vector512.Create(1.26765060e30f));
            var a = Vector512.ConditionalSelect(huge, x * Vector512.Create(5.42101086e-20f), x);

            // Counted from the bits of 2/3, the exponent field of 1 + x is e.
            var bits = (a + Vector512.Create(1f)).AsInt32();
            var field = (bits - Vector512.Create(0x3F2AAAAB)) & Vector512.Create(-0x00800000);
            var e = Vector512.ConvertToSingle(field >> 23);
            e = Vector512.ConditionalSelect(huge, e + Vector512.Create(64f), e);
            var scale = (Vector512.Create(0x3F800000) - field).AsSingle();
            var r = Vector512.FusedMultiplyAdd(a, scale, scale - Vector512.Create(1f));

            var p = Vector512.Create(-0.128923893f);
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.139851034f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(-0.121841155f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.140057459f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(-0.166804969f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.200104132f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(-0.249997973f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.333332151f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(-0.5f));

            var high = Vector512.FusedMultiplyAdd(e, Vector512.Create(0.693147182f), r);
            var y = high + Vector512.FusedMultiplyAdd(r * r, p, e * Vector512.Create(-1.90465421e-9f));

            // The result has the sign of x, that of zero included.
            y = Vector512.ConditionalSelect(Vector512.Create(-0f), x, y);
            y = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(float.PositiveInfinity)), y, x);
            var atPole = Vector512.Create(float.NegativeInfinity);
            y = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512.Create(-1f)), atPole, y);
            var belowPole = Vector512.LessThan(x, Vector512.Create(-1f));
            return Vector512.ConditionalSelect(belowPole, Vector512.Create(float.NaN), y);
        }
        """);
}
