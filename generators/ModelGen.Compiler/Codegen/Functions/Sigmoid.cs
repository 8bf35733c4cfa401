namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>The logistic function 1 / (1 + exp(-x)); at most @SIGMOID@ ulp over all floats.</summary>
internal static class SigmoidFunction
{
    public static readonly ElementaryFunction Definition = new(
        "Sigmoid",
        """
        // With e = exp(-|x|), which cannot overflow, and q = e / (1 + e): 1 - q for positive x and e - e q for negative x, which
        // is e / (1 + e) with fewer roundings and is right to the end of the negative tail. At most @SIGMOID@ ulp.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Sigmoid(Vector512<float> x)
        {
            Vector512<float> e = Exp(x | Vector512.Create(-0f));
            Vector512<float> one = Vector512.Create(1f);
            Vector512<float> limit = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), e, one);
            return Vector512.FusedMultiplyAdd(-limit, e / (one + e), limit);
        }
        """,
        ["Exp"]);
}
