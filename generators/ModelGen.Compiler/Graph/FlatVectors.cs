namespace ModelGen.Compiler.Graph;

/// <summary>The names of the flat vectors that every model has. Others are states of the optimizer, or those of a backward pass.</summary>
internal static class FlatVectors
{
    public const string Parameters = "parameters", Gradients = "gradients";

    /// <summary>The gradients of one backward pass, before they are added to the others.</summary>
    public const string NewGradients = "newGradients";

    /// <summary>A direction in the space of what is learned.</summary>
    public const string Direction = "direction";
}
