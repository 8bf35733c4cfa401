namespace ModelGen.Serialization;

/// <summary>
/// Writes a file beside the one wanted and renames it at the end, so that the old content or the new one is there at any
/// time, never half of it.
/// </summary>
internal static class AtomicFile
{
    public static void Write(string path, Action<Stream> write)
    {
        string target = FollowLink(Path.GetFullPath(path));
        string folder = Path.GetDirectoryName(target) ?? target;
        CheckTarget(path, target, folder);

        string temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception problem)
        {
            DeleteQuietly(temporary);
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
