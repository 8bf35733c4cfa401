namespace ModelGen.Onnx.Format;

/// <summary>How the value of a field is stored.</summary>
internal enum WireKind
{
    /// <summary>An integer in groups of seven bits.</summary>
    Varint = 0,

    /// <summary>Eight bytes.</summary>
    Fixed64 = 1,

    /// <summary>A length and so many bytes: a text, a message, packed numbers.</summary>
    Bytes = 2,

    /// <summary>Four bytes.</summary>
    Fixed32 = 5,
}
