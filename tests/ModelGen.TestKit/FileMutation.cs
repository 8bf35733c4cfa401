namespace ModelGen.TestKit;

/// <summary>Damages a file in one to three places, as transfers, programs and people do.</summary>
public static class FileMutation
{
    private static readonly byte[] OfHeaders = [.. "0123456789{}[],:\"\\ -.eEFIBu"u8];

    /// <summary>A damaged copy.</summary>
    /// <param name="file">The file.</param>
    /// <param name="interesting">How many bytes at its beginning are damaged more often than their share.</param>
    /// <param name="random">Decides how.</param>
    public static byte[] Of(byte[] file, int interesting, Random random)
    {
        List<byte> bytes = [.. file];
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            if (bytes.Count == 0) return [];
            int limit = random.Next(4) > 0 ? Math.Min(interesting, bytes.Count) : bytes.Count, at = random.Next(limit);
            int length = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(9))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = OfHeaders[random.Next(OfHeaders.Length)];
                    break;
                case 3:
                    bytes.Insert(at, OfHeaders[random.Next(OfHeaders.Length)]);
                    break;
                case 4:
                    bytes.RemoveRange(at, length);
                    break;
                case 5:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                case 6:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 7:
                    bytes.AddRange(new byte[length]);
                    break;
                default:
                    // The length of the header.
                    bytes[Math.Min(random.Next(8), bytes.Count - 1)] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. bytes];
    }
}
