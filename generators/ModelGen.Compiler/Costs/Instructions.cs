using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Costs;

/// <summary>The instructions that elementwise nodes take, counted for one machine vector.</summary>
public static class Instructions
{
    /// <summary>The instructions that draw random numbers for one vector.</summary>
    public const int Random = 80;

    /// <summary>The instructions that round two vectors and make pairs of them.</summary>
    public const int Pair = 5;

    private static readonly Dictionary<ScalarFunction, int> Functions = new()
    {
        [ScalarFunction.Exp] = 20,
        [ScalarFunction.Expm1] = 30,
        [ScalarFunction.Log] = 30,
        [ScalarFunction.Log1p] = 40,
        [ScalarFunction.Tanh] = 16,
        [ScalarFunction.Sigmoid] = 19,
        [ScalarFunction.Erf] = 40,
        [ScalarFunction.ExpUnfused] = 29,
        [ScalarFunction.Expm1Unfused] = 39,
        [ScalarFunction.LogUnfused] = 42,
        [ScalarFunction.Log1pUnfused] = 51,
        [ScalarFunction.TanhUnfused] = 26,
        [ScalarFunction.SigmoidUnfused] = 26,
        [ScalarFunction.ErfUnfused] = 57,
    };

    /// <summary>Those of a function for one vector.</summary>
    public static int Of(ScalarFunction function) => Functions.TryGetValue(function, out var instructions) ? instructions : 1;

    /// <summary>Those that computing elementwise nodes takes.</summary>
    public static int Of(IEnumerable<Node> nodes)
    {
        var cost = 0;
        foreach (var node in nodes)
        {
            if (node.Op is MapOp map) cost += Of(map.Function);
            if (node.Op is PairOp) cost += Pair;
            if (node.Inputs.Any(i => i.Op is RandomOp)) cost += Random;
        }

        return cost;
    }
}
