using System.Runtime.Intrinsics;
using ModelGen.Compiler.Ops;
using ModelGen.TestKit.Interpretation;

namespace ModelGen.TestKit;

/// <summary>The scalar functions as generated code computes them, on arrays of floats.</summary>
public static class SingleFunctions
{
    private const int Lanes = 16;

    /// <summary>The results of a function, element by element.</summary>
    public static float[] Apply(ScalarFunction function, float[][] arguments, int count)
    {
        float[] results = new float[count];
        if (Plain(function) is not { } plain)
        {
            // A whole number of vectors.
            float[] x = [.. arguments[0], .. new float[(Lanes - (count % Lanes)) % Lanes]], y = new float[x.Length];
            VectorFunctions.Function elementary = VectorFunctions.Get(function.MethodName);
            for (int i = 0; i < x.Length; i += Lanes) elementary(Vector512.LoadUnsafe(ref x[i])).StoreUnsafe(ref y[i]);
            return y[..count];
        }

        float[] at = new float[arguments.Length];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < at.Length; j++) at[j] = arguments[j][i];
            results[i] = plain(at);
        }

        return results;
    }

    /// <summary>Functions that are an instruction or two; null for the others.</summary>
    private static Func<float[], float>? Plain(ScalarFunction function) => function.Name switch
    {
        "add" => a => a[0] + a[1],
        "subtract" => a => a[0] - a[1],
        "multiply" => a => a[0] * a[1],
        "divide" => a => a[0] / a[1],
        "negate" => a => -a[0],
        "multiply-add" => a => MathF.FusedMultiplyAdd(a[0], a[1], a[2]),
        "abs" => a => MathF.Abs(a[0]),
        "sqrt" => a => MathF.Sqrt(a[0]),
        "relu" => a => a[0] < 0 ? 0 : a[0],
        "max" => a => (float)ScalarFunction.Max.Evaluate([a[0], a[1]]),
        "if-less" => a => a[0] < a[1] ? a[2] : a[3],
        "if-equal" => a => a[0] == a[1] ? a[2] : a[3],
        _ => null,
    };
}
