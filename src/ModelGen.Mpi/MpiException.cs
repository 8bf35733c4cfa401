namespace ModelGen.Mpi;

/// <summary>The MPI library is missing, is another one than the launcher's, or has failed.</summary>
public sealed class MpiException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public MpiException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, and which package helps.</param>
    public MpiException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, and which package helps.</param>
    /// <param name="innerException">The cause.</param>
    public MpiException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
