using System.Globalization;
using System.IO.Compression;

namespace Streaming;

/// <summary>An electrocardiogram: a voltage for each moment.</summary>
/// <param name="Millivolts">The values in their order.</param>
internal sealed record Recording(float[] Millivolts)
{
    /// <summary>Values of a second.</summary>
    public const int Rate = 360;

    /// <summary>How many values later the one comes that is forecast: 11 ms.</summary>
    public const int Ahead = 4;

    // The converter of the recording: its number for 0 mV, and how many make up a millivolt.
    private const float Zero = 1024, PerMillivolt = 200;

    /// <summary>The seconds that it lasts.</summary>
    public double Seconds => (double)Millivolts.Length / Rate;

    /// <summary>Reads the numbers of the converter, one in each line.</summary>
    /// <param name="path">A text file; compressed with gzip if its name ends so.</param>
    /// <exception cref="InvalidDataException">A line is no number, or there are too few.</exception>
    public static Recording Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(stream);
        List<float> values = [];
        while (reader.ReadLine() is { } line)
        {
            if (!float.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) || !float.IsFinite(number))
                throw new InvalidDataException($"{path}, line {values.Count + 1}: '{line}' is no number.");
            values.Add((number - Zero) / PerMillivolt);
        }

        return values.Count >= 60 * Rate
            ? new Recording([.. values])
            : throw new InvalidDataException($"{path} has {values.Count} values; a minute has {60 * Rate}.");
    }
}
