namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>Random bits as a uniform float in [0, 1): a multiple of 2^-24, exactly.</summary>
internal static class Uniform01Function
{
    public static readonly ElementaryFunction Definition = new(
        "Uniform01",
        """
        // The upper 24 bits times 2^-24: uniform in [0, 1), exact.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Uniform01(Vector512<uint> bits)
        {
            return Vector512.ConvertToSingle((bits >>> 8).AsInt32()) * Vector512.Create(5.9604645e-8f);
        }
        """);
}
