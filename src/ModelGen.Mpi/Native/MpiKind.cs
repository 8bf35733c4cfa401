namespace ModelGen.Mpi.Native;

/// <summary>One of the two families of MPI libraries: what its handles are, and where Debian has it.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Files">The names of the library, the likeliest first.</param>
/// <param name="Package">The Debian package with the library.</param>
/// <param name="Starter">The Debian package with its launcher.</param>
/// <param name="Command">The launcher, where both are installed.</param>
/// <param name="AnySource">The rank that stands for any.</param>
/// <param name="InPlace">The address that says: the numbers are where the result goes.</param>
/// <param name="StatusIgnore">The address that says: no status is wanted.</param>
internal sealed record MpiKind(
    string Title, string[] Files, string Package, string Starter, string Command, int AnySource, nint InPlace, nint StatusIgnore)
{
    /// <summary>Handles are addresses of objects that the library exports.</summary>
    public static readonly MpiKind OpenMpi = new(
        "Open MPI", ["libmpi.so.40"], "libopenmpi3", "openmpi-bin", "mpirun.openmpi", AnySource: -1, InPlace: 1, StatusIgnore: 0);

    /// <summary>Handles are integers, the same in all libraries of its ABI.</summary>
    public static readonly MpiKind Mpich = new(
        "MPICH", ["libmpich.so.12", "libmpi.so.12"], "libmpich12", "mpich", "mpirun.mpich", AnySource: -2, InPlace: -1, StatusIgnore: 1);

    /// <summary>The handles: exported names of Open MPI, integers of MPICH.</summary>
    public static readonly (string Name, int Number)[] Handles =
    [
        ("ompi_mpi_comm_world", 0x44000000),
        ("ompi_mpi_byte", 0x4c00010d),
        ("ompi_mpi_float", 0x4c00040a),
        ("ompi_mpi_double", 0x4c00080b),
        ("ompi_mpi_op_sum", 0x58000003),
    ];

    /// <inheritdoc/>
    public override string ToString() => Title;
}
