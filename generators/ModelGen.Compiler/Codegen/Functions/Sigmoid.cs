namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>The logistic function 1 / (1 + exp(-x)); at most @SIGMOID@ ulp over all floats.</summary>
internal static class SigmoidFunction
{
    public static readonly ElementaryFunction Definition = new(
        "Sigmoid",
        """
        // With e = exp(-|x|), which cannot overflow: 1 / (1 + e) for positive x, e / (1 + e) for negative x, exact to the end of
        // the negative tail. At most @SIGMOID@ ulp.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Sigmoid(Vector512<float> x)
        {
            Vector512<float> e = Exp(x | Vector512.Create(-0f));
            Vector512<float> one = Vector512.Create(1f);
            return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), e, one) / (one + e);
        }
        """,
        ["Exp"]);
}
