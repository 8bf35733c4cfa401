namespace ModelGen.Serialization;

/// <summary>The element types of the format.</summary>
internal static class TensorTypes
{
    /// <summary>For messages: the types of which floats can be read, or a count.</summary>
    public static string Readable(bool isCount) => isCount ? "I64 (or F32, F64, F16, BF16)" : "F32, F64, F16 or BF16";

    /// <summary>How many bits an element takes, or null for a type that the format does not know.</summary>
    public static int? BitsPerElement(string type) => type switch
    {
        "F64" or "I64" or "U64" or "C64" => 64,
        "F32" or "I32" or "U32" => 32,
        "F16" or "BF16" or "I16" or "U16" => 16,
        "BOOL" or "I8" or "U8" or "F8_E4M3" or "F8_E5M2" or "F8_E8M0" => 8,
        "F6_E2M3" or "F6_E3M2" => 6,
        "F4" => 4,
        _ => null,
    };

    public static bool IsReadable(string type, bool isCount) => type is "F32" or "F64" or "F16" or "BF16" || (isCount && type == "I64");
}
