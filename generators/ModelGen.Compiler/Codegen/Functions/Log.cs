namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>The natural logarithm; at most 0.89 ulp over all floats.</summary>
internal static class LogFunction
{
    public static readonly ElementaryFunction Definition = new(
        "Log",
        """
        // log(x) = e ln 2 + log(1 + r) with x = 2^e (1 + r) and r in [-1/3, 1/3), ln 2 in two parts;
        // log(1 + r) = r - r^2/2 + r^3 P(r), P of degree 7 (Remez exchange on the relative error). At most 0.89 ulp.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Log(Vector512<float> x)
        {
            // Denormals are scaled by 2^23 into the normal range.
            var denormal = Vector512.LessThan(x, Vector512.Create(1.17549435e-38f));
            var bits = Vector512.ConditionalSelect(denormal, x * Vector512.Create(8388608f), x).AsInt32();

            // Counted from the bits of 2/3, the exponent field is e.
            var fromTwoThirds = bits - Vector512.Create(0x3F2AAAAB);
            var e = Vector512.ConvertToSingle(fromTwoThirds >> 23);
            e = Vector512.ConditionalSelect(denormal, e - Vector512.Create(23f), e);
            var mantissa = bits - (fromTwoThirds & Vector512.Create(-0x00800000));
            var r = mantissa.AsSingle() - Vector512.Create(1f);

            var p = Vector512.Create(-0.128923893f);
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.139851034f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(-0.121841155f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.140057459f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(-0.166804969f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.200104132f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(-0.249997973f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.333332151f));
            p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(-0.5f));

            // e ln 2 + r rounds; what it loses, here without error, joins the small terms.
            var high = Vector512.FusedMultiplyAdd(e, Vector512.Create(0.693147182f), r);
            var lost = r - Vector512.FusedMultiplyAdd(e, Vector512.Create(-0.693147182f), high);
            var low = Vector512.FusedMultiplyAdd(e, Vector512.Create(-1.90465421e-9f), lost);
            var y = high + Vector512.FusedMultiplyAdd(r * r, p, low);

            y = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(float.PositiveInfinity)), y, x);
            var atZero = Vector512.Create(float.NegativeInfinity);
            y = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), atZero, y);
            var negative = Vector512.LessThan(x, Vector512<float>.Zero);
            return Vector512.ConditionalSelect(negative, Vector512.Create(float.NaN), y);
        }
        """);
}
