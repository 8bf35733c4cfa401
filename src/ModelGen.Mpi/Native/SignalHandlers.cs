using System.Runtime.InteropServices;

namespace ModelGen.Mpi.Native;

/// <summary>
/// Keeps the handlers of faults that .NET has installed: it makes exceptions of them. MPICH's transport, UCX, puts its own in their place
/// when it is loaded, unless a variable of its environment says otherwise; what it has still taken is given back.
/// </summary>
internal static unsafe partial class SignalHandlers
{
    private const int SigBus = 7, SigFpe = 8, SigSegv = 11;

    /// <summary>More than the structure has on any Linux.</summary>
    private const int ActionSize = 512;

    private static readonly int[] Faults = [SigBus, SigFpe, SigSegv];

    /// <summary>Loads a library while the handlers are watched.</summary>
    /// <param name="load">Loads it.</param>
    /// <returns>What <paramref name="load"/> returns, and the signals whose handlers had to be given back.</returns>
    public static (nint Library, int[] Restored) Keep(Func<nint> load)
    {
        if (!OperatingSystem.IsLinux())
            return (load(), []);

        // Environment.SetEnvironmentVariable changes a copy that native code does not see.
        SetEnvironment("UCX_ERROR_SIGNALS", "", 1);
        byte[][] before = [.. Faults.Select(Handler)];
        nint library = load();
        return (library, GiveBack(before));
    }

    /// <summary>The handlers of faults as they are.</summary>
    public static byte[][] Handlers() => OperatingSystem.IsLinux() ? [.. Faults.Select(Handler)] : [];

    /// <summary>Puts handlers back that have changed since.</summary>
    /// <returns>Those signals.</returns>
    public static int[] GiveBack(byte[][] before)
    {
        List<int> restored = [];
        for (int i = 0; i < before.Length; i++)
        {
            // The first word is the handler's address.
            if (Handler(Faults[i]).AsSpan(0, sizeof(nint)).SequenceEqual(before[i].AsSpan(0, sizeof(nint))))
                continue;
            fixed (byte* action = before[i])
                SignalAction(Faults[i], action, null);
            restored.Add(Faults[i]);
        }

        return [.. restored];
    }

    private static byte[] Handler(int signal)
    {
        byte[] action = new byte[ActionSize];
        fixed (byte* target = action)
            SignalAction(signal, null, target);
        return action;
    }

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int SignalAction(int signal, byte* action, byte* old);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
