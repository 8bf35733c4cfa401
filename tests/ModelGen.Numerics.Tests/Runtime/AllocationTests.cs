using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

public sealed class AllocationTests
{
    [Theory]
    [MemberData(nameof(Zoo.Names), MemberType = typeof(Zoo))]
    public void Nothing_is_allocated_after_the_first_call(string name) => AssertNothingAllocated(name, threads: 1);

    /// <summary>By the caller; what a process with workers allocates in all, <see cref="ProcessTests"/> sees.</summary>
    [Theory]
    [MemberData(nameof(Zoo.Names), MemberType = typeof(Zoo))]
    public void Nothing_is_allocated_for_threads(string name) => AssertNothingAllocated(name, threads: 3);

    private static void AssertNothingAllocated(string name, int threads)
    {
        LiveModel subject = new(name);
        subject.SetThreads(threads);
        Pass(subject);
        Pass(subject);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Pass(subject);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Prediction_allocates_once_for_a_thread_whatever_the_number_of_samples()
    {
        LiveModel subject = new("Dropped");
        long allocated = -1;
        Thread thread = new(() =>
        {
            subject.Predict(1);
            long before = GC.GetAllocatedBytesForCurrentThread();
            subject.Predict(64);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, allocated);
    }

    // The largest batch first; then smaller ones, and predictions of one sample before many.
    private static void Pass(LiveModel subject)
    {
        subject.TrainStep(64);
        subject.TrainStep(5);
        subject.TrainStep(64);
        subject.Predict(1);
        subject.Predict(64);
        subject.Evaluate(33);
        subject.ZeroGradients();
        subject.Forward(48);
        subject.Backward(48);
        subject.Update();
    }
}
