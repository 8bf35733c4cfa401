namespace ModelGen.Generator.Frontend;

/// <summary>What a name in an attribute's argument comes to.</summary>
internal abstract record ConstantValue
{
    /// <summary>It has nothing to do with generated code, or is no constant of it: C# knows more.</summary>
    public sealed record NotGenerated : ConstantValue;

    /// <summary>A constant of generated code, or one that is computed from such.</summary>
    public sealed record Known(object Value) : ConstantValue;

    /// <summary>A constant of a model that has errors of its own.</summary>
    public sealed record Unknown : ConstantValue;

    /// <summary>A constant that depends on the model that is being read.</summary>
    public sealed record Circular(string Path) : ConstantValue;
}
