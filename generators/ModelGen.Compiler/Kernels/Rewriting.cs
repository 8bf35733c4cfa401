using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Kernels;

/// <summary>Makes expressions of others, part by part.</summary>
internal static class Rewriting
{
    /// <summary>The expression with its operands replaced; everything else is as it was.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="replace">Gives what an operand becomes.</param>
    public static VectorExpression WithOperands(VectorExpression expression, Func<VectorExpression, VectorExpression> replace) =>
        expression switch
        {
            VectorExpression.Call call => call with { Arguments = call.Arguments.Select(replace).ToEquatableArray() },
            VectorExpression.Pair pair => new VectorExpression.Pair(replace(pair.First), replace(pair.Second)),
            VectorExpression.MultiplyAddPairs sum =>
                new VectorExpression.MultiplyAddPairs(replace(sum.Left), replace(sum.Right), replace(sum.Sum)),
            VectorExpression.FromIntegers whole => new VectorExpression.FromIntegers(replace(whole.Value)),
            VectorExpression.Mask mask => mask with { Value = replace(mask.Value) },
            VectorExpression.CombineLanes combine => combine with { Value = replace(combine.Value) },
            VectorExpression.Straddle both => new VectorExpression.Straddle(replace(both.First), replace(both.Second)),
            _ => expression,
        };
}
