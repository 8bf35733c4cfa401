using System.Globalization;
using ModelGen.Native;

#if !WEIGHTS
// Weights for the other programs that are made of this project.
new Digits(1).Save(Path.Combine(args[0], "digits.safetensors"));
new LeNet5(2).Save(Path.Combine(args[0], "lenet5.safetensors"));
new DigitsUnfused(1).Save(Path.Combine(args[0], "digits-unfused.safetensors"));
new LeNet5Unfused(2).Save(Path.Combine(args[0], "lenet5-unfused.safetensors"));
#else

// For each network: the processor time of a prediction of 1 and 64 samples in seconds, the least of many rounds, and a hash of the outputs.
// With an argument: one prediction, to see how long a process takes to answer. With "threads", how much more two threads do than one.
float[] images = new float[64 * LeNet5.InputSize];
uint state = 1;
for (int i = 0; i < images.Length; i++) images[i] = ((state = (state * 1664525) + 1013904223) >> 8) / 16777216f;
if (args is ["once"])
{
    float[] scores = new float[10];
    Digits.Predict(images.AsSpan(0, Digits.InputSize), scores);
    Console.WriteLine(scores[0]);
    return;
}

Subject[] subjects =
[
    new("digits", Digits.InputSize, Digits.Predict),
    new("LeNet-5", LeNet5.InputSize, LeNet5.Predict),
    new("digits, unfused", DigitsUnfused.InputSize, DigitsUnfused.Predict),
    new("LeNet-5, unfused", LeNet5Unfused.InputSize, LeNet5Unfused.Predict),
];
foreach (Subject subject in subjects)
{
    foreach (int samples in new[] { 1, 64 })
    {
        float[] input = images[..(samples * subject.Size)], output = new float[samples * 10];
        double figure = args is ["threads"] ? Measured.Speedup(subject, input, output.Length) : Measured.Seconds(subject, input, output);
        uint hash = 17;
        foreach (float score in output) hash = (hash * 31) + BitConverter.SingleToUInt32Bits(score);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{subject.Name};{samples};{figure:R};{hash:x8}"));
    }
}

namespace ModelGen.Native
{
    internal delegate void Predict(ReadOnlySpan<float> input, Span<float> output);

    internal sealed record Subject(string Name, int Size, Predict Predict);

    internal static class Measured
    {
        private const double RoundSeconds = 0.03;
        private const int Rounds = 15;

        /// <summary>Processor time of a call.</summary>
        public static double Seconds(Subject subject, float[] input, float[] output)
        {
            double least = double.MaxValue;
            long calls = 1;
            for (int round = 0; round < Rounds;)
            {
                double start = Environment.CpuUsage.TotalTime.TotalSeconds;
                for (long i = 0; i < calls; i++) subject.Predict(input, output);
                double seconds = Environment.CpuUsage.TotalTime.TotalSeconds - start;
                if (seconds < RoundSeconds)
                {
                    calls *= 2;
                    continue;
                }

                least = Math.Min(least, seconds / calls);
                round++;
            }

            return least;
        }

        /// <summary>How many more calls two threads make than one in the same time; the best of some rounds.</summary>
        public static double Speedup(Subject subject, float[] input, int outputs)
        {
            double best = 0;
            for (int round = 0; round < Rounds; round++) best = Math.Max(best, (double)Calls(2) / Calls(1));
            return best;

            long Calls(int threads)
            {
                long calls = 0;
                using Barrier start = new(threads);
                Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() =>
                {
                    float[] output = new float[outputs];
                    subject.Predict(input, output);
                    start.SignalAndWait();
                    long end = Environment.TickCount64 + 200, own = 0;
                    for (; Environment.TickCount64 < end; own++) subject.Predict(input, output);
                    Interlocked.Add(ref calls, own);
                }))];
                foreach (Thread worker in workers) worker.Start();
                foreach (Thread worker in workers) worker.Join();
                return calls;
            }
        }
    }
}
#endif
