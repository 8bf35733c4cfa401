using ModelGen.Compiler.Optimizers;

namespace ModelGen.TestKit;

/// <summary>What the host of an optimizer computes, in double precision.</summary>
public static class HostArithmetic
{
    /// <summary>The value of an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="variables">The values of its variables, by name.</param>
    public static double Evaluate(HostExpression expression, IReadOnlyDictionary<string, double> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        return expression switch
        {
            HostExpression.Number number => number.Value,
            HostExpression.Variable variable => variables[variable.Name],
            HostExpression.SquareRoot root => Math.Sqrt(Evaluate(root.Operand, variables)),
            HostExpression.Binary { Operator: '+' } sum => Evaluate(sum.Left, variables) + Evaluate(sum.Right, variables),
            HostExpression.Binary { Operator: '-' } difference => Evaluate(difference.Left, variables)
                - Evaluate(difference.Right, variables),
            HostExpression.Binary { Operator: '*' } product => Evaluate(product.Left, variables) * Evaluate(product.Right, variables),
            HostExpression.Binary { Operator: '/' } quotient => Evaluate(quotient.Left, variables) / Evaluate(quotient.Right, variables),
            _ => throw new NotSupportedException($"{expression}"),
        };
    }
}
