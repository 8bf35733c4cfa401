using System.Text.RegularExpressions;

namespace ModelGen;

/// <summary>
/// How the names of tensors in a file become names of a model's parameters. Rules are applied in the order in which they were given, each
/// to the result of those before it. A map is not changed: each rule gives a new one.
/// </summary>
/// <example><code>
/// var names = NameMap.Same.WithoutPrefix("module.").Rename("fc1", "dense1").Rename("fc2", "dense2");
/// model.LoadFrom("network.pth", names);
/// </code></example>
public sealed class NameMap
{
    private readonly Func<string, string?>[] _rules;

    private NameMap(Func<string, string?>[] rules, bool inOrder = false) => (_rules, IsInOrder) = (rules, inOrder);

    /// <summary>The names in the file are those of the model.</summary>
    public static NameMap Same { get; } = new([]);

    /// <summary>
    /// Names do not matter: the first tensor belongs to the first parameter, and so on. Shapes, and what follows the last dot of each name
    /// (<c>weight</c>, <c>bias</c>, <c>running_mean</c>), must agree. For networks whose layers stand in the same order in both.
    /// </summary>
    /// <remarks>Files of PyTorch and NumPy keep the order; those of safetensors mostly are sorted by name.</remarks>
    public static NameMap InOrder { get; } = new([], inOrder: true);

    internal bool IsInOrder { get; }

    /// <summary>Gives a tensor, or all tensors of a layer, another name.</summary>
    /// <param name="name">A whole name (<c>fc1.weight</c>), or its beginning up to a dot (<c>fc1</c>, <c>encoder.layers.0</c>).</param>
    /// <param name="parameter">What stands there in the model: <c>dense1</c>.</param>
    /// <returns>The map with this rule.</returns>
    public NameMap Rename(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(parameter);
        return With(given => given == name
            ? parameter
            : given.StartsWith(name + ".", StringComparison.Ordinal) ? string.Concat(parameter, given.AsSpan(name.Length)) : given);
    }

    /// <summary>Takes the beginning from names that have it: <c>module.</c>, <c>model_state_dict.</c>.</summary>
    /// <param name="prefix">The beginning.</param>
    /// <returns>The map with this rule.</returns>
    public NameMap WithoutPrefix(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return With(given => given.StartsWith(prefix, StringComparison.Ordinal) ? given[prefix.Length..] : given);
    }

    /// <summary>Replaces what matches a regular expression.</summary>
    /// <param name="pattern">The expression, without backtracking: <c>^layers\.(\d+)\.</c>.</param>
    /// <param name="replacement">What stands there in the model; <c>$1</c> is the first group.</param>
    /// <returns>The map with this rule.</returns>
    /// <exception cref="ArgumentException">The pattern is malformed.</exception>
    public NameMap Replace(string pattern, string replacement)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ArgumentNullException.ThrowIfNull(replacement);
        Regex expression = new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return With(given => expression.Replace(given, replacement));
    }

    /// <summary>Leaves tensors out, such as an old head.</summary>
    /// <param name="name">A whole name, or its beginning up to a dot.</param>
    /// <returns>The map with this rule.</returns>
    public NameMap Without(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return With(given => given == name || given.StartsWith(name + ".", StringComparison.Ordinal) ? null : given);
    }

    /// <summary>The parameter for a tensor, or null if it is left out.</summary>
    /// <param name="name">The name in the file.</param>
    /// <returns>The name in the model.</returns>
    /// <exception cref="InvalidOperationException">This is <see cref="InOrder"/>, which has no names.</exception>
    public string? Apply(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (IsInOrder)
            throw new InvalidOperationException("Tensors are matched in order, not by name.");
        string? result = name;
        foreach (Func<string, string?> rule in _rules)
        {
            if (result is not null) result = rule(result);
        }

        return result;
    }

    private NameMap With(Func<string, string?> rule) => IsInOrder
        ? throw new InvalidOperationException("Tensors are matched in order; rules for names begin with NameMap.Same.")
        : new NameMap([.. _rules, rule]);
}
