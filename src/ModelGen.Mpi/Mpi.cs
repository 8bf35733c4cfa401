using ModelGen.Mpi.Native;

namespace ModelGen.Mpi;

/// <summary>The processes that <c>mpirun</c> has started: Open MPI's or MPICH's, whichever it was.</summary>
public static class Mpi
{
    private static readonly Lazy<Communicator> Joined = new(Join);

    /// <summary>
    /// All of them. Without a launcher it is this process alone, and no library is needed. Of two libraries that of the launcher is taken;
    /// <c>MODELGEN_MPI</c> in the environment, <c>openmpi</c>, <c>mpich</c> or <c>none</c>, chooses where that cannot be seen.
    /// </summary>
    /// <exception cref="MpiException">The launcher's library is missing, or is another one; the message names the package.</exception>
    public static Communicator World => Joined.Value;

    private static Communicator Join()
    {
        Launcher launcher = Launcher.Of(Environment.GetEnvironmentVariable);
        return launcher.Kind is null ? new SingleRank() : MpiWorld.Join(launcher);
    }
}
