using System.Globalization;
using System.Runtime.CompilerServices;
using ModelGen.Data;
using ModelGen.Training;

namespace ModelGen.Tests.Training;

public class ScheduleTests
{
    private static readonly Dictionary<string, LearningRateSchedule> s_byName = new()
    {
        ["WarmUp(10, 0.25)"] = new WarmUp(10, 0.25),
        ["StepDecay(7, 0.5)"] = new StepDecay(7, 0.5),
        ["ExponentialDecay(1, 0.93)"] = new ExponentialDecay(1, 0.93),
        ["CosineDecay(39, 0.1)"] = new CosineDecay(39, 0.1),
        ["CosineDecayRestarts(5, 2, 1, 0.05)"] = new CosineDecayRestarts(5, 2, 1, 0.05),
        ["CosineDecayRestarts(6, 1)"] = new CosineDecayRestarts(6, 1),
        ["OneCycle(40)"] = new OneCycle(40),
        ["OneCycle(40, 0.4, 10, 100) linear"] = new OneCycle(40, 0.4, 10, 100) { Linear = true },
        ["PolynomialDecay(30, 0, 2)"] = new PolynomialDecay(30, 0, 2),
        ["WarmUp(8, 0.125) then ExponentialDecay(1, 0.9)"] = new WarmUp(8, 0.125).Then(8, new ExponentialDecay(1, 0.9)),
        ["WarmUp(8, 0.125) times StepDecay(5, 0.3)"] = new WarmUp(8, 0.125).Times(new StepDecay(5, 0.3)),
    };

