using ModelGen.Runtime;

namespace ModelGen.Serialization;

/// <summary>What the header says about one tensor. Begin and end are in bytes, from the end of the header on.</summary>
internal sealed record TensorEntry(string Name, string Type, long[] Shape, long Begin, long End)
{
    public string ShapeText => $"[{string.Join(", ", Shape.Select(Numbers.Format))}]";
}
