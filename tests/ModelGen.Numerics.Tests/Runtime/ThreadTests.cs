using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

public sealed class ThreadTests
{
    private delegate void PredictCall(ReadOnlySpan<float> input, Span<float> output);

    [Theory]
    [InlineData("Dropped", 1)]
    [InlineData("Residuals", 1)]
    [InlineData("Pieces", 1)]
    [InlineData("Dropped", 2)]
    [InlineData("Wide", 3)]
    public void Many_threads_predict_on_one_instance(string name, int helpers)
    {
        LiveModel subject = new(name);
        subject.TrainStep(64);
        subject.SetThreads(helpers);
        PredictCall predict = subject.Method<PredictCall>("Predict");
        int inputSize = subject.Constant("InputSize"), outputSize = subject.Constant("OutputSize");
        float[] x = LiveModel.Data(200 * inputSize, 11), expected = new float[200 * outputSize];
        predict(x, expected);

        int wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(index => new Thread(() =>
        {
            for (int round = 0; round < 20; round++)
            {
                int first = ((index * 7) + (round * 3)) % 100, count = 1 + (((index + 1) * (round + 1) * 5) % 100);
                float[] y = new float[count * outputSize];
                predict(x.AsSpan(first * inputSize, count * inputSize), y);
                if (!y.AsSpan().SequenceEqual(expected.AsSpan(first * outputSize, count * outputSize))) Interlocked.Increment(ref wrong);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Models_that_train_at_the_same_time_share_the_workers()
    {
        ZooModel[] models = [.. Zoo.Models];
        int[][] expected = [.. models.Select(model => Train(model.Name, threads: 1))];
        int[][] actual = new int[models.Length][];
        Exception? failure = null;
        Thread[] callers = [.. models.Select((model, i) => new Thread(() =>
        {
            try
            {
                actual[i] = Train(model.Name, threads: 1 + (i % 5));
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }))];
        foreach (Thread caller in callers) caller.Start();
        foreach (Thread caller in callers) caller.Join();
        Assert.Null(failure);
        for (int i = 0; i < models.Length; i++) Assert.True(expected[i].AsSpan().SequenceEqual(actual[i]), models[i].Name);
    }

    private static int[] Train(string name, int threads)
    {
        LiveModel subject = new(name);
        subject.SetThreads(threads);
        List<int> trace = [];
        for (int step = 0; step < 40; step++)
        {
            int samples = 1 + ((step * 13) % LiveModel.Largest);
            trace.Add(BitConverter.SingleToInt32Bits(subject.TrainStep(samples)));
            trace.Add(BitConverter.SingleToInt32Bits(subject.Evaluate(samples)));
        }

        return [.. trace, .. subject.State()];
    }
}
