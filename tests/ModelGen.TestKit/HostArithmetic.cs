using System.Globalization;
using System.Reflection;
using ModelGen.Compiler.Optimizers;
using ModelGen.Runtime;

namespace ModelGen.TestKit;

/// <summary>What the host of an optimizer computes, in double precision.</summary>
public static class HostArithmetic
{
    /// <summary>What the host of an optimizer computes for its next step.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="states">The numbers it keeps; they become those of the step.</param>
    /// <param name="rate">The model's learning rate.</param>
    /// <returns>The numbers that the rule takes.</returns>
    public static Dictionary<string, double> Next(BoundOptimizer optimizer, Dictionary<string, double> states, double rate)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(states);
        states["baseRate"] = rate;
        states["learningRate"] = Evaluate(optimizer.LearningRate, states);
        foreach ((string name, double value) in optimizer.HostStates.Select(s => (s.Name, Evaluate(s.Next, states))).ToArray())
            states[name] = value;
        return optimizer.Scalars.ToDictionary(scalar => scalar.Name, scalar => Evaluate(scalar.Value, states));
    }

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
            HostExpression.Rounded rounded => (float)Evaluate(rounded.Operand, variables),
            HostExpression.RateFactor factor => Formula(factor.Formula, (long)Evaluate(factor.Position, variables), factor.Arguments),
            HostExpression.Choice choice => Evaluate(choice.Left, variables) > Evaluate(choice.Right, variables)
                ? Evaluate(choice.Then, variables)
                : Evaluate(choice.Otherwise, variables),
            HostExpression.Binary { Operator: '+' } sum => Evaluate(sum.Left, variables) + Evaluate(sum.Right, variables),
            HostExpression.Binary { Operator: '-' } difference => Evaluate(difference.Left, variables)
                - Evaluate(difference.Right, variables),
            HostExpression.Binary { Operator: '*' } product => Evaluate(product.Left, variables) * Evaluate(product.Right, variables),
            HostExpression.Binary { Operator: '/' } quotient => Evaluate(quotient.Left, variables) / Evaluate(quotient.Right, variables),
            _ => throw new NotSupportedException($"{expression}"),
        };
    }

    private static double Formula(string name, long position, IEnumerable<object> arguments)
    {
        MethodInfo method = typeof(LearningRateFactors).GetMethod(name)!;
        object[] values = [position, .. arguments];
        ParameterInfo[] parameters = method.GetParameters();
        for (int i = 0; i < values.Length; i++)
            values[i] = Convert.ChangeType(values[i], parameters[i].ParameterType, CultureInfo.InvariantCulture);
        return (double)method.Invoke(null, values)!;
    }
}
