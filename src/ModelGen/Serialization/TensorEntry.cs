using ModelGen.Runtime;

namespace ModelGen.Serialization;

/// <summary>What the header says about one tensor. Begin and end are in bytes, from <see cref="Start"/> on.</summary>
internal sealed record TensorEntry(string Name, string Type, long[] Shape, long Begin, long End)
{
    /// <summary>Where the data begin in the file: behind the header.</summary>
    public required long Start { get; init; }

    public string ShapeText => $"[{string.Join(", ", Shape.Select(Numbers.Format))}]";
}
