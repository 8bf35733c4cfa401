namespace ModelGen.Compiler.Codegen.Functions;

/// <summary>Random bits as a uniform float in [0, 1): a multiple of 2^-24, exactly.</summary>
internal static class Uniform01Function
{
    public static readonly ElementaryFunction Definition = new(
        "Uniform01",
        """
        // The upper 24 bits times 2^-24: uniform in [0, 1), exact.
        [__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]
        private static __Simd::Vector512<float> Uniform01(__Simd::Vector512<uint> bits)
        {
            return __Simd::Vector512.ConvertToSingle(__Simd::Vector512.AsInt32(bits >>> 8)) * __Simd::Vector512.Create(5.9604645e-8f);
        }
        """);
}
