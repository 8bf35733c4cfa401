namespace ModelGen.Mpi;

/// <summary>Another rank has failed, or this one has given up; the message says which and why.</summary>
public sealed class RankFailedException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public RankFailedException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">Which rank has failed, and why.</param>
    public RankFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">Which rank has failed, and why.</param>
    /// <param name="innerException">What it has thrown.</param>
    public RankFailedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
