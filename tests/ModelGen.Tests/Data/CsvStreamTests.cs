using System.Globalization;
using System.IO.Compression;
using System.Text;
using ModelGen.Data;
using ModelGen.Runtime;
using ModelGen.TestKit;

namespace ModelGen.Tests.Data;

/// <summary>Streams of CSV files give what <see cref="Dataset.FromCsv"/> gives, in bounded memory.</summary>
public sealed class CsvStreamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static (List<float> Inputs, List<TTarget> Targets) ReadAll<TTarget>(SampleStream<TTarget> stream)
        where TTarget : unmanaged
    {
        List<float> inputs = [];
        List<TTarget> targets = [];
        float[] input = new float[stream.InputSize];
        TTarget[] target = new TTarget[stream.TargetSize];
        using SampleReader<TTarget> reader = stream.Open(0);
        while (reader.Read(input, target))
        {
            inputs.AddRange(input);
            targets.AddRange(target);
        }

        return (inputs, targets);
    }

    private void AssertSame(byte[] file, CsvOptions? options = null)
    {
        string path = _folder.Write("data.csv", file);
        Dataset<float> whole = Dataset.RegressionFromCsv(path, options);
        SampleStream<float> stream = SampleStream.RegressionFromCsv(path, options);
        Assert.Equal(whole.Count, stream.Count);
        (List<float> inputs, List<float> targets) = ReadAll(stream);
        Assert.Equal(whole.Inputs.ToArray(), inputs);
        Assert.Equal(whole.Targets.ToArray(), targets);
    }

    [Theory]
    [InlineData("a,b,y\n1,2,3\n4,5,6\n")]
    [InlineData("a,b,y\r\n1,2,3\r\n4,5,6")]
    [InlineData("a,b,y\r1,2,3\r4,5,6\r")]
    [InlineData("1,2,3\n\n  \n4,5,6\n\n")]
    [InlineData("1.5,-2.25,+3e2\n.5,5.,-0\n1e-5,1E+3,0.1\n")]
    [InlineData("1, 2 ,3\n 4,\t5, 6 \n")]
    [InlineData("1,2,3,\n4,5,6,\n")]
    [InlineData("\"a\n1\",\"b \"\"c\"\"\",y\n\"1\",2,3\n4, \"5\" ,6\n")]
    [InlineData("1,\"2\",3\r\n4,5,\"6\"\r\n")]
    [InlineData("123456789012345678901234567890,0.000000000000000000000000000000000000001,1e-45\n16777217,33554435,1.00000006\n")]
    [InlineData("−1,2,3\n4,5,−6\n")]
    public void The_numbers_of_the_whole_file(string text) => AssertSame(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_byte_order_mark_and_gzip_do_not_matter()
    {
        byte[] text = Encoding.UTF8.GetBytes("1,2,3\n4,5,6\n");
        AssertSame([.. Encoding.UTF8.Preamble, .. text]);
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
            gzip.Write(text);
        AssertSame(packed.ToArray());
    }

    [Fact]
    public void Columns_are_chosen_by_name_and_scaled()
    {
        byte[] text = Encoding.UTF8.GetBytes("id;y;a;b\nx;1;2;4\ny;5;6;8\n");
        AssertSame(text, new CsvOptions { Separator = ';', TargetColumns = ["y"], IgnoredColumns = ["id"], Scale = 0.5f });
        AssertSame(text, new CsvOptions { Separator = ';', TargetColumns = ["b", "y"], IgnoredColumns = ["id"] });
    }

    /// <summary>Records of all lengths, so that they end at every place of the buffer; quotes and line breaks among them.</summary>
    [Fact]
    public void Records_may_end_anywhere_in_the_buffer()
    {
        RandomStream random = new(TestSeed.Value);
        StringBuilder text = new();
        while (text.Length < 900_000)
        {
            string padding = new(' ', random.NextInt(300));
            bool quoted = random.NextInt(20) == 0;
            string first = Number(random);
            text.Append(quoted ? $"\"{first}\"" : first).Append(',').Append(padding).Append(Number(random)).Append(',')
                .Append(Number(random)).Append(random.NextInt(2) == 0 ? "\r\n" : "\n");
        }

        text.Append("1,\"").Append('0', 400_000).Append("7\",3\n1,2,3");
        AssertSame(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string Number(RandomStream random)
    {
        float value = BitConverter.UInt32BitsToSingle(random.NextUInt());
        if (!float.IsFinite(value)) value = random.NextNormal();
        return random.NextInt(3) switch
        {
            0 => value.ToString("R", CultureInfo.InvariantCulture),
            1 => random.NextNormal().ToString("F" + random.NextInt(12), CultureInfo.InvariantCulture),
            _ => random.NextInt(1 << 30).ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Between two neighbouring floats, and a little above and below: there a rounding too many shows.</summary>
    [Fact]
    public void Numbers_are_rounded_once()
    {
        RandomStream random = new(TestSeed.Value);
        int plain = 0;
        for (int i = 0; i < TestTier.Count(20_000, 2_000_000); i++)
        {
            float low = BitConverter.UInt32BitsToSingle((0x30000000 + (random.NextUInt() % 0x20000000)) & 0x7FFFFFFF);
            double middle = ((double)low + MathF.BitIncrement(low)) / 2;
            string text = random.NextInt(3) switch
            {
                0 => middle.ToString("R", CultureInfo.InvariantCulture),
                1 => Math.BitIncrement(middle).ToString("R", CultureInfo.InvariantCulture),
                _ => low.ToString("R", CultureInfo.InvariantCulture),
            };
            int position = 0;
            if (!Utf8Float.TryRead(Encoding.ASCII.GetBytes(text + "\n"), ref position, out float value)) continue;
            plain++;
            Assert.Equal(text.Length, position);
            Assert.Equal(float.Parse(text, CultureInfo.InvariantCulture), value);
        }

        Assert.True(plain > 100, $"{plain} were read at once");
    }

    [Fact]
    public void Labels_are_numbers_or_given_names()
    {
        string numbers = _folder.Write("numbers.csv", "1,2,0\n3,4,2.0\n5,6,\"1\"\n");
        Assert.Equal([0, 2, 1], ReadAll(SampleStream.FromCsv(numbers)).Targets);
        string names = _folder.Write("names.csv", "a,b,kind\n1,2,cat\n3,4, dog \n5,6,\"größe, λ\"\n");
        CsvOptions options = new() { LabelColumn = "kind", ClassNames = ["dog", "größe, λ", "cat"] };
        Assert.Equal([2, 0, 1], ReadAll(SampleStream.FromCsv(names, options)).Targets);
        Assert.Equal(
            Dataset.FromCsv(names, options).Targets.ToArray(), ReadAll(SampleStream.FromCsv(names, options)).Targets);
    }

    [Theory]
    [InlineData("a,b,y\n1,2,3\n4,x,6\n", "line 3, column 2 (b): 'x' is not a number.")]
    [InlineData("1,2,3\n\n4,,6\n", "line 3, column 2: a number is missing.")]
    [InlineData("1,2,3\n4,NA,6\n", "line 2, column 2: a number is missing: 'NA' stands in its place.")]
    [InlineData("1,2,3\n4,5\n", "line 2: there are 2 fields; 3 are needed as in the first line.")]
    [InlineData("1,2,3\n4,5,6,7\n", "line 2: there are 4 fields; 3 are needed as in the first line.")]
    [InlineData("1,2,3\n\"4\n\n\",5,6\n7,8,y\n", "line 5, column 3: 'y' is not a number.")]
    [InlineData("1,2,3\n4,5,inf\n", "line 2, column 3: 'inf' is not a finite float.")]
    [InlineData("1,2,3\n4,5,1e39\n", "line 2, column 3: '1e39' is not a finite float.")]
    [InlineData("1,2,3\n4,\"5,6\n7,8,9\n", "line 2, column 2: the quote is never closed.")]
    [InlineData("1,2,3\n4,\"5\"x,6\n", "line 2, column 2: 'x' follows the closing quote where a separator is needed.")]
    [InlineData("1,2,3\r4,5,6\r7,8,z", "line 3, column 3: 'z' is not a number.")]
    public void What_cannot_be_read_is_named_with_line_and_column(string text, string message)
    {
        string path = _folder.Write("wrong.csv", text);
        SampleStream<float> stream = SampleStream.RegressionFromCsv(path);
        Assert.Equal($"'{path}', {message}", Assert.Throws<InvalidDataException>(() => ReadAll(stream)).Message);
    }

    [Fact]
    public void Wrong_labels_and_files_are_refused()
    {
        string path = _folder.Write("labels.csv", "1,2,cat\n3,4,dog\n");
        Assert.Contains("line 1, column 3: 'cat' is no label", Says(() => ReadAll(SampleStream.FromCsv(path))), StringComparison.Ordinal);
        Assert.Contains(
            "line 2, column 3: 'dog' is none of the class names cat",
            Says(() => ReadAll(SampleStream.FromCsv(path, new CsvOptions { ClassNames = ["cat"] }))),
            StringComparison.Ordinal);
        byte[] wide = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("1,2\n")];
        Assert.Contains(
            "UTF-16",
            Says(() => SampleStream.FromCsv(_folder.Write("wide.csv", wide))),
            StringComparison.Ordinal);
        string head = _folder.Write("head.csv", "a,b,c\n");
        Assert.Contains("holds no samples", Says(() => SampleStream.FromCsv(head)), StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => SampleStream.FromCsv(_folder.File("none.csv")));

        static string Says(Action action) => Assert.Throws<InvalidDataException>(action).Message;
    }

    /// <summary>Hundreds of megabytes would be allocated if anything were kept.</summary>
    [Fact]
    public void Reading_allocates_nothing_for_a_record()
    {
        string path = _folder.Write("many.csv", string.Concat(Enumerable.Repeat("1.25,-3.5e2,17,0.000123,5\n", 100_000)));
        SampleStream<float> stream = SampleStream.RegressionFromCsv(path);
        Assert.Equal(100_000, stream.Count);
        float[] input = new float[4], target = new float[1];
        using SampleReader<float> reader = stream.Open(0);
        Assert.True(reader.Read(input, target));
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.Read(input, target))
        {
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }
}
