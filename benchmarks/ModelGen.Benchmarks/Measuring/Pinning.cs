using System.Runtime.InteropServices;

namespace ModelGen.Benchmarks.Measuring;

/// <summary>
/// Keeps the calling thread on as many cores as a contestant has threads, until disposed. On Linux; elsewhere it does nothing.
/// The last cores are taken, because systems like to serve interrupts on the first.
/// </summary>
internal readonly partial struct Pinning : IDisposable
{
    private static readonly ulong Allowed = OperatingSystem.IsLinux() && GetAffinity(0, sizeof(ulong), out ulong mask) == 0 ? mask : 0;

    private readonly bool _active;

    private Pinning(ulong cores) => _active = cores != 0 && SetAffinity(0, sizeof(ulong), in cores) == 0;

    /// <summary>Pins the calling thread.</summary>
    /// <param name="count">On how many cores it may run.</param>
    public static Pinning ToCores(int count) => new(Last(Allowed, count));

    /// <summary>The highest bits that are set in a mask.</summary>
    internal static ulong Last(ulong mask, int count)
    {
        ulong chosen = 0;
        for (int bit = 63; bit >= 0 && count > 0; bit--)
        {
            if ((mask >> bit & 1) == 0) continue;
            chosen |= 1UL << bit;
            count--;
        }

        return chosen;
    }

    public void Dispose()
    {
        if (_active) _ = SetAffinity(0, sizeof(ulong), in Allowed);
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint size, in ulong mask);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nint size, out ulong mask);
}
