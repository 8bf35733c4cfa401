using System.Diagnostics;
using ModelGen.Data;
using ModelGen.Runtime;
using Samples;

namespace Teachers;

/// <summary>Learns to learn five classes from one image of each, and measures it with classes that were never seen.</summary>
internal static class FewShots
{
    private const int Shots = 1, Others = 10, Rounds = 1_000, TasksInRound = 4, Steps = 3, TestSteps = 10, TestTasks = 400;
    private const float Rate = 0.1f;

    private static readonly int[] s_shown = [0, 1, 3, TestSteps];

    private static readonly int[] s_learned = [0, 1, 2, 4, 6, 7, 9], s_held = [3, 5, 8];

    public static void Run(Dataset<int> training, Dataset<int> test, ClothesOptions options)
    {
        TaskSource learned = new(training, s_learned), held = new(test, s_held);
        Console.WriteLine(
            $"tasks of five of {learned.Count} classes, {Shots} image of each; for the test of {held.Count} others");
        Console.WriteLine("right after so many steps:     0       1       3      10   time to learn");
        Measure("random weights", new TaskNet(options.Seed), Rate, TimeSpan.Zero);
        Stopwatch clock = Stopwatch.StartNew();
        TaskNet pretrained = Pretrain(learned, options);
        TimeSpan time = clock.Elapsed;
        foreach (float rate in new[] { 0.03f, 0.1f, 0.3f }) Measure($"pretrained, rate {rate}", pretrained, rate, time);
        foreach (bool exact in new[] { false, true })
        {
            clock.Restart();
            TaskNet model = new(options.Seed);
            Maml maml = new(model, Rate, Steps);
            Random random = new(options.Seed);
            for (int round = 0; round < options.Rounds(Rounds); round++)
                maml.Learn([.. Enumerable.Range(0, TasksInRound).Select(_ => learned.Draw(Shots, Others, random))], exact);
            Measure(exact ? "MAML" : "MAML, first order", model, Rate, clock.Elapsed);
        }

        // The same tasks for all.
        void Measure(string name, TaskNet model, float rate, TimeSpan time)
        {
            Random random = new(options.Seed + 1);
            Maml one = new(model, rate, 1);
            float[] start = ParameterVector.Of(model.Parameters);
            double[] right = new double[TestSteps + 1];
            int tasks = options.Quick ? 4 : TestTasks;
            for (int i = 0; i < tasks; i++)
            {
                ImageTask task = held.Draw(Shots, Others, random);
                for (int step = 0; step <= TestSteps; step++)
                {
                    if (step > 0) one.Adapt(task.Inputs, task.Labels);
                    if (s_shown.Contains(step)) right[step] += Answers.Accuracy(model, task.OtherInputs, task.OtherLabels) / tasks;
                }

                ParameterVector.Set(model.Parameters, start);
            }

            string shares = string.Join("  ", s_shown.Select(step => $"{right[step],6:0.0%}"));
            Console.WriteLine($"  {name,-24} {shares}   {time.TotalSeconds,4:0} s");
        }
    }

    /// <summary>A network that has learned all classes at once, with a new last layer of zeros.</summary>
    private static TaskNet Pretrain(TaskSource learned, ClothesOptions options)
    {
        ClassNet all = new(options.Seed) { Threads = options.Threads };
        Random random = new(options.Seed);
        for (int round = 0; round < options.Rounds(Rounds); round++)
        {
            (float[] inputs, int[] labels) = learned.DrawAll(64, random);
            all.TrainStep(inputs, labels);
        }

        TaskNet model = new(options.Seed);
        foreach (Parameter parameter in model.Parameters)
        {
            if (parameter.Name.StartsWith("head.", StringComparison.Ordinal)) parameter.Value.Fill(0);
            else parameter.Value.CopyFrom(all.Parameters[parameter.Name].Value.ToArray());
        }

        return model;
    }
}
