namespace ModelGen.Benchmarks.Measuring;

/// <summary>
/// Takes the times of several contestants in turn, so that whatever slows the machine down for a while slows down all of them.
/// </summary>
/// <param name="Count">How many rounds.</param>
/// <param name="Duration">How long each contestant works in a round, at least: a single repetition may take longer.</param>
internal sealed record Rounds(int Count, TimeSpan Duration)
{
    // Worker threads of OpenBLAS and of ONNX Runtime keep spinning for a while after their last task. Nobody is timed beside them.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(30);

    /// <summary>Measures everyone in every round, each round starting with the next one.</summary>
    public IReadOnlyList<Timing> Measure(IReadOnlyList<ITimed> contestants)
    {
        int[] repetitions = [.. contestants.Select(Calibrate)];
        double[][] times = [.. contestants.Select(_ => new double[Count])];
        for (int round = 0; round < Count; round++)
        {
            for (int turn = 0; turn < contestants.Count; turn++)
            {
                int who = (round + turn) % contestants.Count;
                Thread.Sleep(Rest);
                times[who][round] = contestants[who].Time(repetitions[who]) / repetitions[who];
            }
        }

        return [.. times.Select(rounds => new Timing(rounds))];
    }

    /// <summary>How many repetitions fill a round.</summary>
    private int Calibrate(ITimed contestant)
    {
        double wanted = Duration.TotalSeconds;
        int repetitions = 1;
        while (true)
        {
            double seconds = contestant.Time(repetitions);
            if (seconds >= wanted) return repetitions;
            double factor = Math.Clamp(1.1 * wanted / Math.Max(seconds, 1e-9), 1.1, 10);
            repetitions = (int)Math.Min(Math.Ceiling(repetitions * factor), int.MaxValue / 16);
        }
    }
}
