using ModelGen.Data;
using ModelGen.Runtime;

namespace ViewsForecast;

/// <summary>Daily views of a channel, in thousands: made up, with what such numbers have. The seed decides them, on every
/// machine.</summary>
internal sealed class Views
{
    // Few people watch lectures on Friday and Saturday evenings.
    private static readonly double[] s_week = [1.12, 1.15, 1.10, 1.06, 0.86, 0.74, 0.97];

    private readonly float[] _views;
    private readonly double _mean, _deviation;

    public Views(int days, int trainingDays, int seed)
    {
        RandomStream random = new(seed, RandomStreams.Split);
        _views = new float[days];
        double level = 4.5, chatter = 0;
        for (int day = 0; day < days; day++)
        {
            // The level drifts, semesters come and go, and what is talked about today is talked about tomorrow, too.
            level += 0.02 * random.NextNormal();
            level += 0.004 * (5 - level);
            chatter = (0.6 * chatter) + (0.22 * random.NextNormal());
            double season = 1 + (0.15 * Math.Sin(2 * Math.PI * day / 182.6));
            _views[day] = (float)Math.Max(0.1, (level * season * s_week[day % 7]) + chatter + (0.25 * random.NextNormal()));
        }

        float[] training = _views[..trainingDays];
        _mean = training.Average();
        _deviation = Math.Sqrt(training.Average(value => Math.Pow(value - _mean, 2)));
        TrainingDays = trainingDays;
    }

    public int TrainingDays { get; }

    /// <summary>What a loss of 1 is in views.</summary>
    public double Unit => 1000 * _deviation;

    /// <summary>Each day from the days before it, in units of the standard deviation; the training days and those behind them.</summary>
    public (Dataset<float> Training, Dataset<float> Test) Windows(int days) =>
        (Windows(days, 56, TrainingDays), Windows(days, TrainingDays, _views.Length));

    /// <summary>As good as saying that tomorrow will be like a week ago.</summary>
    public double LikeLastWeek(int from, int to) =>
        1000 * Enumerable.Range(from, to - from).Average(day => Math.Abs((double)_views[day] - _views[day - 7]));

    // All models are asked for the same days, however many they look back.
    private Dataset<float> Windows(int days, int from, int to)
    {
        float[] scaled = [.. _views.Select(value => (float)((value - _mean) / _deviation))];
        int[] targets = [.. Enumerable.Range(from, to - from)];
        return Dataset.FromArrays([.. targets.SelectMany(day => scaled[(day - days)..day])], [.. targets.Select(day => scaled[day])], days);
    }
}
