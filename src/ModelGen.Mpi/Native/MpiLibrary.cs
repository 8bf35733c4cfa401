using System.Runtime.InteropServices;
using System.Text;

namespace ModelGen.Mpi.Native;

/// <summary>The functions of an MPI library that is loaded at run time. Handles are words: addresses or integers.</summary>
internal sealed unsafe class MpiLibrary
{
    private readonly nint _library;

    private MpiLibrary(MpiKind kind, nint library)
    {
        (Kind, _library) = (kind, library);
        (World, Byte, Float, Double, OpSum) = (Handle(0), Handle(1), Handle(2), Handle(3), Handle(4));
        InitThread = (delegate* unmanaged[Cdecl]<int*, byte***, int, int*, int>)Function("MPI_Init_thread");
        Finalize = (delegate* unmanaged[Cdecl]<int>)Function("MPI_Finalize");
        AbortAll = (delegate* unmanaged[Cdecl]<nint, int, int>)Function("MPI_Abort");
        Rank = (delegate* unmanaged[Cdecl]<nint, int*, int>)Function("MPI_Comm_rank");
        Size = (delegate* unmanaged[Cdecl]<nint, int*, int>)Function("MPI_Comm_size");
        Duplicate = (delegate* unmanaged[Cdecl]<nint, nint*, int>)Function("MPI_Comm_dup");
        StartSum = (delegate* unmanaged[Cdecl]<nint, void*, int, nint, nint, nint, nint*, int>)Function("MPI_Iallreduce");
        StartBroadcast = (delegate* unmanaged[Cdecl]<void*, int, nint, int, nint, nint*, int>)Function("MPI_Ibcast");
        StartGather = (delegate* unmanaged[Cdecl]<void*, int, nint, void*, int*, int*, nint, nint, nint*, int>)Function("MPI_Iallgatherv");
        StartExchange = (delegate* unmanaged[Cdecl]<void*, int*, int*, nint, void*, int*, int*, nint, nint, nint*, int>)
            Function("MPI_Ialltoallv");
        StartBarrier = (delegate* unmanaged[Cdecl]<nint, nint*, int>)Function("MPI_Ibarrier");
        StartSend = (delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int>)Function("MPI_Isend");
        Receive = (delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, void*, int>)Function("MPI_Recv");
        Probe = (delegate* unmanaged[Cdecl]<int, int, nint, int*, void*, int>)Function("MPI_Iprobe");
        Test = (delegate* unmanaged[Cdecl]<nint*, int*, void*, int>)Function("MPI_Test");
        byte* text = stackalloc byte[8192];
        int length = 0;
        ((delegate* unmanaged[Cdecl]<byte*, int*, int>)Function("MPI_Get_library_version"))(text, &length);
        string version = Encoding.UTF8.GetString(text, length);
        string first = version.Split('\n', ',')[0].TrimEnd('\0');
        Version = string.Join(' ', first.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    public MpiKind Kind { get; }

    /// <summary>The library's own words on what it is.</summary>
    public string Version { get; }

    public nint World { get; }

    public nint Byte { get; }

    public nint Float { get; }

    public nint Double { get; }

    public nint OpSum { get; }

    public delegate* unmanaged[Cdecl]<int*, byte***, int, int*, int> InitThread { get; }

    public delegate* unmanaged[Cdecl]<int> Finalize { get; }

    public delegate* unmanaged[Cdecl]<nint, int, int> AbortAll { get; }

    public delegate* unmanaged[Cdecl]<nint, int*, int> Rank { get; }

    public delegate* unmanaged[Cdecl]<nint, int*, int> Size { get; }

    public delegate* unmanaged[Cdecl]<nint, nint*, int> Duplicate { get; }

    public delegate* unmanaged[Cdecl]<nint, void*, int, nint, nint, nint, nint*, int> StartSum { get; }

    public delegate* unmanaged[Cdecl]<void*, int, nint, int, nint, nint*, int> StartBroadcast { get; }

    public delegate* unmanaged[Cdecl]<void*, int, nint, void*, int*, int*, nint, nint, nint*, int> StartGather { get; }

    public delegate* unmanaged[Cdecl]<void*, int*, int*, nint, void*, int*, int*, nint, nint, nint*, int> StartExchange { get; }

    public delegate* unmanaged[Cdecl]<nint, nint*, int> StartBarrier { get; }

    public delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int> StartSend { get; }

    public delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, void*, int> Receive { get; }

    public delegate* unmanaged[Cdecl]<int, int, nint, int*, void*, int> Probe { get; }

    public delegate* unmanaged[Cdecl]<nint*, int*, void*, int> Test { get; }

    /// <summary>Loads the library of a kind.</summary>
    /// <exception cref="MpiException">It is not installed, or is too old.</exception>
    public static MpiLibrary Load(MpiKind kind)
    {
        nint library = 0;
        SignalHandlers.Keep(() =>
        {
            foreach (string file in kind.Files)
            {
                if (NativeLibrary.TryLoad(file, out library))
                    return library;
            }

            throw new MpiException(
                $"{kind.Title} has started this program, and its library, {kind.Files[0]}, is not found. Install it (Debian: apt-get "
                    + $"install {kind.Package} {kind.Starter}), or add its folder to LD_LIBRARY_PATH.");
        });
        return new MpiLibrary(kind, library);
    }

    private nint Handle(int index) => Kind == MpiKind.OpenMpi ? Function(MpiKind.Handles[index].Name) : MpiKind.Handles[index].Number;

    private nint Function(string name) => NativeLibrary.TryGetExport(_library, name, out nint address)
        ? address
        : throw new MpiException(
            $"The library of {Kind.Title} has no {name}: it is older than MPI 3, or another one. Install {Kind.Package} {Kind.Starter}.");
}
