using System.Runtime.ExceptionServices;
using ModelGen.Runtime;
using ModelGen.Training;

namespace ModelGen.Search;

/// <summary>
/// Tries settings: on a grid, at random, or by successive halving; several trials at once if that is wanted. With a result file a search
/// that was interrupted goes on where it was, and ends with the same table.
/// </summary>
/// <remarks>The function that is searched must not share a model between trials. Which trials there are depends on settings and seed
/// only.</remarks>
/// <example><code>
/// Setting[] settings = [Setting.Logarithmic("rate", 1e-4, 1e-1), Setting.Choice("batch", 32, 128)];
/// var results = new HyperparameterSearch { ResultFile = "search.csv", Parallel = 2 }.Run(HyperparameterSearch.Random(settings, 24), trial
/// => {
///     Net model = new(seed: 1) { LearningRate = trial.Get&lt;float&gt;("rate") };
///     return model.Fit(training, epochs: 5, batchSize: trial.Get&lt;int&gt;("batch"), validation: test, quiet: true).ValidationLoss.Min();
/// });
/// Console.WriteLine(results[0]);
/// </code></example>
public sealed class HyperparameterSearch
{
    /// <summary>Whether larger values are better; by default smaller ones, as of a loss.</summary>
    public bool Maximize { get; init; }

    /// <summary>How many trials run at once, each on a thread of its own; at least 1. The results are the same with any number.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>A CSV file for the finished trials, which are not run again when it exists, or null.</summary>
    public string? ResultFile { get; init; }

    /// <summary>All combinations of some values.</summary>
    /// <param name="settings">Choices and ranges of whole numbers; the last one changes fastest.</param>
    /// <returns>The trials.</returns>
    /// <exception cref="ArgumentException">A setting is a range of real numbers, or two have the same name.</exception>
    public static IReadOnlyList<Trial> Grid(params IReadOnlyList<Setting> settings)
    {
        CheckNames(settings);
        IEnumerable<KeyValuePair<string, string>[]> combinations = [[]];
        foreach (Setting setting in settings)
        {
            IReadOnlyList<string> values =
                setting.Values
                ?? throw new ArgumentException(
                    $"The setting '{setting.Name}' is a range; a grid needs values to choose from.",
                    nameof(settings));
            combinations =
            [
                .. combinations.SelectMany(before =>
                    values.Select(value => (KeyValuePair<string, string>[])[.. before, new(setting.Name, value)])),
            ];
        }

        return [.. combinations.Select((combination, number) => new Trial(number, combination))];
    }

    /// <summary>Settings at random: J. Bergstra, Y. Bengio, "Random search for hyper-parameter optimization", 2012.</summary>
    /// <param name="settings">What to draw.</param>
    /// <param name="count">How many trials; at least 1. The first trials of a longer search are those of a shorter one.</param>
    /// <param name="seed">The same seed gives the same trials on every machine.</param>
    /// <returns>The trials.</returns>
    /// <exception cref="ArgumentException">Two settings have the same name.</exception>
    public static IReadOnlyList<Trial> Random(IReadOnlyList<Setting> settings, int count, int seed = 0)
    {
        CheckNames(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            RandomStream random = new(seed, RandomStreams.Search + (uint)number);
            return new Trial(number, [.. settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Draw(random)))]);
        })];
    }

    /// <summary>Runs all trials.</summary>
    /// <param name="trials">The trials; at least one.</param>
    /// <param name="function">Gives the number to optimise. NaN, and a <see cref="NonFiniteLossException"/>, count as the worst; any other
    /// exception ends the search.</param>
    /// <param name="cancellation">Looked at before each trial.</param>
    /// <returns>The results, the best first.</returns>
    /// <exception cref="InvalidDataException">The result file is that of another search.</exception>
    public IReadOnlyList<TrialResult> Run(
        IReadOnlyList<Trial> trials,
        Func<Trial, double> function,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        Check(trials);
        return Rank(RunAll(trials, 0, (trial, _) => function(trial), new ResultFile(ResultFile, trials), cancellation));
    }

    /// <summary>
    /// Successive halving: all trials with little, then the best of them with more, and so on. K. Jamieson, A. Talwalkar, "Non-stochastic
    /// best arm identification and hyperparameter optimization", 2016.
    /// </summary>
    /// <param name="trials">The trials; at least one.</param>
    /// <param name="least">What each trial is given at first, such as epochs; at least 1.</param>
    /// <param name="most">What a trial is given at most.</param>
    /// <param name="function">Is given a trial and how much it may use, and gives the number to optimise; see <see cref="Run"/>.</param>
    /// <param name="factor">One of so many trials goes on, with so many times as much; at least 2.</param>
    /// <param name="cancellation">Looked at before each trial.</param>
    /// <returns>The results: those that were given most first, and among these the best first.</returns>
    /// <exception cref="InvalidDataException">The result file is that of another search.</exception>
    public IReadOnlyList<TrialResult> RunHalving(
        IReadOnlyList<Trial> trials,
        int least,
        int most,
        Func<Trial, int, double> function,
        int factor = 3,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 2);
        Check(trials);
        ResultFile file = new(ResultFile, trials);
        List<TrialResult> results = [];
        long resource = least;
        for (IReadOnlyList<Trial> left = trials; ; resource *= factor)
        {
            int given = (int)Math.Min(resource, most);
            IReadOnlyList<TrialResult> ranked = Rank(RunAll(left, given, function, file, cancellation));
            results.InsertRange(0, ranked);
            if (given == most || left.Count == 1)
                return results;
            left = [.. ranked.Take(Math.Max(1, left.Count / factor)).Select(result => result.Trial)];
        }
    }

    private static void CheckNames(IReadOnlyList<Setting> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        string? twice = settings.GroupBy(setting => setting.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new ArgumentException($"Two settings are called '{twice}'.", nameof(settings));
    }

    private void Check(IReadOnlyList<Trial> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentOutOfRangeException.ThrowIfLessThan(Parallel, 1);
        if (trials.Count == 0 || trials.Where((trial, position) => trial.Number != position).Any())
            throw new ArgumentException("The trials of one grid or one random search are needed, all of them in order.", nameof(trials));
    }

    private TrialResult[] RunAll(
        IReadOnlyList<Trial> trials, int resource, Func<Trial, int, double> function, ResultFile file, CancellationToken cancellation)
    {
        TrialResult[] results = new TrialResult[trials.Count];
        ParallelOptions options = new() { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellation };
        try
        {
            System.Threading.Tasks.Parallel.For(0, trials.Count, options, position =>
            {
                Trial trial = trials[position];
                if (file.Find(trial, resource) is not double value)
                {
                    value = Value(trial, resource, function);
                    file.Add(trial, resource, value);
                }

                results[position] = new TrialResult(trial, resource, value);
            });
        }
        catch (AggregateException problems)
        {
            // As without threads.
            ExceptionDispatchInfo.Throw(problems.InnerExceptions[0]);
        }

        return results;
    }

    private static double Value(Trial trial, int resource, Func<Trial, int, double> function)
    {
        try
        {
            return function(trial, resource);
        }
        catch (NonFiniteLossException)
        {
            return double.NaN;
        }
    }

    private TrialResult[] Rank(IEnumerable<TrialResult> results) => [.. results
        .OrderBy(result => double.IsNaN(result.Value))
        .ThenBy(result => Maximize ? -result.Value : result.Value)
        .ThenBy(result => result.Trial.Number)];
}
