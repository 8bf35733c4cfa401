using System.Diagnostics;
using ModelGen;
using ModelGen.Data;
using ModelGen.Training;
using Samples;

namespace Teachers;

/// <summary>A large network, a small one, and the small one taught by the large one: with all images, and with few.</summary>
internal static class Distilling
{
    private const int TeacherEpochs = 6, Epochs = 10, Few = 2_000, FewEpochs = 60, Students = 3, Batch = 64, Timings = 5;

    public static void Run(Dataset<int> training, Dataset<int> test, ClothesOptions options)
    {
        Console.WriteLine("                       parameters    right  to learn  10,000 images");
        Teacher teacher = new(options.Seed);
        Print("teacher", Teacher.ParameterCount, [Fit(teacher, training, TeacherEpochs)]);
        Dataset<float> answers = Distillation.Targets(teacher, training);
        int[] seeds = [.. Enumerable.Range(options.Seed, options.Quick ? 1 : Students)];
        Compare("all images", training.Count, Epochs);
        Compare("2,000 images", Math.Min(Few, training.Count), FewEpochs);

        void Compare(string name, int images, int epochs)
        {
            (Dataset<int> labels, Dataset<float> taught) = (training.Take(images), answers.Take(images));
            Print(name + ", alone", Student.ParameterCount, [.. seeds.Select(seed => Fit(new Student(seed), labels, epochs))]);
            Print(name + ", taught", Pupil.ParameterCount, [.. seeds.Select(seed => Fit(new Pupil(seed), taught, epochs))]);
        }

        Result Fit<TTarget>(ITrainable<TTarget> model, Dataset<TTarget> data, int epochs)
            where TTarget : unmanaged
        {
            Stopwatch clock = Stopwatch.StartNew();
            model.Fit(data, new FitOptions<TTarget>
            {
                Epochs = options.Rounds(epochs),
                BatchSize = Batch,
                Seed = options.Seed,
                Threads = options.Threads,
                Schedule = new CosineDecay(options.Rounds(epochs)) { Unit = ScheduleUnit.Epoch },
                Progress = null,
            });
            double seconds = clock.Elapsed.TotalSeconds, right = Answers.Accuracy(model, test.Inputs, test.Targets);
            model.Threads = 1;
            double milliseconds = Enumerable.Range(0, Timings).Min(_ =>
            {
                clock.Restart();
                Answers.Accuracy(model, test.Inputs, test.Targets);
                return clock.Elapsed.TotalMilliseconds;
            });
            return new Result(right, seconds, milliseconds * 10_000 / test.Count);
        }
    }

    /// <summary>The means of several trainings, and the shortest time.</summary>
    private static void Print(string name, int parameters, Result[] results) => Console.WriteLine(
        $"{name,-22} {parameters,10:N0}  {results.Average(one => one.Right),7:0.00%}  {results.Average(one => one.Seconds),6:0} s  "
            + $"{results.Min(one => one.Milliseconds),10:0} ms");

    /// <param name="Right">The share of the test's images.</param>
    /// <param name="Seconds">For the training.</param>
    /// <param name="Milliseconds">For 10,000 images on one thread.</param>
    private sealed record Result(double Right, double Seconds, double Milliseconds);
}
