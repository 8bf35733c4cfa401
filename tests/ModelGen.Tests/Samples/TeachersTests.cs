using Teachers;

namespace ModelGen.Tests.Samples;

/// <summary>The short form of samples/Teachers, and the gradient through the steps of a training.</summary>
public sealed class TeachersTests
{
    /// <summary>
    /// The outer gradient is that by central differences of the whole thing: three steps of descent, and the loss behind them. That of the
    /// first order is not; so the test would notice if the products with the Hessian were left out.
    /// </summary>
    [Fact]
    public void Outer_gradient_is_that_by_differences()
    {
        TaskNet model = new(3);
        Maml maml = new(model, 0.2f, 3);
        ImageTask task = Task(new Random(5));
        float[] start = ParameterVector.Of(model.Parameters);
        float[] exact = maml.Outer(task).Gradient, first = maml.Outer(task, exact: false).Gradient;
        Assert.Equal(start, ParameterVector.Of(model.Parameters));

        // Along the gradient itself, and along the part that the first order lacks.
        float[] missing = [.. exact.Zip(first, (a, b) => a - b)];
        foreach (float[] direction in new[] { exact, missing })
        {
            double length = Math.Sqrt(direction.Sum(number => (double)number * number));
            double expected = (Loss(3e-3 / length) - Loss(-3e-3 / length)) / 6e-3, bound = 0.002 * Math.Abs(expected);
            Assert.InRange(Along(exact), expected - bound, expected + bound);
            Assert.NotInRange(Along(first), expected - (50 * bound), expected + (50 * bound));

            double Along(float[] gradient) => gradient.Zip(direction, (a, b) => (double)a * b).Sum() / length;

            double Loss(double step)
            {
                ParameterVector.Set(model.Parameters, [.. start.Zip(direction, (weight, part) => (float)(weight + (step * part)))]);
                double loss = maml.Outer(task, exact: false).Loss;
                ParameterVector.Set(model.Parameters, start);
                return loss;
            }
        }
    }

    /// <summary>Learning tasks makes the loss behind the steps smaller, for the tasks that are seen.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Learning_lowers_the_loss_behind_the_steps(bool exact)
    {
        Maml maml = new(new TaskNet(3), 0.02f, 2);
        Random random = new(6);
        ImageTask[] tasks = [Task(random), Task(random)];
        double before = maml.Learn(tasks, exact), after = before;
        for (int round = 0; round < 20; round++) after = maml.Learn(tasks, exact);
        Assert.InRange(after, 0, 0.8 * before);
    }

    [PackageFact]
    public void Both_parts_run()
    {
        string printed = SampleProgram.Run("Teachers", ["--quick", "--threads", "1"]);
        string[] rows = ["teacher", "all images, alone", "all images, taught", "2,000 images, alone", "2,000 images, taught"];
        foreach (string name in rows)
            Assert.Matches($@"\n{name} +[\d,]+ +\d+\.\d\d% ", printed);
        foreach (string name in new[] { "random weights", "pretrained, rate 0.1", "MAML, first order", "MAML" })
            Assert.Matches($@"\n  {name}( +\d+\.\d%){{4}} ", printed);
        Assert.All(printed.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void Options_are_checked() => Assert.Contains(
        "There is no part 'prune'; there are distill, tasks.",
        SampleProgram.Run("Teachers", ["--only", "prune"], exitCode: 2),
        StringComparison.Ordinal);

    /// <summary>Random patterns of five kinds with noise: no data set is needed.</summary>
    private static ImageTask Task(Random random)
    {
        const int Shots = 2, Others = 4;
        float[][] kinds = [.. Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, 784).Select(_ => random.NextSingle()).ToArray())];
        return new ImageTask(Images(Shots), Labels(Shots), Images(Others), Labels(Others));

        float[] Images(int each) => [.. Labels(each).SelectMany(kind => kinds[kind].Select(pixel => (pixel + random.NextSingle()) / 2))];

        static int[] Labels(int each) => [.. Enumerable.Range(0, 5 * each).Select(i => i / each)];
    }
}
