using System.Runtime.InteropServices;
using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>
/// Batches of a stream. Samples are shuffled within a window, as <c>tf.data</c>'s <c>shuffle</c> does: the window is filled, and each
/// sample handed out is a random one of it, whose place the next one of the stream takes. Memory for the window and one batch is all it
/// needs.
/// </summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
public sealed class StreamLoader<TTarget> : BatchSource<TTarget>
    where TTarget : unmanaged
{
    private readonly SampleStream<TTarget> _stream;
    private readonly RandomStream _random;
    private readonly int _window;
    private readonly float[] _windowInputs, _inputs;
    private readonly TTarget[] _windowTargets, _targets;
    private SampleReader<TTarget>? _reader;
    private int _read, _inWindow;

    /// <summary>Prepares the batches of a stream.</summary>
    /// <param name="stream">The samples.</param>
    /// <param name="batchSize">How many samples a batch has; the last one of an epoch has the rest.</param>
    /// <param name="seed">The same seed gives the same orders on every machine.</param>
    /// <param name="shuffleWindow">How many samples the window has; at least 1, which keeps the order of the stream.</param>
    /// <param name="dropLast">Whether to leave out the samples at the end of an epoch that do not fill a batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    public StreamLoader(SampleStream<TTarget> stream, int batchSize, int seed = 0, int shuffleWindow = 1, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shuffleWindow, 1);
        _stream = stream;
        BatchSize = batchSize;
        BatchCount = (int)(((long)stream.Count + (dropLast ? 0 : batchSize - 1)) / batchSize);
        _random = new RandomStream(seed, RandomStreams.Shuffle);
        _window = Math.Min(shuffleWindow, stream.Count);
        int rows = Math.Min(batchSize, stream.Count);
        _windowInputs = new float[checked(_window * stream.InputSize)];
        _windowTargets = new TTarget[checked(_window * stream.TargetSize)];
        _inputs = new float[checked(rows * stream.InputSize)];
        _targets = new TTarget[checked(rows * stream.TargetSize)];
    }

    /// <inheritdoc/>
    public override int BatchSize { get; }

    /// <inheritdoc/>
    public override int BatchCount { get; }

    /// <inheritdoc/>
    public override int InputSize => _stream.InputSize;

    /// <inheritdoc/>
    public override int TargetSize => _stream.TargetSize;

    /// <inheritdoc cref="BatchLoader{TTarget}.Part"/>
    /// <remarks>The whole stream is read by each of them: only so does the window hold what it does in one process.</remarks>
    internal Func<int, (int First, int Count)>? Part { get; init; }

    internal override void Begin(int epoch)
    {
        End();
        _reader = _stream.Open(epoch);
        _random.Restart(RandomStreams.Shuffle + (uint)epoch);
        _read = _inWindow = 0;
    }

    internal override Batch<TTarget> Load(int index)
    {
        int count = (int)Math.Min(BatchSize, _stream.Count - ((long)index * BatchSize));
        for (int row = 0; row < count; row++)
        {
            while (_inWindow < _window && _read < _stream.Count)
                Read(_inWindow++);
            int chosen = _window == 1 ? 0 : _random.NextInt(_inWindow);
            InputOf(chosen).CopyTo(_inputs.AsSpan(row * InputSize));
            TargetsOf(chosen).CopyTo(_targets.AsSpan(row * TargetSize));

            // The last of the window fills the place, until the next one of the stream comes.
            _inWindow--;
            InputOf(_inWindow).CopyTo(InputOf(chosen));
            TargetsOf(_inWindow).CopyTo(TargetsOf(chosen));
        }

        (int first, int own) = Part?.Invoke(count) ?? (0, count);
        return new Batch<TTarget>(
            index,
            own,
            _inputs.AsSpan(first * InputSize, own * InputSize),
            _targets.AsSpan(first * TargetSize, own * TargetSize))
        { First = first, Total = count };
    }

    internal override void End()
    {
        _reader?.Dispose();
        _reader = null;
    }

    private Span<float> InputOf(int place) => _windowInputs.AsSpan(place * InputSize, InputSize);

    private Span<TTarget> TargetsOf(int place) => _windowTargets.AsSpan(place * TargetSize, TargetSize);

    private void Read(int place)
    {
        Span<float> input = InputOf(place);
        Span<TTarget> targets = TargetsOf(place);
        if (_reader is null || !_reader.Read(input, targets))
            throw new InvalidDataException($"The stream ended after {_read} samples; an epoch has {_stream.Count}.");
        int wrong = FiniteCheck.IndexOfNonFinite(input);
        if (wrong >= 0)
        {
            throw new InvalidDataException(
                $"Input {wrong} of sample {_read} of the stream is {Numbers.Format(input[wrong], "R")}; finite numbers are needed.");
        }

        if (
            typeof(TTarget) == typeof(float)
            && FiniteCheck.IndexOfNonFinite(MemoryMarshal.Cast<TTarget, float>(targets)) is int bad and >= 0)
            throw new InvalidDataException($"Target {bad} of sample {_read} of the stream is {targets[bad]}; finite numbers are needed.");
        _read++;
    }
}
