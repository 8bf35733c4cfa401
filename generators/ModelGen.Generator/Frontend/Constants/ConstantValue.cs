namespace ModelGen.Generator.Frontend;

/// <summary>The value of a name in an attribute's argument.</summary>
internal abstract record ConstantValue
{
    /// <summary>It does not use generated code, or is no constant of it: C# evaluates it.</summary>
    public sealed record NotGenerated : ConstantValue;

    /// <summary>A constant of generated code, or one that is computed from such.</summary>
    public sealed record Known(object Value) : ConstantValue;

    /// <summary>A constant of a model that has errors of its own.</summary>
    public sealed record Unknown : ConstantValue;

    /// <summary>A constant that depends on the model that is being read.</summary>
    public sealed record Circular(string Path) : ConstantValue;
}
