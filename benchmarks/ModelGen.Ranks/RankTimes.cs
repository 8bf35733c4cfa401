using System.Diagnostics;
using ModelGen.Benchmarks.DataParallel;
using ModelGen.Benchmarks.Measuring;
using ModelGen.Mpi;
using ModelGen.Runtime;

namespace ModelGen.Ranks;

/// <summary>
/// Times of one workload on one rank: steps of one process, steps of all, messages, and when gradients are finished. Those of the first
/// rank count.
/// </summary>
/// <param name="workload">Its name.</param>
/// <param name="world">The ranks.</param>
/// <param name="create">Makes the model.</param>
/// <param name="batch">The samples of each rank.</param>
/// <param name="classes">How many different labels there are.</param>
/// <param name="ids">How many different ids inputs are, or 0 if they are numbers.</param>
/// <param name="overlap">Whether gradients are sent while others are computed; null lets the package decide.</param>
internal sealed class RankTimes(
    string workload, Communicator world, Func<ITrainable<int>> create, int batch, int classes, int ids, bool? overlap)
{
    private readonly float[] _inputs = Inputs(create(), batch, ids);
    private readonly int[] _targets = Targets(create(), batch, classes);

    /// <summary>Measures.</summary>
    /// <param name="rounds">How often one process and all of them are measured, in turn.</param>
    /// <param name="milliseconds">How long a round of one process takes, at least.</param>
    public MeasuredRanks Measure(int rounds, int milliseconds)
    {
        ITrainable<int> alone = create(), shared = create();
        DataParallel parallel = new(world) { Overlap = overlap };
        double[] ones = new double[rounds], all = new double[rounds];
        using (DataParallelScope<int> scope = parallel.Begin(shared))
        {
            // Past the tiers of the just-in-time compiler; a long step has nearly all of its time in code that was optimised at once.
            double[] warmUp = [Math.Clamp(1 / Together(scope, 1), 3, 100)];
            world.Sum(warmUp);
            Together(scope, (int)(warmUp[0] / world.Size));
            for (int round = 0; round < rounds; round++)
            {
                int steps = 0;
                if (world.Rank == 0)
                {
                    long start = Stopwatch.GetTimestamp();
                    while (steps < 3 || Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds)
                    {
                        alone.TrainStep(_inputs, _targets);
                        steps++;
                    }

                    ones[round] = Stopwatch.GetElapsedTime(start).TotalSeconds / steps;
                }
                else
                {
                    // Ranks that wait for a message take time from the one that computes.
                    Thread.Sleep(milliseconds);
                }

                double[] agreed = [steps];
                world.Sum(agreed);
                all[round] = Together(scope, (int)agreed[0]);
            }
        }

        (double gradients, double update, MeasuredBucket[] buckets) = Timeline(create(), parallel.BucketBytes / sizeof(float));
        (TimeSpan sending, TimeSpan waiting) = parallel.Communication;
        return new MeasuredRanks(
            workload,
            world.Size,
            world.Library,
            batch,
            Median(ones),
            Median(all),
            Median([.. ones.Zip(all, (one, together) => world.Size * one / together)]),
            gradients,
            update,
            buckets,
            Message(1),
            [.. buckets.Select(bucket => Message((int)(bucket.Bytes / sizeof(float))))],
            world.Size > 1 && parallel.Overlap == true ? 1 - (waiting / sending) : double.NaN);
    }

    /// <summary>Seconds of a step of all ranks.</summary>
    private double Together(DataParallelScope<int> scope, int steps)
    {
        world.Sum(new double[1]);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++) scope.TrainStep(_inputs, _targets);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / steps;
    }

    /// <summary>Seconds until all ranks have the sum of so many numbers, when all have come.</summary>
    private double Message(int length)
    {
        float[] values = new float[length];
        double[] times = new double[20];
        for (int i = -3; i < times.Length; i++)
        {
            world.Sum(new double[1]);
            long start = Stopwatch.GetTimestamp();
            world.Sum(values);
            if (i >= 0) times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return Median(times);
    }

    /// <summary>When the gradients of a rank's part are finished, while the other ranks sleep.</summary>
    private (double Gradients, double Update, MeasuredBucket[] Buckets) Timeline(ITrainable<int> model, int bucketSize)
    {
        const int LeastRuns = 5, MostRuns = 25;
        TimeSpan enough = TimeSpan.FromSeconds(2);
        IPartialSteps steps = (IPartialSteps)model;
        ReadyTimes ready = new(steps.Ranges(), steps.Gradients.Length, bucketSize);
        if (world.Rank == 0)
        {
            StepShare share = new(steps.LossCount) { Listener = ready, Total = batch };
            long start = Stopwatch.GetTimestamp();
            for (int run = -2; run < LeastRuns || (run < MostRuns && Stopwatch.GetElapsedTime(start) < enough); run++)
            {
                steps.Share = share;
                share.Divisors.Fill(batch);
                ready.Begin(counts: run >= 0);
                model.TrainStep(_inputs, _targets);
                ready.Computed();
                steps.Finish([]);
                ready.Updated();
                steps.Share = null;
            }
        }
        else
        {
            Thread.Sleep(enough);
        }

        world.Sum(new double[1]);
        return world.Rank == 0 ? ready.Medians() : (0, 0, ready.Unmeasured());
    }

    private static double Median(double[] values) => new Timing(values).Median;

    private static float[] Inputs(IModel model, int batch, int ids)
    {
        Random random = new(1);
        float[] values = new float[batch * model.InputSize];
        for (int i = 0; i < values.Length; i++) values[i] = ids > 0 ? random.Next(ids) : (2 * random.NextSingle()) - 1;
        return values;
    }

    private static int[] Targets(ITrainable<int> model, int batch, int classes)
    {
        Random random = new(2);
        int[] values = new int[batch * model.TargetSize];
        for (int i = 0; i < values.Length; i++) values[i] = random.Next(classes);
        return values;
    }
}