    private static string References([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "References", "schedules.csv");

    public static TheoryData<string> Names => [.. s_byName.Keys];

    private static void AssertFactors(IEnumerable<double> expected, LearningRateSchedule schedule, double tolerance = 1e-12)
    {
        int position = 0;
        foreach (double factor in expected)
            Assert.Equal(factor, schedule.Factor(position++), tolerance);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Factors_are_those_of_PyTorch(string name)
    {
        string line = File.ReadLines(References()).Single(line => line.StartsWith(name + ";", StringComparison.Ordinal));
        double[] expected = [.. line.Split(';')[1..].Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal(40, expected.Length);
        AssertFactors(expected, s_byName[name]);
    }

    [Fact]
    public void Every_reference_has_its_schedule() =>
        Assert.Equal(s_byName.Keys.Order(), File.ReadLines(References()).Select(line => line.Split(';')[0]).Order());

    // The formulas of Keras and of the papers, with the functions of the system.
    [Fact]
    public void Factors_are_those_of_the_formulas()
    {
        int[] positions = [.. Enumerable.Range(0, 60)];
        AssertFactors(positions.Select(p => 1 / (1 + 0.5 * p / 7)), new InverseTimeDecay(7, 0.5));
        AssertFactors(positions.Select(p => 1 / (1 + 0.5 * Math.Floor(p / 7.0))), new InverseTimeDecay(7, 0.5) { Staircase = true });
        AssertFactors(positions.Select(p => Math.Pow(0.3, p / 7.0)), new ExponentialDecay(7, 0.3));
        AssertFactors(positions.Select(p => Math.Pow(0.3, Math.Floor(p / 7.0))), new ExponentialDecay(7, 0.3) { Staircase = true });
        AssertFactors(positions.Select(p => Math.Sqrt(9.0 / Math.Max(p, 9))), new InverseRootDecay(9));
        AssertFactors(positions.Select(p => p < 9 ? p / 9.0 : Math.Sqrt(9.0 / p)), new WarmUp(9).Times(new InverseRootDecay(9)));
        AssertFactors(
            positions.Select(p => Math.Pow(512, -0.5) * Math.Min(Math.Pow(p + 1, -0.5), (p + 1) * Math.Pow(10, -1.5))),
            new Noam(512, 10));
        AssertFactors(positions.Select(p => 0.2 + 0.8 * Math.Pow(1 - Math.Min(p, 30) / 30.0, 0.9)), new PolynomialDecay(30, 0.2, 0.9));
        AssertFactors(positions.Select(_ => 1.0), LearningRateSchedule.Constant);
    }

    // Keras' code of CosineDecayRestarts, written out.
    [Theory]
    [InlineData(5, 2.0, 0.8, 0.1)]
    [InlineData(4, 1.5, 0.5, 0.0)]
    [InlineData(6, 1.0, 0.9, 0.05)]
    public void Restarts_are_those_of_Keras(int first, double lengthFactor, double heightFactor, double alpha)
    {
        CosineDecayRestarts schedule = new(first, lengthFactor, heightFactor, alpha);
        for (int step = 0; step < 60; step++)
        {
            double fraction = (double)step / first, restarts;
            if (lengthFactor == 1)
            {
                restarts = Math.Floor(fraction);
                fraction -= restarts;
            }
            else
            {
                restarts = Math.Floor(Math.Log(1 - fraction * (1 - lengthFactor)) / Math.Log(lengthFactor) + 1e-9);
                fraction = (fraction - (1 - Math.Pow(lengthFactor, restarts)) / (1 - lengthFactor)) / Math.Pow(lengthFactor, restarts);
            }

            double cosine = 0.5 * Math.Pow(heightFactor, restarts) * (1 + Math.Cos(Math.PI * fraction));
            Assert.Equal((1 - alpha) * cosine + alpha, schedule.Factor(step), 1e-9);
        }
    }

    [Fact]
    public void Far_away_they_stay_finite()
    {
        foreach (LearningRateSchedule schedule in s_byName.Values)
            Assert.InRange(schedule.Factor(1L << 40), 0, 1);
        Assert.Equal(1e-4 / 25, new OneCycle(10).Factor(1000), 1e-15);
    }

    [Fact]
    public void Epochs_and_steps_are_counted_apart()
    {
        LearningRateSchedule mixed = new WarmUp(4).Times(new StepDecay(1, 0.5) { Unit = ScheduleUnit.Epoch });
        Assert.Equal(0.25 * 1, mixed.Factor(step: 1, epoch: 0));
        Assert.Equal(0.75 * 0.5, mixed.Factor(step: 3, epoch: 1));
        Assert.Equal(1 * 0.125, mixed.Factor(step: 9, epoch: 3));
        Assert.Throws<InvalidOperationException>(() => mixed.Factor(1));
        Assert.Throws<ArgumentException>(() => new WarmUp(4).Then(4, new StepDecay(1) { Unit = ScheduleUnit.Epoch }));
        Assert.Throws<ArgumentException>(() => mixed.Then(4, new StepDecay(1)));
        LearningRateSchedule inOrder = new WarmUp(2, 0.5) { Unit = ScheduleUnit.Epoch }.Then(
            2,
            new StepDecay(1, 0.5) { Unit = ScheduleUnit.Epoch });
        Assert.Equal([0.5, 0.75, 1, 0.5], Enumerable.Range(0, 4).Select(epoch => inOrder.Factor(step: 1000, epoch)));
        Assert.Equal(0.3, new WarmUp(1).Times(0.3).Factor(5), 1e-15);
    }

    [Fact]
    public void Settings_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarmUp(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineDecay(5, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineDecayRestarts(5, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialDecay(5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycle(5, rise: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycle(2, rise: 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Noam(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Constant.Times(-1));
    }

    [Fact]
    public void Fit_sets_the_rate_before_each_step_and_gives_the_base_rate_back()
    {
        List<float> rates = [];
        FakeClassifier? model = null;
        model = new() { LearningRate = 0.5f, OnStep = _ => rates.Add(model!.LearningRate) };
        Dataset<int> data = Dataset.FromArrays(new float[12], new int[6], 2);
        LearningRateSchedule schedule = new WarmUp(3).Times(new StepDecay(1, 0.5) { Unit = ScheduleUnit.Epoch });
        History history = model.Fit(data, new FitOptions<int> { Epochs = 3, BatchSize = 3, Schedule = schedule, Progress = null });
        Assert.Equal([0f, 0.5f / 3, 0.5f * 0.5f * 2 / 3, 0.25f, 0.125f, 0.125f], rates);
        Assert.Equal([0.5f / 3, 0.25f, 0.125f], history.Epochs.Select(epoch => epoch.LearningRate));
        Assert.Equal(history.Epochs.Select(epoch => (double)epoch.LearningRate), history["lr"]);
        Assert.Equal(0.5f, model.LearningRate);
    }

    [Fact]
    public void A_callback_changes_the_base_rate_under_the_schedule()
    {
        List<float> rates = [];
        FakeClassifier? model = null;
        model = new() { LearningRate = 1, OnStep = _ => rates.Add(model!.LearningRate) };
        LambdaCallback halve = new() { EpochEnd = (state, _) => state.LearningRate /= 2 };
        model.Fit(Dataset.FromArrays(new float[2], new int[1], 2), new FitOptions<int>
        {
            Epochs = 4,
            Schedule = new PolynomialDecay(4),
            Callbacks = [halve],
            Progress = null,
        });
        Assert.Equal([1f, 0.75f / 2, 0.5f / 4, 0.25f / 8], rates);
        Assert.Equal(1f / 16, model.LearningRate);
    }
}
