using System.Globalization;
using ModelGen.Data;
using ModelGen.Search;
using ModelGen.Training;

namespace ModelGen.Tests.Search;

public class SearchTests
{
    private static readonly Setting[] s_settings =
    [
        Setting.Logarithmic("rate", 1e-4, 1e-1),
        Setting.Uniform("decay", -1, 3),
        Setting.Whole("units", 3, 5),
        Setting.Choice("kind", "relu", "tanh"),
    ];

    private static double Loss(Trial trial) => Math.Abs(Math.Log10(trial.Get<double>("rate")) + 2.5) + (trial["kind"] == "relu" ? 0 : 0.5);

    [Fact]
    public void A_grid_has_all_combinations()
    {
        IReadOnlyList<Trial> trials = HyperparameterSearch.Grid(Setting.Choice("a", 0.5, 1e-3f, true), Setting.Whole("b", 1, 2));
        Assert.Equal(
            ["a=0.5, b=1", "a=0.5, b=2", "a=0.001, b=1", "a=0.001, b=2", "a=True, b=1", "a=True, b=2"],
            trials.Select(trial => trial.ToString()));
        Assert.Equal(2, trials[1].Get<int>("b"));
        Assert.Contains("There are: a, b", Assert.Throws<KeyNotFoundException>(() => trials[0]["c"]).Message);
        Assert.Contains("'rate' is a range", Assert.Throws<ArgumentException>(() => HyperparameterSearch.Grid(s_settings)).Message);
        Assert.Throws<ArgumentException>(() => HyperparameterSearch.Grid(Setting.Whole("b", 1, 2), Setting.Whole("b", 1, 2)));
    }

