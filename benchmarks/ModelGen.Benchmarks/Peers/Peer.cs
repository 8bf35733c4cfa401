using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Benchmarks.Peers;

/// <summary>A library to compare with, installed or not.</summary>
internal abstract class Peer : IDisposable
{
    /// <summary>The name of the library.</summary>
    public abstract string Name { get; }

    /// <summary>Version and build, or what is missing and the command that installs it.</summary>
    public abstract PeerDescription Description { get; }

    /// <summary>
    /// Sets the peer up for a workload, once for each number of threads; empty if it cannot do this one or is not installed.
    /// </summary>
    public abstract IReadOnlyList<Contestant> Enter(Workload workload, Exchange exchange);

    public abstract void Dispose();
}

/// <summary>What is known about a peer.</summary>
/// <param name="Name">The name of the library.</param>
/// <param name="Version">Its version, or null if it is not installed.</param>
/// <param name="Notes">What a reader should know about it.</param>
/// <param name="Install">The command that installs what is missing, or null.</param>
/// <param name="Details">The whole description of the build, for the report file.</param>
internal sealed record PeerDescription(string Name, string? Version, IReadOnlyList<string> Notes, string? Install, string Details);
