namespace ModelGen.Data;

/// <summary>
/// Samples that are read one after the other and need not fit in memory: from files, a database, a generator. Derive from it, or use
/// <see cref="SampleStream.From"/>.
/// </summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
public abstract class SampleStream<TTarget>
    where TTarget : unmanaged
{
    /// <summary>A stream of samples.</summary>
    /// <param name="inputSize">How many floats one sample has; at least 1.</param>
    /// <param name="targetSize">How many targets one sample has; at least 1.</param>
    /// <param name="count">How many samples an epoch has; at least 1. A stream may have more of them, even without end.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    protected SampleStream(int inputSize, int targetSize, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (InputSize, TargetSize, Count) = (inputSize, targetSize, count);
    }

    /// <summary>How many floats one sample has.</summary>
    public int InputSize { get; }

    /// <summary>How many targets one sample has.</summary>
    public int TargetSize { get; }

    /// <summary>How many samples an epoch has.</summary>
    public int Count { get; }

    /// <summary>Begins to read.</summary>
    /// <param name="epoch">The number of the epoch, from 0.</param>
    /// <returns>A reader at the first sample.</returns>
    public abstract SampleReader<TTarget> Open(int epoch);
}

/// <summary>Reads samples; one thread at a time uses it, not always the one that opened it.</summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
public abstract class SampleReader<TTarget> : IDisposable
    where TTarget : unmanaged
{
    /// <summary>Reads the next sample.</summary>
    /// <param name="input">Receives the input.</param>
    /// <param name="targets">Receives the targets.</param>
    /// <returns>False if there is none.</returns>
    public abstract bool Read(Span<float> input, Span<TTarget> targets);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what was opened.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>Makes streams of samples.</summary>
public static partial class SampleStream
{
    /// <summary>A stream from a function that enumerates samples.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="inputSize">How many floats one sample has; at least 1.</param>
    /// <param name="targetSize">How many targets one sample has; at least 1.</param>
    /// <param name="count">How many samples an epoch has; at least 1.</param>
    /// <param name="samples">Is given the number of the epoch, from 0, and gives its samples. Arrays may be used again: they are
    /// copied.</param>
    /// <returns>The stream.</returns>
    /// <example><code>SampleStream.From(10, 1, 1_000_000, epoch =&gt; File.ReadLines("large.txt").Select(ParseLine))</code></example>
    public static SampleStream<TTarget> From<TTarget>(
        int inputSize, int targetSize, int count, Func<int, IEnumerable<(float[] Input, TTarget[] Targets)>> samples)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(samples);
        return new EnumeratedStream<TTarget>(inputSize, targetSize, count, samples);
    }

    private sealed class EnumeratedStream<TTarget>(
        int inputSize, int targetSize, int count, Func<int, IEnumerable<(float[] Input, TTarget[] Targets)>> samples)
        : SampleStream<TTarget>(inputSize, targetSize, count)
        where TTarget : unmanaged
    {
        public override SampleReader<TTarget> Open(int epoch) => new Reader(samples(epoch).GetEnumerator());

        private sealed class Reader(IEnumerator<(float[] Input, TTarget[] Targets)> samples) : SampleReader<TTarget>
        {
            private long _position;

            public override bool Read(Span<float> input, Span<TTarget> targets)
            {
                if (!samples.MoveNext())
                    return false;
                (float[] values, TTarget[] own) = samples.Current;
                if (values.Length != input.Length || own.Length != targets.Length)
                {
                    throw new InvalidDataException(
                        $"Sample {_position} of the stream has {values.Length} inputs and {own.Length} targets; "
                        + $"{input.Length} and {targets.Length} are needed.");
                }

                values.CopyTo(input);
                own.CopyTo(targets);
                _position++;
                return true;
            }

            protected override void Dispose(bool disposing) => samples.Dispose();
        }
    }
}
