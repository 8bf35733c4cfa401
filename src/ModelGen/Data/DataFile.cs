namespace ModelGen.Data;

/// <summary>Opens files of data, compressed with gzip or not: the first two bytes tell, not the name.</summary>
internal static class DataFile
{
    public static Stream OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; a file is needed.");
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}'.", path);
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            bool compressed = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
            stream.Position = 0;
            return compressed ? new GZipMembers(stream) : stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
