using System.Globalization;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>The lengths of vectors along the last axis, to divide by.</summary>
internal static class VectorLength
{
    /// <summary>max(‖x‖, ε), the last axis with size one.</summary>
    /// <remarks>
    /// It is max(‖x‖², ε²) under the root: the gradient of x divided by it is 1 / ε at 0, as in PyTorch, and no root of 0 has one.
    /// </remarks>
    public static Value Of(Value x, double least) => (x * x).Sum(x.LastAxis).Max(x.Builder.Constant(least * least)).Sqrt();

    /// <summary>Whether ε can be squared.</summary>
    public static ArgumentProblem? Validate(double epsilon, string otherwise) => (float)epsilon is > 1e-19f and < float.PositiveInfinity
        ? null
        : Require
            .OutOfRange("Epsilon", epsilon.ToString("R", CultureInfo.InvariantCulture), "a finite number greater than 1e-19")
            .Or(otherwise);
}
