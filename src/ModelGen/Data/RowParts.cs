namespace ModelGen.Data;

/// <summary>Rows that have several named parts behind each other: the inputs, or the targets, of a sample.</summary>
internal static class RowParts
{
    /// <summary>Puts the parts of all rows in another order.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="parts">Their parts.</param>
    /// <param name="needed">The same parts in the order that is needed.</param>
    /// <param name="what">What they are, for the message: <c>inputs</c>.</param>
    /// <param name="parameterName">The parameter that the message is about.</param>
    /// <returns>New rows; null if they are in that order.</returns>
    /// <exception cref="ArgumentException">A part is missing, unknown, or of another size.</exception>
    public static T[]? Arrange<T>(
        ReadOnlySpan<T> rows,
        IReadOnlyList<ModelInput> parts,
        IReadOnlyList<ModelInput> needed,
        string what,
        string parameterName)
    {
        int rowLength = parts.Sum(part => part.Size);
        int[] places = [.. needed.Select(input => parts.TakeWhile(part => !part.Fits(input)).Sum(part => part.Size))];
        if (parts.Count != needed.Count || places.Contains(rowLength))
        {
            throw new ArgumentException(
                $"The samples have the {what} {ModelInput.Format(parts)}; the model needs {ModelInput.Format(needed)}.", parameterName);
        }

        if (parts.Zip(needed).All(pair => pair.First.Fits(pair.Second))) return null;
        T[] moved = new T[rows.Length];
        for (int row = 0, to = 0; row < rows.Length; row += rowLength)
        {
            for (int i = 0; i < places.Length; to += needed[i].Size, i++)
                rows.Slice(row + places[i], needed[i].Size).CopyTo(moved.AsSpan(to));
        }

        return moved;
    }

    /// <summary>Joins named arrays to rows.</summary>
    /// <param name="given">For each part its name, and as many numbers for each sample.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="what">What they are, for messages: <c>input</c>.</param>
    /// <param name="parameterName">The parameter that messages are about.</param>
    /// <returns>The rows, and their parts.</returns>
    /// <exception cref="ArgumentException">There is no part, two have one name, or a length does not fit.</exception>
    public static (float[] Rows, ModelInput[] Parts) Join(
        IEnumerable<KeyValuePair<string, float[]>> given, int count, string what, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(given, parameterName);
        KeyValuePair<string, float[]>[] all = [.. given];
        if (all.Length == 0) throw new ArgumentException($"There is no {what}; at least one is needed.", parameterName);
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, float[] values) in all)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, parameterName);
            ArgumentNullException.ThrowIfNull(values, parameterName);
            if (!names.Add(name)) throw new ArgumentException($"Two {what}s are called '{name}'.", parameterName);
            if (values.Length == 0 || values.Length % count != 0)
            {
                throw new ArgumentException(
                    $"The {what} '{name}' has {values.Length} floats; as many for each of {count} samples are needed.", parameterName);
            }
        }

        ModelInput[] parts = [.. all.Select(part => new ModelInput(part.Key, part.Value.Length / count))];
        int rowLength = parts.Sum(part => part.Size);
        float[] rows = new float[checked(count * rowLength)];
        for (int sample = 0, to = 0; sample < count; sample++)
        {
            for (int i = 0; i < parts.Length; to += parts[i].Size, i++)
                all[i].Value.AsSpan(sample * parts[i].Size, parts[i].Size).CopyTo(rows.AsSpan(to));
        }

        return (rows, parts);
    }
}
