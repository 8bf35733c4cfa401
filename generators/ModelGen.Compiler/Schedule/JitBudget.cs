namespace ModelGen.Compiler.Schedule;

/// <summary>How much code a method may hold before the JIT stops optimising it.</summary>
/// <remarks>
/// CoreCLR falls back to minimal optimisation over 60,000 bytes of IL, 2,000 basic blocks or 2,000 locals, and inlines no
/// more once a method has 512 locals. Elementary functions are inlined, and each of their operations is a local.
/// </remarks>
public static class JitBudget
{
    /// <summary>Kernel calls in one method; a call is at most some 60 bytes of IL.</summary>
    public const int CallsInMethod = 250;

    /// <summary>Operations on machine vectors that may be written out without a loop.</summary>
    public const int UnrolledOperations = 160;

    /// <summary>The same in a program for one sample, where what is written out needs no memory.</summary>
    public const int UnrolledOfOneSample = 256;

    /// <summary>Operations for one vector that one kernel may hold; longer elementwise chains become several kernels.</summary>
    public const int OperationsInKernel = 128;

    /// <summary>Lines, at 512 bits, of a program that is written out for one sample as a single method.</summary>
    public const int StraightLineLines = 600;
}
