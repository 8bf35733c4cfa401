namespace ModelGen;

/// <summary>One of the inputs of a model, as interfaces and datasets see it.</summary>
/// <param name="Name">Its name, as the parameter of the model's <c>Predict</c> is called.</param>
/// <param name="Size">How many floats of a sample belong to it; ids and lengths are whole numbers among them.</param>
public readonly record struct ModelInput(string Name, int Size)
{
    /// <summary>For messages: <c>image [784], age [1]</c>.</summary>
    internal static string Format(IEnumerable<ModelInput> inputs) =>
        string.Join(", ", inputs.Select(input => FormattableString.Invariant($"{input.Name} [{input.Size}]")));

    /// <summary>Whether the names are the same, but for the case of their letters, and the sizes.</summary>
    internal bool Fits(ModelInput other) => Size == other.Size && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);
}
