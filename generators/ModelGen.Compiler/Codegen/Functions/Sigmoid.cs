namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>The logistic function 1 / (1 + exp(-x)); at most 1.65 ulp over all floats.</summary>
internal static class SigmoidFunction
{
    public static readonly ElementaryFunction Definition = new(
        "Sigmoid",
        """
        // With e = exp(-|x|), which cannot overflow, and q = e / (1 + e): 1 - q for positive x, e - e q for negative x.
        // The latter is q again, but loses less to rounding. At most 1.65 ulp.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Sigmoid(Vector512<float> x)
        {
            var e = Exp(x | Vector512.Create(-0f));
            var minusQ = e / (Vector512.Create(-1f) - e);
            var negative = Vector512.LessThan(x, Vector512<float>.Zero);
            var limit = Vector512.ConditionalSelect(negative, e, Vector512.Create(1f));
            return Vector512.FusedMultiplyAdd(limit, minusQ, limit);
        }
        """,
        ["Exp"]);
}
