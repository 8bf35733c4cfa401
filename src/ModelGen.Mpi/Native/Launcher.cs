using System.Globalization;

namespace ModelGen.Mpi.Native;

/// <summary>Who has started this process, as the environment says.</summary>
/// <param name="Kind">Which library the launcher belongs to; null if nobody has started several.</param>
/// <param name="Rank">The rank that it gives this process.</param>
/// <param name="Size">How many processes it has started.</param>
/// <param name="LocalSize">How many of them on this machine.</param>
internal sealed record Launcher(MpiKind? Kind, int Rank, int Size, int LocalSize)
{
    /// <summary>Chooses the library by hand: <c>openmpi</c>, <c>mpich</c>, or <c>none</c>.</summary>
    public const string Variable = "MODELGEN_MPI";

    /// <summary>Reads the environment.</summary>
    /// <param name="variable">Gives a variable, or null.</param>
    /// <exception cref="MpiException">The variable that chooses has another value.</exception>
    public static Launcher Of(Func<string, string?> variable)
    {
        (MpiKind? kind, int rank, int size) = Number(variable, "OMPI_COMM_WORLD_SIZE") is int open
            ? (MpiKind.OpenMpi, Number(variable, "OMPI_COMM_WORLD_RANK") ?? 0, open)
            : Number(variable, "PMI_SIZE") is int hydra
                ? (MpiKind.Mpich, Number(variable, "PMI_RANK") ?? 0, hydra)
                : ((MpiKind?)null, 0, 1);
        kind = variable(Variable)?.ToLowerInvariant() switch
        {
            null or "" => kind,
            "openmpi" => MpiKind.OpenMpi,
            "mpich" => MpiKind.Mpich,
            "none" => null,
            string other => throw new MpiException($"{Variable} is '{other}'; openmpi, mpich or none is needed."),
        };
        int local = Number(variable, "OMPI_COMM_WORLD_LOCAL_SIZE") ?? Number(variable, "MPI_LOCALNRANKS") ?? size;
        return new Launcher(kind, rank, size, local);
    }

    /// <summary>Compares with what the library says.</summary>
    /// <exception cref="MpiException">The library knows of other ranks than the launcher: it belongs to another one.</exception>
    public void Check(MpiKind library, int rank, int size)
    {
        if (size == Size && (rank == Rank || size == 1))
            return;
        throw new MpiException(
            $"The launcher has started {Size} processes, and {library.Title} sees {size}: each would train alone. Start the program with "
                + $"the mpirun of {library.Title} (Debian: {library.Command}), or take {Variable} away.");
    }

    private static int? Number(Func<string, string?> variable, string name) =>
        int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
