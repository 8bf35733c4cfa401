using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Programs.Stepping;

/// <summary>What is known of a value's elements at later positions than the current step.</summary>
internal enum Later
{
    /// <summary>They depend on later steps.</summary>
    Unknown,

    /// <summary>They do not depend on later steps.</summary>
    Known,

    /// <summary>They are so far below all others that their exponentials are zero.</summary>
    Low,

    /// <summary>They are zero.</summary>
    Zero,
}

/// <summary>A value of the whole sequence at the current step.</summary>
/// <param name="Value">The value. Its time axis has the size one.</param>
/// <param name="Now">The time axis; -1 if the value is that of the last step, and has none.</param>
/// <param name="Past">An axis of all positions, of which those up to the current step have been seen; -1 if there is none.</param>
/// <param name="Later">What is known of the others.</param>
internal sealed record StepForm(Value Value, int Now, int Past = -1, Later Later = Later.Known)
{
    /// <summary>Whether it is that of the last step.</summary>
    public bool IsLast => Now < 0;
}

/// <summary>Why a model cannot run step by step.</summary>
/// <param name="Layer">The layer that needs what comes later; null if it is none.</param>
/// <param name="Reason">What it does, as the end of a sentence.</param>
public sealed record LookAhead(string? Layer, string Reason);
