using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>The activations that recurrent nodes name, with their numbers.</summary>
internal static class RecurrentActivations
{
    /// <summary>By name without case: alpha and beta where they are not given, and a formula of {0}, {1} = alpha, {2} = beta.</summary>
    private static readonly Dictionary<string, (float? Alpha, float? Beta, string Formula)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Relu"] = (null, null, "Relu({0})"),
        ["Tanh"] = (null, null, "Tanh({0})"),
        ["Sigmoid"] = (null, null, "Sigmoid({0})"),
        ["Softsign"] = (null, null, "(({0}) / (1 + Abs({0})))"),
        ["Softplus"] = (null, null, "Softplus({0})"),
        ["LeakyRelu"] = (0.01f, null, "(Relu({0}) + {1} * Min(0, {0}))"),
        ["ThresholdedRelu"] = (1, null, "Where({0} > {1}, {0}, 0)"),
        ["Elu"] = (1, null, "(Relu({0}) + {1} * Expm1(Min(0, {0})))"),
        ["HardSigmoid"] = (0.2f, 0.5f, "Max(0, Min(1, {1} * ({0}) + {2}))"),
        ["ScaledTanh"] = (1, 1, "({1} * Tanh({2} * ({0})))"),
        ["Affine"] = (1, 0, "({1} * ({0}) + {2})"),
    };

    /// <summary>The activations of all directions.</summary>
    /// <param name="node">The node.</param>
    /// <param name="kind">The layer of the language.</param>
    /// <param name="directions">How many directions there are.</param>
    /// <param name="formulas">The same as formulas of {0}.</param>
    /// <exception cref="Unsupported">There are more or fewer, or one is unknown.</exception>
    public static string[] Of(OnnxNode node, string kind, int directions, out string[] formulas)
    {
        string[] usual = kind switch { "Lstm" => ["Sigmoid", "Tanh", "Tanh"], "Gru" => ["Sigmoid", "Tanh"], _ => ["Tanh"] };
        IReadOnlyList<string>? given = node.Find("activations")?.Texts;
        string[] names = given is null or { Count: 0 } ? [.. Enumerable.Repeat(usual, directions).SelectMany(all => all)] : [.. given];
        if (names.Length != usual.Length * directions)
            throw new Unsupported($"it has {names.Length} activations; {usual.Length * directions} are needed.");
        if (names.FirstOrDefault(name => !Known.ContainsKey(name)) is { } unknown)
            throw new Unsupported($"its activation '{unknown}' is unknown.");

        // Numbers are given in order, to those activations that take some.
        Queue<float> alphas = new(node.Find("activation_alpha")?.Floats ?? []), betas = new(node.Find("activation_beta")?.Floats ?? []);
        formulas = new string[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            (float? alpha, float? beta, string formula) = Known[names[i]];
            if (alpha is not null && alphas.TryDequeue(out float a)) alpha = a;
            if (beta is not null && betas.TryDequeue(out float b)) beta = b;
            formulas[i] = formula.Replace("{1}", Text(alpha), StringComparison.Ordinal)
                .Replace("{2}", Text(beta), StringComparison.Ordinal);
            names[i] = Known.Keys.First(name => name.Equals(names[i], StringComparison.OrdinalIgnoreCase));
        }

        return names;
    }

    private static string Text(float? value) =>
        value is not { } number ? "" : number < 0 ? $"({Shapes.Text((double)number)})" : Shapes.Text((double)number);
}