    [Fact]
    public void Random_settings_fill_their_ranges_and_depend_on_the_seed()
    {
        using CommaCulture culture = new();
        IReadOnlyList<Trial> trials = HyperparameterSearch.Random(s_settings, 400, seed: 3);
        double[] rates = [.. trials.Select(trial => trial.Get<double>("rate"))];
        Assert.All(rates, rate => Assert.InRange(rate, 1e-4, 1e-1));
        Assert.InRange(rates.Count(rate => rate < Math.Sqrt(1e-5)), 160, 240); // Half of them below the geometric middle.
        Assert.All(trials, trial => Assert.InRange(trial.Get<double>("decay"), -1, 3));
        Assert.Equal(["3", "4", "5"], trials.Select(trial => trial["units"]).Distinct().Order());
        Assert.Equal(["relu", "tanh"], trials.Select(trial => trial["kind"]).Distinct().Order());
        Assert.Equal(
            trials.Take(7).Select(trial => trial.ToString()),
            HyperparameterSearch.Random(s_settings, 7, seed: 3).Select(trial => trial.ToString()));
        Assert.NotEqual(trials[0].ToString(), HyperparameterSearch.Random(s_settings, 1, seed: 4)[0].ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_best_comes_first(int parallel)
    {
        IReadOnlyList<Trial> trials = HyperparameterSearch.Random(s_settings, 24, seed: 1);
        IReadOnlyList<TrialResult> results = new HyperparameterSearch { Parallel = parallel }.Run(trials, Loss);
        Assert.Equal(trials.Select(Loss).Order(), results.Select(result => result.Value));
        Assert.Equal(
            results.Reverse().Select(result => result.Value),
            new HyperparameterSearch { Maximize = true, Parallel = parallel }
                .Run(trials, Loss)
                .Select(result => result.Value));
    }

    [Fact]
    public void What_is_no_number_comes_last()
    {
        IReadOnlyList<Trial> trials = HyperparameterSearch.Grid(Setting.Whole("x", 0, 3));
        double Value(Trial trial)
        {
            if (trial.Number == 1)
                new FakeClassifier { Loss = _ => float.NaN }.Fit(Dataset.FromArrays(new float[2], new int[1], 2), epochs: 1, quiet: true);
            return trial.Number == 2 ? double.NaN : trial.Number;
        }

        foreach (bool maximize in (bool[])[false, true])
            Assert.Equal(
                [1, 2],
                new HyperparameterSearch { Maximize = maximize }
                    .Run(trials, Value)
                    .Skip(2)
                    .Select(result => result.Trial.Number));
        Assert.Throws<FormatException>(() => new HyperparameterSearch { Parallel = 2 }.Run(trials, _ => throw new FormatException()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_interrupted_search_goes_on_and_ends_with_the_same_table(int parallel)
    {
        using TemporaryFolder folder = new();
        IReadOnlyList<Trial> trials = HyperparameterSearch.Random(s_settings, 24, seed: 2);
        IReadOnlyList<TrialResult> expected = new HyperparameterSearch { ResultFile = folder.File("whole.csv") }.Run(trials, Loss);

        int calls = 0;
        for (int stop = 5; ; stop += 6)
        {
            using CancellationTokenSource source = new();
            double Interrupted(Trial trial)
            {
                if (Interlocked.Increment(ref calls) >= stop)
                    source.Cancel();
                return Loss(trial);
            }

            HyperparameterSearch search = new() { ResultFile = folder.File("parts.csv"), Parallel = parallel };
            try
            {
                IReadOnlyList<TrialResult> results = search.Run(trials, Interrupted, stop < 24 ? source.Token : default);
                Assert.Equal(
                    expected.Select(result => (result.Trial.Number, result.Value)),
                    results.Select(result => (result.Trial.Number, result.Value)));
                break;
            }
            catch (OperationCanceledException)
            {
                // The header and the finished trials. Several in parallel may have finished the last ones before they were stopped.
                Assert.InRange(File.ReadAllLines(folder.File("parts.csv")).Length, 2, parallel == 1 ? 24 : 25);
            }
        }

        Assert.Equal(24, calls); // None twice.
        Assert.Equal(File.ReadAllText(folder.File("whole.csv")), File.ReadAllText(folder.File("parts.csv")));
    }

    [Fact]
    public void The_file_of_another_search_is_refused()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("results.csv");
        HyperparameterSearch search = new() { ResultFile = file };
        search.Run(HyperparameterSearch.Random(s_settings, 3, seed: 1), Loss);
        Assert.Equal("trial,resource,value,rate,decay,units,kind", File.ReadLines(file).First());
        Assert.Contains("line 2: trial 0 has the settings", Assert.Throws<InvalidDataException>(
            () => search.Run(HyperparameterSearch.Random(s_settings, 3, seed: 2), Loss)).Message);
        Assert.Contains("has the columns", Assert.Throws<InvalidDataException>(
            () => search.Run(HyperparameterSearch.Grid(Setting.Whole("x", 0, 3)), _ => 0)).Message);
        File.AppendAllText(file, "x\n");
        Assert.Contains("line 5: 'x' is no result", Assert.Throws<InvalidDataException>(
            () => search.Run(HyperparameterSearch.Random(s_settings, 3, seed: 1), Loss)).Message);
    }

    [Fact]
    public void Halving_gives_more_to_the_best()
    {
        using TemporaryFolder folder = new();
        IReadOnlyList<Trial> trials = HyperparameterSearch.Grid(Setting.Whole("x", 0, 8));
        List<string> calls = [];
        double Value(Trial trial, int epochs)
        {
            calls.Add(string.Create(CultureInfo.InvariantCulture, $"{trial.Number}:{epochs}"));
            return Math.Abs(trial.Number - 6) + (1.0 / epochs);
        }

        HyperparameterSearch search = new() { ResultFile = folder.File("halving.csv") };
        IReadOnlyList<TrialResult> results = search.RunHalving(trials, 1, 6, Value);
        Assert.Equal(["0:1", "1:1", "2:1", "3:1", "4:1", "5:1", "6:1", "7:1", "8:1", "6:3", "5:3", "7:3", "6:6"], calls);
        Assert.Equal((6, 6), (results[0].Trial.Number, results[0].Resource));
        Assert.Equal([6, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1], results.Select(result => result.Resource));
        Assert.Equal(results.Select(result => result.Value), search.RunHalving(trials, 1, 6, Value).Select(result => result.Value));
        Assert.Equal(13, calls.Count);
    }

    [Fact]
    public void Settings_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Setting.Logarithmic("x", 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Setting.Uniform("x", 2, 1));
        Assert.Throws<ArgumentException>(() => Setting.Choice("x", 1, 1));
        Assert.Throws<ArgumentException>(() => Setting.Choice("x", "a,b"));
        Assert.Throws<ArgumentException>(() => Setting.Whole("a,b", 1, 2));
        Assert.Throws<ArgumentException>(() => new HyperparameterSearch().Run([], _ => 0));
    }
}
