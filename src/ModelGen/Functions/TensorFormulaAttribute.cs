namespace ModelGen;

/// <summary>
/// What a method with <see cref="TensorFunctionAttribute"/> computes, for the models of other assemblies. The compiler writes it; it is
/// not meant to be written by hand.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class TensorFormulaAttribute : Attribute
{
    /// <summary>Describes a method.</summary>
    /// <param name="function">The method with its types.</param>
    /// <param name="formula">What it computes, with a version and a check sum.</param>
    public TensorFormulaAttribute(string function, string formula)
    {
        Function = function;
        Formula = formula;
    }

    /// <summary>The method with its types.</summary>
    public string Function { get; }

    /// <summary>What it computes.</summary>
    public string Formula { get; }
}
