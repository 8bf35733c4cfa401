namespace ModelGen.Compiler.Spec;

/// <summary>Which weights a model that only predicts is given, as far as they were found.</summary>
/// <param name="Given">What the declaration asks for: the name of a file; null where the project decides.</param>
public abstract record WeightsSpec(string? Given)
{
    /// <summary>The project lists no such file.</summary>
    /// <param name="Listed">Those that it lists.</param>
    public sealed record Missing(string? Given, EquatableArray<string> Listed) : WeightsSpec(Given);

    /// <summary>The project lists several.</summary>
    public sealed record Ambiguous(string? Given, EquatableArray<string> Files) : WeightsSpec(Given);

    /// <summary>The file cannot be read, or holds no weights.</summary>
    /// <param name="File">The file as the project lists it.</param>
    /// <param name="Problem">What is wrong with it, as the end of a sentence.</param>
    public sealed record Unreadable(string? Given, string File, string Problem) : WeightsSpec(Given);

    /// <summary>The file is there and in the format.</summary>
    public sealed record Found(string? Given, string File, WeightsHeader Header) : WeightsSpec(Given);
}

/// <summary>What the compiler knows of a file of weights: all but the numbers.</summary>
/// <param name="Resource">The name under which it is a resource of the assembly.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Hash">The hash of its header, its length included: FNV-1a with 64 bits.</param>
/// <param name="Tensors">The tensors, in the order of their data.</param>
/// <param name="Architecture">The architecture of the model that wrote it; null if none is noted.</param>
/// <param name="NotFinite">The tensors in which a number is NaN or infinite.</param>
/// <remarks>New numbers of equal shapes leave it equal: nothing is generated anew then.</remarks>
public sealed record WeightsHeader(
    string Resource,
    long Length,
    ulong Hash,
    EquatableArray<TensorSpec> Tensors,
    string? Architecture,
    EquatableArray<string> NotFinite)
{
    /// <summary>Of the tensors of one number, those in which it is not larger than 0.</summary>
    public EquatableArray<string> NotPositive { get; init; } = EquatableArray<string>.Empty;
}

/// <summary>A tensor in a file of weights.</summary>
/// <param name="Begin">Where its data begin, from the beginning of the file.</param>
/// <param name="Reach">How large its numbers are.</param>
public sealed record TensorSpec(string Name, string Type, EquatableArray<long> Shape, long Begin, Reach Reach);

/// <summary>How large numbers are: the narrowest type in which none becomes infinite when it is rounded.</summary>
public enum Reach
{
    /// <summary>All are finite as halves.</summary>
    Half,

    /// <summary>All are finite as the upper halves of floats.</summary>
    BFloat16,

    /// <summary>All are finite as floats.</summary>
    Single,

    /// <summary>One is not finite as a float.</summary>
    None,
}
