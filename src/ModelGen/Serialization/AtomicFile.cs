using System.Collections.Concurrent;

namespace ModelGen.Serialization;

/// <summary>
/// Writes a file beside the one wanted and renames it at the end, so that the old content or the new one is there at any
/// time, never half of it.
/// </summary>
/// <remarks>
/// A process that is killed while it writes leaves its unfinished file behind. The next process that saves into the folder deletes it: a
/// writer locks its file until it has been renamed, so that one without a lock belongs to nobody.
/// </remarks>
internal static class AtomicFile
{
    private const string Prefix = ".modelgen-", Suffix = ".tmp";

    /// <summary>Who cleans up can come between the file and its lock.</summary>
    private const int Attempts = 10;

    // A file that is open cannot be renamed on Windows unless deleting is shared; elsewhere sharing means no lock at all.
    private static readonly FileShare OthersMay = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    private static readonly ConcurrentDictionary<string, bool> CleanedFolders = new(StringComparer.Ordinal);

    public static void Write(string path, Action<Stream> write)
    {
        string target = FollowLink(Path.GetFullPath(path));
        string folder = Path.GetDirectoryName(target) ?? target;
        CheckTarget(path, target, folder);

        // Once in the life of a process: what it does not finish itself, it deletes.
        if (CleanedFolders.TryAdd(folder, true)) DeleteLeftovers(folder);

        string? temporary = null;
        try
        {
            using FileStream stream = Create(folder);
            temporary = stream.Name;
            write(stream);
            stream.Flush(flushToDisk: true);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception problem)
        {
            if (temporary is not null) DeleteQuietly(temporary);
            throw problem switch
            {
                UnauthorizedAccessException => new UnauthorizedAccessException(
                    $"Cannot save to '{path}': the folder '{folder}' or the file may not be written. {problem.Message}", problem),
                IOException => new IOException($"Cannot save to '{path}': {problem.Message}", problem),

                // What .NET makes of a file that may not become larger, by a limit of the process or of the file system (EFBIG).
                ArgumentOutOfRangeException => new IOException(
                    $"Cannot save to '{path}': a file may not become so large here.", problem),
                _ => problem,
            };
        }
    }

    // Otherwise the rename would replace the link, and the file it points to would stay as it was.
    private static string FollowLink(string path)
    {
        FileInfo file = new(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    private static void CheckTarget(string path, string target, string folder)
    {
        if (Directory.Exists(target))
            throw new IOException($"Cannot save to '{path}': it is a folder; the name of a file is needed.");
        if (File.Exists(folder))
            throw new IOException($"Cannot save to '{path}': '{folder}' is a file, not a folder.");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"Cannot save to '{path}': the folder '{folder}' does not exist.");

        // A rename would replace a read-only file on Unix; its owner surely did not mean that.
        if (File.Exists(target) && File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly))
            throw new UnauthorizedAccessException($"Cannot save to '{path}': the file is read-only.");
    }

    private static FileStream Create(string folder)
    {
        for (int attempt = 1; ; attempt++)
        {
            string path = Path.Combine(folder, $"{Prefix}{Guid.NewGuid():N}{Suffix}");
            try
            {
                FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write, OthersMay);

                // Files are deleted by who has their lock: one that is here now stays.
                if (File.Exists(path) || attempt == Attempts) return stream;
                stream.Dispose();
            }
            catch (IOException) when (attempt < Attempts)
            {
                DeleteQuietly(path);
            }
        }
    }

    /// <summary>Deletes the unfinished files of processes that were killed; those that are being written stay.</summary>
    /// <param name="folder">Where they are.</param>
    internal static void DeleteLeftovers(string folder)
    {
        try
        {
            foreach (string path in Directory.GetFiles(folder, Prefix + "*" + Suffix)) DeleteIfLeft(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be listed: saving goes on, and says what is wrong with it, if anything is.
        }
    }

    /// <summary>Deletes a file that nobody has locked, while its own lock keeps writers away.</summary>
    private static void DeleteIfLeft(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // It is being written, or gone.
        }
    }

    private static void DeleteQuietly(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The first problem is the one to report.
        }
    }
}
