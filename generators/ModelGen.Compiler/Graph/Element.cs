namespace ModelGen.Compiler.Graph;

/// <summary>How a number is held in memory. All arithmetic is in floats: what is narrower is widened when it is read, exactly.</summary>
public enum Element
{
    /// <summary>A 32-bit float.</summary>
    F32,

    /// <summary>A 16-bit float of IEEE 754.</summary>
    F16,

    /// <summary>The upper half of a 32-bit float.</summary>
    BF16,
}

/// <summary>The facts of element types.</summary>
public static class Elements
{
    /// <summary>The size of an element.</summary>
    public static int Bytes(this Element element) => element switch
    {
        Element.F32 => 4,
        Element.F16 or Element.BF16 => 2,
        _ => throw new CompilerException($"{element} has no size."),
    };

    /// <summary>The type that stands for it in C#: one with its size, signed.</summary>
    public static string CSharp(this Element element) => element switch
    {
        Element.F32 => "float",
        Element.F16 or Element.BF16 => "short",
        _ => throw new CompilerException($"{element} has no type."),
    };

    /// <summary>Its name in files of weights.</summary>
    public static string Name(this Element element) => element.ToString();

    /// <summary>The storage of which it is the element type.</summary>
    public static ModelGen.Storage Storage(this Element element) => element switch
    {
        Element.F32 => ModelGen.Storage.Float32,
        Element.F16 => ModelGen.Storage.Float16,
        Element.BF16 => ModelGen.Storage.BFloat16,
        _ => throw new CompilerException($"{element} is of no storage."),
    };

    /// <summary>The element type in which a model keeps a tensor of so many dimensions.</summary>
    public static Element Of(ModelGen.Storage storage, int dimensions) => dimensions < 2 ? Element.F32 : storage switch
    {
        ModelGen.Storage.Float32 => Element.F32,
        ModelGen.Storage.Float16 => Element.F16,
        ModelGen.Storage.BFloat16 => Element.BF16,
        _ => throw new CompilerException($"{storage} is no storage."),
    };
}
