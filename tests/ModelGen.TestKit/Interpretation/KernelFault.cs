namespace ModelGen.TestKit.Interpretation;

/// <summary>A kernel that is interpreted did what no kernel may: left a buffer, or used what nobody has written.</summary>
public sealed class KernelFault : Exception
{
    public KernelFault()
    {
    }

    public KernelFault(string message)
        : base(message)
    {
    }

    public KernelFault(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether it left a buffer.</summary>
    public bool LeavesBuffer { get; init; }
}
