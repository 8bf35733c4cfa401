using System.Diagnostics;
using System.Globalization;
using ModelGen.Data;
using ModelGen.Runtime;
using nietras.SeparatedValues;

namespace ModelGen.Benchmarks;

/// <summary>
/// How fast a CSV file of a million rows is streamed into floats on one thread: by our reader, by the package Sep, and into memory by
/// <see cref="Dataset.RegressionFromCsv"/>. All in one process, in turns; the least time of each counts.
/// </summary>
internal static class CsvSpeed
{
    private const int Columns = 11;

    /// <summary>Prints the table.</summary>
    public static int Table(int rows = 1_000_000, int rounds = 5)
    {
        string path = Path.Combine(Path.GetTempPath(), $"modelgen-csv-{Environment.ProcessId}.csv");
        try
        {
            Write(path, rows);
            double megabytes = new FileInfo(path).Length / 1e6;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{rows:N0} rows of {Columns} numbers, {megabytes:0.0} MB, one thread, the best of {rounds} rounds"));
            (string Name, Func<string, double> Read)[] readers =
            [
                ("SampleStream.RegressionFromCsv", Ours),
                ("Sep, Parse<float> of each column", WithSep),
                ("Dataset.RegressionFromCsv", Whole),
            ];
            double[] best = [.. readers.Select(_ => double.PositiveInfinity)], processor = [.. best];
            long[] memory = new long[readers.Length];
            double[] sums = new double[readers.Length];
            for (int round = 0; round < rounds; round++)
            {
                for (int i = 0; i < readers.Length; i++)
                {
                    long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
                    TimeSpan used = Environment.CpuUsage.TotalTime;
                    sums[i] = readers[i].Read(path);
                    processor[i] = Math.Min(processor[i], (Environment.CpuUsage.TotalTime - used).TotalSeconds);
                    best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(start).TotalSeconds);
                    memory[i] = GC.GetAllocatedBytesForCurrentThread() - before;
                }
            }

            for (int i = 0; i < readers.Length; i++)
            {
                if (sums[i] != sums[0])
                    throw new InvalidOperationException($"{readers[i].Name} reads other numbers: their sum is {sums[i]}, not {sums[0]}.");
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{readers[i].Name,-33} {best[i] * 1000,5:0} ms {megabytes / best[i],5:0} MB/s; ")
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"CPU {processor[i] * 1000,5:0} ms {megabytes / processor[i],5:0} MB/s; {memory[i] / 1e6,5:0.0} MB allocated"));
            }

            return 0;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static double Ours(string path)
    {
        SampleStream<float> stream = SampleStream.RegressionFromCsv(path, count: 1);
        float[] input = new float[stream.InputSize], target = new float[1];
        using SampleReader<float> reader = stream.Open(0);
        double sum = 0;
        while (reader.Read(input, target))
        {
            foreach (float value in input) sum += value;
            sum += target[0];
        }

        return sum;
    }

    private static double WithSep(string path)
    {
        using SepReader reader = Sep.New(',').Reader().FromFile(path);
        double sum = 0;
        foreach (SepReader.Row row in reader)
        {
            for (int column = 0; column < Columns; column++) sum += row[column].Parse<float>();
        }

        return sum;
    }

    private static double Whole(string path)
    {
        Dataset<float> data = Dataset.RegressionFromCsv(path);
        double sum = 0;
        for (int row = 0; row < data.Count; row++)
        {
            foreach (float value in data.Input(row)) sum += value;
            sum += data.Targets[row];
        }

        return sum;
    }

    // Measurements and counts, as tables have them.
    private static void Write(string path, int rows)
    {
        RandomStream random = new(1);
        using StreamWriter text = new(path);
        text.WriteLine(string.Join(',', Enumerable.Range(0, Columns).Select(column => $"c{column}")));
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                if (column > 0) text.Write(',');
                if (column % 3 == 0) text.Write(random.NextInt(100_000).ToString(CultureInfo.InvariantCulture));
                else text.Write((random.NextNormal() * 100).ToString("0.######", CultureInfo.InvariantCulture));
            }

            text.Write('\n');
        }
    }
}
