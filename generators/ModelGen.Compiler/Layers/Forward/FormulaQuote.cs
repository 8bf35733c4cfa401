using ModelGen.Compiler.Spec;
using Operations = ModelGen.Compiler.Spec.FormulaOperations;

namespace ModelGen.Compiler.Layers;

/// <summary>Operations between layers as a function, whose parameters are the values of the layers.</summary>
/// <param name="Function">The function: one expression, with locals for what it uses more than once.</param>
/// <param name="Values">The values of its parameters.</param>
/// <param name="Places">Where its expressions stand, by their positions.</param>
internal sealed record FormulaQuote(FunctionSpec Function, IReadOnlyList<LayerValue> Values, IReadOnlyList<FormulaPlace> Places)
{
    public static FormulaQuote Of(FormulaValue root, string id, string name)
    {
        var (values, order, uses) = (new List<LayerValue>(), new List<FormulaValue>(), new Dictionary<object, int>());
        Collect(root, uses, values, order);
        var shared = order.Where(value => uses[value] > 1).ToArray();
        var locals = values.Concat<object>(shared).Select((value, i) => (value, i)).ToDictionary(pair => pair.value, pair => pair.i);
        var positions = order.Select((value, i) => (value, i)).ToDictionary(pair => pair.value, pair => pair.i);
        var body = shared
            .Select(value => Make(Operations.Assign, positions[value], Operation(value)) with { Number = locals[value] })
            .Append(Make(Operations.Return, positions[root], Operation(root)));
        var parameters = values.Select((_, i) => new FunctionParameter("x" + Limits.Plain(i + 1), ParameterKind.Tensor));
        return new FormulaQuote(
            new FunctionSpec(id, name, parameters.ToEquatableArray(), body.ToEquatableArray()),
            values,
            order.Select(value => value.Place).ToArray());

        Formula Operation(FormulaValue value) => value.Formula with
        {
            Position = positions[value],
            Parts = value.Parts.Select(part => Part(part, positions[value])).ToEquatableArray(),
        };

        Formula Part(object part, int position) => part switch
        {
            _ when locals.TryGetValue(part, out var local) => Make(Operations.Local, position) with { Number = local },
            FormulaValue value => Operation(value),
            int number => Make(Operations.Integer, position) with { Number = number },
            double number => Make(Operations.Number, position) with { Number = number },
            bool flag => Make(Operations.Flag, position) with { Number = flag ? 1 : 0 },
            string text => Make(Operations.Text, position) with { Text = text },
            int[] numbers => Make(Operations.Array, position, [.. numbers.Select(number => Part(number, position))]),
            object[] parts => Make(Operations.Array, position, [.. parts.Select(inner => Part(inner, position))]),
            _ => throw new CompilerException($"'{part}' cannot stand in a formula."),
        };
    }

    private static Formula Make(string operation, int position, params Formula[] parts) =>
        new(operation, position, parts.ToEquatableArray());

    /// <summary>Operands before what is computed from them, each once. Formulas are not deep.</summary>
    private static void Collect(FormulaValue value, Dictionary<object, int> uses, List<LayerValue> values, List<FormulaValue> order)
    {
        if (!IsFirst(value)) return;
        foreach (var part in FormulaValue.Flat(value.Parts))
        {
            if (part is FormulaValue inner) Collect(inner, uses, values, order);
            else if (part is LayerValue layer && IsFirst(layer)) values.Add(layer);
        }

        order.Add(value);

        bool IsFirst(object used)
        {
            uses[used] = uses.TryGetValue(used, out var before) ? before + 1 : 1;
            return uses[used] == 1;
        }
    }
}
