using ModelGen.Mpi.Native;

namespace ModelGen.Mpi.Tests;

/// <summary>How long vectors are cut, sent and added up.</summary>
public sealed class SlicePlanTests
{
    [Theory]
    [InlineData(2, 10)]
    [InlineData(2, 11)]
    [InlineData(3, 100)]
    [InlineData(5, 101)]
    [InlineData(8, 1003)]
    [InlineData(4, 3)]
    public void Every_slice_is_added_up_in_the_order_of_ranks(int size, int length)
    {
        float[][] values = [.. Enumerable.Range(0, size).Select(rank => Numbers(rank, length))];
        float[] expected = [.. values[0]];
        for (int rank = 1; rank < size; rank++)
        {
            for (int i = 0; i < length; i++) expected[i] += values[rank][i];
        }

        SlicePlan[] plans = [.. Enumerable.Range(0, size).Select(rank => new SlicePlan(rank, size, length))];
        float[] sum = new float[length];
        int end = 0;
        for (int rank = 0; rank < size; rank++)
        {
            SlicePlan plan = plans[rank];
            float[] others = new float[plan.Room];
            for (int from = 0; from < size; from++)
            {
                // What one sends is as long as what the other expects.
                Assert.Equal(plans[from].Sent[rank], plan.Received[from]);
                values[from].AsSpan(plans[from].Starts[rank], plans[from].Sent[rank]).CopyTo(others.AsSpan(plan.Places[from]));
            }

            Span<float> own = values[rank].AsSpan(plan.Starts[rank], plan.Lengths[rank]);
            plan.Add(own, others);
            own.CopyTo(sum.AsSpan(plan.Starts[rank]));
            Assert.Equal(end, plan.Starts[rank]);
            end += plan.Lengths[rank];
        }

        Assert.Equal(length, end);
        Assert.Equal(expected, sum);
    }

    private static float[] Numbers(int rank, int length)
    {
        float[] values = new float[length];
        new RandomStream(rank + 1).FillUniform(values);
        return values;
    }
}
