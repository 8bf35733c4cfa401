namespace ModelGen.Data;

/// <summary>What reading tables from files has in common: how they are opened, which columns are taken, and messages.</summary>
internal static class TableFile
{
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; a file is needed.");
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}'.", path);
        return File.OpenRead(path);
    }

    /// <summary>Whatever a library throws at damaged bytes becomes an error that names the file.</summary>
    public static T Guard<T>(string path, string kind, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is not (InvalidDataException { Data.Count: > 0 } or OutOfMemoryException))
        {
            throw new InvalidDataException($"'{path}' is damaged, or no {kind}: {problem.Message}", problem);
        }
    }

    public static IReadOnlyList<string> Choose(string path, string[] names, IReadOnlyList<string>? columns)
    {
        if (names.Length == 0)
            throw Own(new InvalidDataException($"'{path}' has no columns."));
        string? twice = names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw Own(new InvalidDataException($"'{path}': two columns are called '{twice}'."));
        string? missing = columns?.FirstOrDefault(name => !names.Contains(name));
        return missing is null
            ? columns ?? names
            : throw Own(new InvalidDataException($"'{path}' has no column '{missing}'; its columns are: {string.Join(", ", names)}."));
    }

    public static InvalidDataException Error(string path, string column, string problem) =>
        Own(new InvalidDataException($"'{path}', column '{column}': {problem}."));

    /// <summary>Marks an error as one of ours, which says what is to be said.</summary>
    private static InvalidDataException Own(InvalidDataException problem)
    {
        problem.Data[nameof(TableFile)] = true;
        return problem;
    }
}
