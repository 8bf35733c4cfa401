using System.IO.Compression;
using ModelGen.Keras;

namespace ModelGen.Tool;

internal static partial class WeightsReader
{
    private static readonly byte[] Hdf5 = [0x89, (byte)'H', (byte)'D', (byte)'F'];

    static partial void ReadKeras(string path, ref ModelWeights? weights)
    {
        if (File.Exists(path) && IsOfKeras(path)) weights = KerasWeights.Read(path);
    }

    private static bool IsOfKeras(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[Hdf5.Length];
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (start[..length].SequenceEqual(Hdf5)) return true;
        if (length < 4 || !start.SequenceEqual("PK\x03\x04"u8)) return false;
        file.Position = 0;
        try
        {
            using ZipArchive archive = new(file, ZipArchiveMode.Read);
            return archive.GetEntry("model.weights.h5") is not null;
        }
        catch (InvalidDataException)
        {
            // Who reads archives of other kinds says what is wrong with it.
            return false;
        }
    }
}
