using System.Buffers.Binary;
using System.Numerics;
using ModelGen.Data;
using ModelGen.Runtime;

namespace ModelGen.Reporting;

/// <summary>
/// Writes an event file that TensorBoard reads: scalars, histograms and images by tag and step. The file grows record by record, each with
/// checksums, so that after a crash all but the last one can be read.
/// </summary>
/// <remarks>
/// Records: length, masked CRC-32C of it, data, masked CRC-32C of them (tensorflow/core/lib/io/record_writer.h). Data: the message
/// <c>Event</c> (tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto). Not for several threads at once.
/// </remarks>
/// <example><code>using TensorBoardWriter board = new("logs/run1"); board.Scalar("loss", 0.25f, step: 10);   // then: tensorboard --logdir
/// logs</code></example>
public sealed class TensorBoardWriter : IDisposable
{
    private const uint MaskDelta = 0xA282EAD8;
    private const int Buckets = 30; // As many as TensorBoard's own summaries have.
    private static int s_files;

    private readonly FileStream _file;
    private readonly TimeProvider _clock;

    /// <summary>Begins a new file.</summary>
    /// <param name="folder">The folder of the run; made if it is missing.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public TensorBoardWriter(string folder)
        : this(folder, TimeProvider.System)
    {
    }

    internal TensorBoardWriter(string folder, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _clock = clock;
        Directory.CreateDirectory(folder);
        string time = Numbers.Format(clock.GetUtcNow().ToUnixTimeSeconds()),
            number = Numbers.Format(Interlocked.Increment(ref s_files) - 1);
        FilePath = Path.Combine(folder, $"events.out.tfevents.{time}.{Environment.MachineName}.{Environment.ProcessId}.{number}");
        _file = new FileStream(FilePath, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Write(Event().Text(3, "brain.Event:2"));
        Flush();
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>Writes a number.</summary>
    /// <param name="tag">What it is; a slash makes a group: <c>layer1/norm</c>.</param>
    /// <param name="value">The number.</param>
    /// <param name="step">When it was so.</param>
    public void Scalar(string tag, float value, long step) => Write(tag, step, "scalars", summary => summary.Single(2, value));

    /// <summary>Writes how often numbers occur: 30 equal parts from the smallest to the largest. NaN and infinities are left out.</summary>
    /// <param name="tag">What they are.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="step">When they were so.</param>
    public void Histogram(string tag, ReadOnlySpan<float> values, long step)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity, sum = 0, squares = 0;
        long count = 0;
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                continue;
            least = Math.Min(least, value);
            most = Math.Max(most, value);
            sum += value;
            squares += (double)value * value;
            count++;
        }

        double[] limits = new double[count == 0 ? 1 : Buckets], counts = new double[limits.Length];
        double width = count == 0 ? 0 : (most - least) / Buckets;
        for (int i = 0; i < limits.Length; i++)
            limits[i] = count == 0 ? 0 : i == Buckets - 1 ? most : least + (width * (i + 1));
        foreach (float value in values)
        {
            if (float.IsFinite(value))
                counts[width == 0 ? limits.Length - 1 : Math.Min((int)((value - least) / width), Buckets - 1)]++;
        }

        ProtoMessage histogram = new ProtoMessage().Double(1, count == 0 ? 0 : least).Double(2, count == 0 ? 0 : most)
            .Double(3, count).Double(4, sum).Double(5, squares).Doubles(6, limits).Doubles(7, counts);
        Write(tag, step, "histograms", summary => summary.Message(5, histogram));
    }

    /// <summary>Writes a picture.</summary>
    /// <param name="tag">What it shows.</param>
    /// <param name="image">The picture, with 1 to 4 channels.</param>
    /// <param name="step">When it was so.</param>
    public void Image(string tag, ByteImage image, long step)
    {
        ArgumentNullException.ThrowIfNull(image);
        ProtoMessage message = new ProtoMessage()
            .Integer(1, image.Height)
            .Integer(2, image.Width)
            .Integer(3, image.Channels)
            .Content(4, image.ToPng());
        Write(tag, step, "images", summary => summary.Message(4, message));
    }

    /// <summary>Hands what was written to the system.</summary>
    public void Flush() => _file.Flush();

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private ProtoMessage Event() => new ProtoMessage().Double(1, (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);

    private void Write(string tag, long step, string plugin, Func<ProtoMessage, ProtoMessage> value)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        ProtoMessage metadata = new ProtoMessage().Message(1, new ProtoMessage().Text(1, plugin));
        ProtoMessage summary = value(new ProtoMessage().Text(1, tag)).Message(9, metadata);
        Write(Event().Integer(2, step).Message(5, new ProtoMessage().Message(1, summary)));
    }

    private void Write(ProtoMessage message)
    {
        ReadOnlySpan<byte> data = message.Bytes;
        Span<byte> length = stackalloc byte[sizeof(ulong)], checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)data.Length);
        _file.Write(length);
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, MaskedCrc(length));
        _file.Write(checksum);
        _file.Write(data);
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, MaskedCrc(data));
        _file.Write(checksum);
    }

    private static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }
}
