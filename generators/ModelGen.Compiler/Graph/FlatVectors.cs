namespace ModelGen.Compiler.Graph;

/// <summary>The names of the flat vectors that every model has. Others are states of the optimizer, or a backward pass's.</summary>
internal static class FlatVectors
{
    public const string Parameters = "parameters", Gradients = "gradients";

    /// <summary>What a backward pass writes its gradients to before they are added.</summary>
    public const string NewGradients = "newGradients";
}
