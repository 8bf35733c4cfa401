using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

public sealed class ThreadTests
{
    private delegate void PredictCall(ReadOnlySpan<float> input, Span<float> output);

    [Theory]
    [InlineData("Dropped")]
    [InlineData("Residuals")]
    [InlineData("Pieces")]
    public void Many_threads_predict_on_one_instance(string name)
    {
        LiveModel subject = new(name);
        subject.TrainStep(64);
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
}
