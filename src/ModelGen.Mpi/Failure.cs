using ModelGen.Training;

namespace ModelGen.Mpi;

/// <summary>Ends all ranks where one has failed.</summary>
internal static class Failure
{
    /// <summary>How long other ranks leave it to the first to say what all of them know.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(2);

    public static void End(Communicator world, Exception problem)
    {
        // All ranks have found these in the same step: one message is enough.
        bool known = problem is NonFiniteLossException or RankFailedException;
        if (world is Native.MpiWorld)
        {
            if (known && world.Rank > 0) Thread.Sleep(Courtesy);
            world.Abort($"{problem.GetType().Name}: {problem.Message}");
        }
        else if (!known)
        {
            world.Abort($"Rank {world.Rank} of {world.Size} has failed: {problem.GetType().Name}: {problem.Message}");
        }
    }
}
