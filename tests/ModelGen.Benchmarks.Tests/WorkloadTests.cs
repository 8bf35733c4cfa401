using ModelGen.Benchmarks.Architectures;
using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Benchmarks.Tests;

public class WorkloadTests
{
    public static TheoryData<string> Ids => [.. WorkloadTable.All.Select(workload => workload.Id)];

    [Fact]
    public void Ids_are_distinct() => Assert.Distinct(WorkloadTable.All.Select(workload => workload.Id), StringComparer.OrdinalIgnoreCase);

    [Theory]
    [InlineData("I1", 2 * (784 * 128 + 128 * 10))]
    [InlineData("I3", 64 * 2 * (784 * 512 + 512 * 256 + 256 * 10))]
    [InlineData("tiny", 2 * (2 * 16 + 16 * 16 + 16))]
    [InlineData("T1", 64 * 2 * (2 * 784 * 128 + 3 * 128 * 10))]
    [InlineData("T2", 128 * 2 * (2 * 784 * 512 + 3 * (512 * 256 + 256 * 10)))]
    [InlineData("I4x64", 64 * 2 * (150 * 784 + 2400 * 100 + 400 * 120 + 120 * 84 + 84 * 10))]
    [InlineData("I5-gru16", 2 * 3 * 16 * (1 + 16))]
    [InlineData("I5-lstm64", 2 * 4 * 64 * (1 + 64))]
    [InlineData("I8", 2 * (27 * 16 * 1024 + 6 * 144 * 16 * 1024 + (144 + 16 + 5 * 288) * 32 * 256 + (288 + 32 + 5 * 576) * 64 * 64 + 640))]
    [InlineData("R18", 2 * 1_814_073_344.0)]
    [InlineData("T3", 128 * 2 * (2 * 150 * 784 + 3 * (2400 * 100 + 400 * 120 + 120 * 84 + 84 * 10)))]
    [InlineData("I7", 64 * 2 * ((4 * ((12 * 128 * 128) + (2 * 64 * 128))) + (128 * 65)))]
    [InlineData("I7kv", 2 * ((4 * ((12 * 128 * 128) + (2 * 64 * 128))) + (128 * 65)))]
    [InlineData("T7", 16.0 * 3 * 64 * 2 * ((4 * ((12 * 128 * 128) + (2 * 64 * 128))) + (128 * 65)))]
    [InlineData("T4", 128 * 2 * (2 * 72 * 676 + 3 * (1352 * 64 + 64 * 10)))]
    public void Operations_are_counted_from_shapes_without_the_gradient_of_the_input(string id, double flop) =>
        Assert.Equal(flop, WorkloadTable.Named([id])[0].Flop);

    [Fact]
    public void An_architecture_that_is_not_that_of_the_model_is_noticed()
    {
        IModel model = WorkloadTable.Named(["tiny"])[0].CreateModel();

        string message = Assert.Throws<InvalidOperationException>(() => new WeightReader(model.Parameters).Next(16, 3)).Message;
        Assert.Equal("dense1.weight has shape [16, 2]; the peer's architecture needs [16, 3].", message);
        Assert.Throws<InvalidOperationException>(new WeightReader(model.Parameters).End);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Our_side_computes_the_same_in_every_instance(string id)
    {
        Workload workload = WorkloadTable.Named([id])[0];
        float[] evidence = workload.CreateOurs(1).Evidence();

        Assert.Equal(evidence, workload.CreateOurs(1).Evidence());
        Assert.All(evidence, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_all_names() => Assert.Equal(
        $"'x' is not a workload; there are {string.Join(", ", WorkloadTable.All.Select(workload => workload.Id))}.",
        Assert.Throws<UsageException>(() => WorkloadTable.Named(["x"])).Message);
}
