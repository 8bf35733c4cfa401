using System.Diagnostics;
using ModelGen.Runtime;

namespace ModelGen.Mpi;

/// <summary>The training steps of a model that several processes compute together.</summary>
internal sealed class ParallelSteps<TTarget> : IDisposable
    where TTarget : unmanaged
{
    private readonly DataParallel _parallel;
    private readonly ITrainable<TTarget> _model;
    private readonly IPartialSteps _steps;
    private readonly StepShare _share;
    private readonly int[] _sums; // the sizes of sums over samples that all ranks add up within a step
    private readonly int[] _counts; // where in the buffers numbers of batches stand
    private readonly FixedTree? _tree;
    private readonly GradientSender? _sender;
    private double[] _numbers = [];
    private (TimeSpan Sending, TimeSpan Waiting) _times;
    private float[] _sum = [];

    /// <exception cref="ArgumentException">The model cannot compute parts of steps.</exception>
    public ParallelSteps(DataParallel parallel, ITrainable<TTarget> model)
    {
        (_parallel, _model) = (parallel, model);
        _steps = model as IPartialSteps ?? throw new ArgumentException(
            $"{model.GetType().Name} cannot compute a part of a training step: the project that declares it does not reference the package "
                + "ModelGen.Mpi. Add it there.",
            nameof(model));
        _share = new StepShare(_steps.LossCount);
        _counts = CountsOf(model.Parameters);
        _sums = parallel.SyncBatchNorm ? _steps.SharedSums() : [];
        if (_sums.Length > 0 && parallel.World.Size > 1) _share.Statistics = values => World.Sum(values);
        if (parallel.Reproducible) _tree = new FixedTree(parallel);
        else if (Overlaps()) _sender = new GradientSender(parallel.World, _steps, parallel.BucketBytes / sizeof(float));
    }

    private Communicator World => _parallel.World;

    // A thread that sends needs a core, or takes one from those that compute.
    private bool Overlaps() => World.Size > 1 && _sums.Length == 0
        && (_parallel.Overlap
            ?? (_steps.Gradients.Length > _parallel.BucketBytes / sizeof(float)
                && Environment.ProcessorCount > World.LocalSize * _model.Threads));

    /// <summary>How long gradients have been under way, and how much of it steps had to wait for.</summary>
    public (TimeSpan Sending, TimeSpan Waiting) Times => _sender is null ? _times : (_sender.Sending, _sender.Waiting);

    /// <summary>Ends the thread that sends.</summary>
    public void Dispose() => _sender?.Dispose();

    /// <summary>One step.</summary>
    /// <param name="input">This process's part.</param>
    /// <param name="targets">This process's part.</param>
    /// <param name="weights">This process's part, or empty.</param>
    /// <param name="first">Which sample of the whole batch its first one is.</param>
    /// <param name="total">The samples of the whole batch.</param>
    /// <param name="losses">Receives the mean of each of several losses; empty if they are not wanted.</param>
    public float Step(
        ReadOnlySpan<float> input,
        ReadOnlySpan<TTarget> targets,
        ReadOnlySpan<float> weights,
        int first,
        int total,
        Span<float> losses)
    {
        if (total == 0)
            throw new ArgumentException("There are no samples on any rank; a step needs at least one.", nameof(input));
        _steps.Share = _share;
        _share.Total = total;
        _share.Listener = _sender;
        try
        {
            Parts parts = new(this, input, targets, weights, first, total, losses);
            if (_tree is not null) StepInGroups(parts, _tree);
            else StepAtOnce(parts);
            return _steps.Finish(losses);
        }
        finally
        {
            _steps.Share = null;
        }
    }

    private void StepAtOnce(Parts parts)
    {
        int losses = _steps.LossCount;
        _share.Divisors.Fill(parts.Total);
        if (_steps.WeighsLabels)
        {
            Span<double> weights = new double[losses];
            if (parts.Count > 0) parts.Weigh(0, parts.Count).CopyTo(weights);
            World.Sum(weights);
            weights.CopyTo(_share.Divisors);
        }

        if (parts.Count == 0)
            _steps.Gradients.Clear();
        _sender?.Begin();
        if (parts.Count > 0)
            parts.Learn(0, parts.Count);
        else
            Attend();
        long computed = Stopwatch.GetTimestamp();
        if (_sender is null) World.Sum(_steps.Gradients);
        else _sender.Finish();
        TimeSpan waited = Stopwatch.GetElapsedTime(computed);
        _times = (_times.Sending + waited, _times.Waiting + waited);

        // What is told of the batch, and the running statistics, are few numbers: one message.
        Span<float> buffers = _steps.Buffers;
        Span<double> numbers = Room(ref _numbers, losses + buffers.Length);
        _share.Sums.CopyTo(numbers);
        double part = (double)parts.Count / parts.Total;
        for (int i = 0; i < buffers.Length; i++)
            numbers[losses + i] = parts.Count > 0 ? buffers[i] * part : 0;
        World.Sum(numbers);
        numbers[..losses].CopyTo(_share.Sums);
        for (int i = 0; i < buffers.Length; i++)
            buffers[i] = (float)numbers[losses + i];
        RoundCounts(buffers);
    }

    /// <summary>A rank without samples adds zeros to what the others add up.</summary>
    private void Attend()
    {
        _share.Sums.Clear();
        foreach (int length in _sums)
            World.Sum(new float[length]);
    }

    private void StepInGroups(Parts parts, FixedTree tree)
    {
        int size = _parallel.GroupSize, losses = _steps.LossCount, groups = _parallel.GroupCount(parts.Total);
        int begin = parts.First / size, own = (parts.Count + size - 1) / size;
        if (parts.Count > 0 && (parts.First % size != 0 || (parts.Count % size != 0 && parts.First + parts.Count != parts.Total)))
        {
            throw new ArgumentException(
                $"A reproducible step is made of groups of {size} samples; this rank has the samples from {parts.First} to "
                    + $"{parts.First + parts.Count - 1} of {parts.Total}. Take those that PartOf gives.",
                "input");
        }

        _share.Divisors.Fill(parts.Total);
        double[] told = new double[checked(groups * losses)];
        if (_steps.WeighsLabels)
        {
            for (int group = 0; group < own; group++)
                parts.Weigh(group * size, SizeOf(group, size, parts.Count)).CopyTo(told.AsSpan((begin + group) * losses));
            World.Sum(told);
            InOrder(told, _share.Divisors);
            told.AsSpan().Clear();
        }

        int gradients = _steps.Gradients.Length, length = gradients + _steps.Buffers.Length;
        tree.Begin(length);
        for (int group = 0; group < own; group++)
        {
            int count = SizeOf(group, size, parts.Count);
            parts.Learn(group * size, count);
            _share.Sums.CopyTo(told.AsSpan((begin + group) * losses));
            Span<float> leaf = tree.Leaf();
            _steps.Gradients.CopyTo(leaf);
            Vectors.Scale(_steps.Buffers, (float)count / parts.Total, leaf[gradients..]);
            tree.Add(begin + group);
        }

        Span<float> sums = Room(ref _sum, length);
        tree.Finish(parts.Total, sums);
        sums[..gradients].CopyTo(_steps.Gradients);
        sums[gradients..].CopyTo(_steps.Buffers);
        RoundCounts(_steps.Buffers);
        World.Sum(told);
        InOrder(told, _share.Sums);

        static int SizeOf(int group, int size, int count) => Math.Min(size, count - (group * size));
    }

    /// <summary>Adds up what groups have told, in their order. Each number is one rank's; the others have added zeros.</summary>
    private static void InOrder(ReadOnlySpan<double> told, Span<double> sums)
    {
        sums.Clear();
        for (int i = 0; i < told.Length; i++)
            sums[i % sums.Length] += told[i];
    }

    // A mean of equal numbers may have been rounded.
    private void RoundCounts(Span<float> buffers)
    {
        foreach (int place in _counts)
            buffers[place] = MathF.Round(buffers[place]);
    }

    private static int[] CountsOf(ParameterSet parameters)
    {
        Parameter[] buffers = [.. parameters.Where(parameter => !parameter.Trainable)];
        if (buffers.Length == 0)
            return [];
        int start = buffers.Min(buffer => buffer.Descriptor.Offset);
        return [.. buffers.Where(buffer => buffer.Descriptor.IsCount).Select(buffer => buffer.Descriptor.Offset - start)];
    }

    private static Span<T> Room<T>(ref T[] array, int length)
    {
        if (array.Length < length) array = new T[length];
        return array.AsSpan(0, length);
    }

    private float TrainStep(
        ReadOnlySpan<float> input, ReadOnlySpan<TTarget> targets, ReadOnlySpan<float> weights, Span<float> losses)
    {
        return _model is IMultiLossTrainable<TTarget> several ? several.TrainStep(input, targets, weights, losses)
            : weights.IsEmpty ? _model.TrainStep(input, targets)
            : ((IWeightedTrainable<TTarget>)_model).TrainStep(input, targets, weights);
    }

    /// <summary>This process's part of a batch.</summary>
    private readonly ref struct Parts(
        ParallelSteps<TTarget> steps,
        ReadOnlySpan<float> input,
        ReadOnlySpan<TTarget> targets,
        ReadOnlySpan<float> weights,
        int first,
        int total,
        Span<float> losses)
    {
        private readonly ReadOnlySpan<float> _input = input, _weights = weights;
        private readonly ReadOnlySpan<TTarget> _targets = targets;
        private readonly Span<float> _losses = losses;

        public int First => first;

        public int Total => total;

        public int Count => _input.Length / steps._model.InputSize;

        /// <summary>What the losses of some of the samples are to be divided by.</summary>
        public Span<double> Weigh(int start, int count)
        {
            steps._share.IsWeighing = true;
            try
            {
                Learn(start, count);
            }
            finally
            {
                steps._share.IsWeighing = false;
            }

            return steps._share.Sums;
        }

        /// <summary>Losses and gradients of some of the samples.</summary>
        public void Learn(int start, int count)
        {
            int inputs = steps._model.InputSize, size = steps._model.TargetSize;
            steps._share.FirstSample = (uint)(first + start);
            steps.TrainStep(
                _input.Slice(start * inputs, count * inputs),
                _targets.Slice(start * size, count * size),
                _weights.IsEmpty ? default : _weights.Slice(start, count),
                _losses);
        }
    }
}
