using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>Asks the operating system for pages of two mebibytes where a training step goes through a lot of memory.</summary>
/// <remarks>
/// With pages of four kibibytes, a core that walks through memory waits for the addresses of pages as well as for what they hold, and
/// the processor fetches ahead only up to the end of a page. Linux gives large pages to programs that ask for them (<c>madvise</c>), which
/// is
/// a hint: nothing depends on what comes of it. Other systems have no such hint.
/// </remarks>
internal static partial class HugePages
{
    private const nint PageSize = 2 << 20;

    private const int HugePageAdvice = 14;

    /// <summary>Asks for large pages wherever they fit into a block of memory, which must not move.</summary>
    /// <param name="address">Where the block starts.</param>
    /// <param name="bytes">Its size.</param>
    public static void Advise(nint address, nint bytes)
    {
        nint first = (address + PageSize - 1) & -PageSize, end = (address + bytes) & -PageSize;
        if (end <= first || !OperatingSystem.IsLinux()) return;
        try
        {
            // If it fails, pages stay as they are.
            _ = MemoryAdvise(first, end - first, HugePageAdvice);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system without the usual C library has no way to be asked.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MemoryAdvise(nint address, nint bytes, int advice);
}

/// <summary>What a buffer does where this library is there.</summary>
public sealed partial class AlignedBuffer
{
    static partial void AskForLargePages(nint address, nint bytes) => HugePages.Advise(address, bytes);
}
