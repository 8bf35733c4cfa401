using System.Text;
using ModelGen.Data;
using ModelGen.Reporting;
using ModelGen.Training;

namespace ModelGen.Tests.Reporting;

/// <summary>Read back by a reader written from the descriptions of the formats, which shares no code with the writer.</summary>
public class TensorBoardTests
{
    private sealed record Value(
        long Step,
        string Tag,
        float? Scalar,
        Dictionary<int, List<object>>? Histogram,
        Dictionary<int, List<object>>? Image,
        string Plugin);

    // CRC-32C with the reversed polynomial 0x82F63B78, bit by bit.
    private static uint Crc(byte[] bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        return crc ^ 0xFFFFFFFF;
    }

    private static uint Masked(byte[] bytes)
    {
        uint crc = Crc(bytes);
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8u;
    }

    private static List<byte[]> Records(string file)
    {
        using BinaryReader reader = new(File.OpenRead(file));
        List<byte[]> records = [];
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            byte[] length = reader.ReadBytes(8);
            Assert.Equal(Masked(length), reader.ReadUInt32());
            byte[] data = reader.ReadBytes((int)BitConverter.ToUInt64(length));
            Assert.Equal(Masked(data), reader.ReadUInt32());
            records.Add(data);
        }

        return records;
    }

    /// <summary>The fields of a message: whole numbers as ulong, 64 and 32 bits as double and float, the rest as bytes.</summary>
    private static Dictionary<int, List<object>> Fields(byte[] message)
    {
        Dictionary<int, List<object>> fields = [];
        using BinaryReader reader = new(new MemoryStream(message));
        while (reader.BaseStream.Position < message.Length)
        {
            ulong tag = (ulong)reader.Read7BitEncodedInt64();
            object value = (tag & 7) switch
            {
                0 => (ulong)reader.Read7BitEncodedInt64(),
                1 => reader.ReadDouble(),
                2 => reader.ReadBytes((int)reader.Read7BitEncodedInt64()),
                5 => reader.ReadSingle(),
                _ => throw new InvalidDataException(),
            };
            if (!fields.TryGetValue((int)(tag >> 3), out List<object>? values))
                fields.Add((int)(tag >> 3), values = []);
            values.Add(value);
        }

        return fields;
    }

    private static List<Value> Values(string folder)
    {
        List<byte[]> records = Records(Assert.Single(Directory.GetFiles(folder, "*tfevents*")));
        Assert.Equal("brain.Event:2", Encoding.UTF8.GetString((byte[])Fields(records[0])[3][0]));
        Assert.InRange((double)Fields(records[0])[1][0], 1.6e9, 1e10);
        return
        [
            .. records
                .Skip(1)
                .Select(record =>
                {
                    Dictionary<int, List<object>> happening = Fields(record),
                        value = Fields((byte[])Fields((byte[])happening[5][0])[1][0]);
                    Dictionary<int, List<object>>? Message(int field) =>
                        value.TryGetValue(field, out List<object>? own) ? Fields((byte[])own[0]) : null;
                    string plugin = Encoding.UTF8.GetString((byte[])Fields((byte[])Message(9)![1][0])[1][0]);
                    return new Value(
                        (long)(ulong)happening[2][0],
                        Encoding.UTF8.GetString((byte[])value[1][0]),
                        value.TryGetValue(2, out List<object>? scalar) ? (float)scalar[0] : null,
                        Message(5),
                        Message(4),
                        plugin);
                }),
        ];
    }

    private static double[] Packed(object bytes) => [.. ((byte[])bytes).Chunk(8).Select(chunk => BitConverter.ToDouble(chunk))];

    [Fact]
    public void The_readers_checksum_is_that_of_the_standard() => Assert.Equal(0xE3069283u, Crc("123456789"u8.ToArray()));

    [Fact]
    public void Scalars_histograms_and_images_read_back()
    {
        using TemporaryFolder folder = new();
        byte[] pixels = [.. Enumerable.Range(0, 12).Select(i => (byte)(20 * i))];
        using (TensorBoardWriter board = new(folder.Root))
        {
            board.Scalar("loss", 0.25f, 7);
            board.Scalar("größe/λ", float.NaN, 1L << 40);
            board.Histogram("weights", [0, 1, 2, 3, 3, 30, float.NaN, float.PositiveInfinity], 3);
            board.Histogram("equal", [2, 2, 2], 3);
            board.Histogram("nothing", [], 3);
            board.Image("picture", new ByteImage(1, 3, 4, pixels), 5);
        }

        List<Value> values = Values(folder.Root);
        Assert.Equal(["loss", "größe/λ", "weights", "equal", "nothing", "picture"], values.Select(value => value.Tag));
        Assert.Equal([7L, 1L << 40, 3, 3, 3, 5], values.Select(value => value.Step));
        Assert.Equal([0.25f, float.NaN, null, null, null, null], values.Select(value => value.Scalar));
        Assert.Equal(["scalars", "scalars", "histograms", "histograms", "histograms", "images"], values.Select(value => value.Plugin));

        Dictionary<int, List<object>> histogram = values[2].Histogram!;
        Assert.Equal([0.0, 30, 6, 39, 923], new[] { 1, 2, 3, 4, 5 }.Select(field => (double)histogram[field][0]));
        double[] limits = Packed(histogram[6][0]), counts = Packed(histogram[7][0]);
        Assert.Equal(Enumerable.Range(1, 30).Select(i => (double)i), limits);
        Assert.Equal([1.0, 1, 1, 2], counts[..4]);
        Assert.Equal((6, 1), (counts.Sum(), counts[29]));
        Assert.Equal(3, Packed(values[3].Histogram![7][0]).Sum());
        Assert.Equal([0.0], Packed(values[4].Histogram![7][0]));

        Dictionary<int, List<object>> image = values[5].Image!;
        Assert.Equal([3ul, 4, 1], new[] { 1, 2, 3 }.Select(field => (ulong)image[field][0]));
        ByteImage read = ByteImage.ReadPng(folder.Write("picture.png", (byte[])image[4][0]));
        Assert.Equal(pixels, read.Pixels);
    }

    [Fact]
    public void The_callback_writes_as_Keras_does()
    {
        using TemporaryFolder folder = new();
        Dataset<int> data = Dataset.FromArrays([1, 0, 0, 1], [0, 1], 2);
        TensorBoard callback = new(folder.File("logs"))
        {
            HistogramFrequency = 2,
            UpdateFrequency = 2,
            More = (board, _, epoch) => board.Scalar("mine", epoch.Epoch * 10, epoch.Epoch),
        };
        new FakeClassifier { Loss = step => step }.Fit(data, new FitOptions<int>
        {
            Epochs = 2,
            BatchSize = 1,
            Validation = data,
            TrainingMetrics = true,
            Callbacks = [callback],
            Progress = null,
        });
        List<Value> training = Values(folder.File("logs/train"));
        Assert.Equal(
            [
                "batch_loss 2 2",
                "batch_learning_rate 2 0.1",
                "epoch_loss 1 1.5",
                "epoch_accuracy 1 1",
                "epoch_learning_rate 1 0.1",
                "mine 1 10",
                "batch_loss 4 4",
                "batch_learning_rate 4 0.1",
                "epoch_loss 2 3.5",
                "epoch_accuracy 2 1",
                "epoch_learning_rate 2 0.1",
                "mine 2 20",
            ],
            training
                .Where(value => value.Scalar is not null)
                .Select(value => FormattableString.Invariant($"{value.Tag} {value.Step} {value.Scalar}")));
        Assert.Equal("weight", Assert.Single(training, value => value.Histogram is not null).Tag);
        Assert.Equal(
            ["epoch_loss", "epoch_accuracy", "epoch_loss", "epoch_accuracy"],
            Values(folder.File("logs/validation")).Select(value => value.Tag));
    }

    [Fact]
    public void Each_writer_has_its_own_file()
    {
        using TemporaryFolder folder = new();
        using (TensorBoardWriter first = new(folder.Root), second = new(folder.Root))
            Assert.NotEqual(first.FilePath, second.FilePath);
        Assert.Equal(2, Directory.GetFiles(folder.Root).Length);
    }
}
