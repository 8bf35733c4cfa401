using ModelGen.Benchmarks.Architectures;
using ModelGen.Benchmarks.Workloads;
using ModelGen.Onnx.Format;

namespace ModelGen.Benchmarks.Tests;

/// <summary>The graphs that ONNX Runtime gets.</summary>
public class OnnxGraphTests
{
    /// <summary>Operators that do the work of the networks, and nothing around them that would take time.</summary>
    private static readonly HashSet<string> Working =
        ["Gemm", "Relu", "Tanh", "Conv", "BatchNormalization", "MaxPool", "GlobalAveragePool", "Flatten", "Add"];

    public static TheoryData<string> Predicting =>
        [.. WorkloadTable.All.OfType<Inference>().Where(one => one is not StreamingStep && one.Ids == 0).Select(one => one.Id)];

    public static TheoryData<string> Ids => [.. WorkloadTable.All.Select(workload => workload.Id)];

    [Theory]
    [MemberData(nameof(Predicting))]
    public void The_exporter_adds_no_node_that_would_slow_the_peer(string id)
    {
        Workload workload = WorkloadTable.Named([id])[0];
        (IModel model, OnnxGraph graph) = Written(workload);

        Assert.Subset(Working, graph.Nodes.Select(node => node.OpType).ToHashSet());
        Assert.Equal(
            model.Parameters.Select(one => one.Name).Where(name => !name.EndsWith("batches_tracked", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
            graph.Initializers.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        Assert.All(graph.Initializers, tensor => Assert.Equal(
            OnnxTensor.Of(tensor.Name, model.Parameters[tensor.Name].Value.ToArray(), tensor.Count).ToBytes().ToArray(),
            tensor.ToBytes().ToArray()));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_batch_has_a_size(string id)
    {
        Workload workload = WorkloadTable.Named([id])[0];
        (IModel model, OnnxGraph graph) = Written(workload);

        Assert.Equal(workload.BatchShape(model).Select(size => (long?)size), graph.Inputs.Single().Shape!.Select(axis => axis.Size));
        Assert.Equal(workload.Samples, graph.Outputs.Single().Shape![0].Size);
        Assert.All(graph.Outputs.Single().Shape!, axis => Assert.NotNull(axis.Size));
    }

    [Theory]
    [InlineData("tiny", "Gemm Relu Gemm Relu Gemm")]
    [InlineData("I4", "Conv Relu MaxPool Conv Relu MaxPool Flatten Gemm Relu Gemm Relu Gemm")]
    [InlineData("I5-gru16", "GRU Flatten")]
    [InlineData("I5-lstm64", "LSTM Flatten")]
    public void Networks_are_these_operators(string id, string operators) => Assert.Equal(
        operators, string.Join(' ', Written(WorkloadTable.Named([id])[0]).Graph.Nodes.Select(node => node.OpType)));

    [Fact]
    public void Attention_is_the_operator_that_ONNX_Runtime_adds()
    {
        (_, OnnxGraph graph) = Written(WorkloadTable.Named(["I7"])[0]);
        OnnxNode[] attention = [.. graph.Nodes.Where(node => node.OpType == "Attention")];

        Assert.Equal(4, attention.Length);
        Assert.All(attention, node => Assert.Equal(("com.microsoft", 4L, 1L),
            (node.Domain, node.Int("num_heads", 0), node.Int("unidirectional", 0))));
    }

    [Fact]
    public void A_graph_by_hand_takes_all_parameters()
    {
        IModel model = WorkloadTable.Named(["tiny"])[0].CreateModel();
        Assert.Throws<InvalidOperationException>(() => new RecurrentStep("GRU", 2, 16).ToOnnx(model, [1, 1, 2], [1, 16]));
    }

    /// <summary>As a reader sees what is written.</summary>
    private static (IModel Model, OnnxGraph Graph) Written(Workload workload)
    {
        IModel model = workload.CreateModel();
        OnnxModel file = workload.Architecture.ToOnnx(model, workload.BatchShape(model), [workload.Samples, model.OutputSize]);
        OnnxModel read = OnnxModel.Read(file.ToBytes());
        Assert.Equal(17, read.Opset);
        return (model, read.Graph);
    }
}
