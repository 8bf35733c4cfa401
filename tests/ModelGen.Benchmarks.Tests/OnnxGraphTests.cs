using System.Runtime.InteropServices;
using Google.Protobuf;
using ModelGen.Benchmarks.Architectures;
using ModelGen.Benchmarks.Onnx;
using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Benchmarks.Tests;

/// <summary>What the writer writes is read with Google's own reader.</summary>
public class OnnxGraphTests
{
    [Fact]
    public void Values_of_all_kinds_come_back()
    {
        ProtobufWriter writer = new();
        writer.Integer(1, 300);
        writer.Integer(2, -1);
        writer.Single(3, 0.1f);
        writer.Text(20, "größer");
        writer.Message(5, inner => inner.Integer(1, 7));

        CodedInputStream input = new(writer.ToArray());
        Assert.Equal(WireFormat.MakeTag(1, WireFormat.WireType.Varint), input.ReadTag());
        Assert.Equal(300, input.ReadInt64());
        input.ReadTag();
        Assert.Equal(-1, input.ReadInt64());
        Assert.Equal(WireFormat.MakeTag(3, WireFormat.WireType.Fixed32), input.ReadTag());
        Assert.Equal(0.1f, input.ReadFloat());
        Assert.Equal(WireFormat.MakeTag(20, WireFormat.WireType.LengthDelimited), input.ReadTag());
        Assert.Equal("größer", input.ReadString());
        input.ReadTag();
        Assert.Equal([0x08, 0x07], input.ReadBytes().ToByteArray());
        Assert.True(input.IsAtEnd);
    }

    [Fact]
    public void A_network_becomes_nodes_with_its_weights()
    {
        Workload workload = WorkloadTable.Named(["tiny"])[0];
        IModel model = workload.CreateModel();
        OnnxGraph builder = new();
        string output = workload.Architecture.AddTo(builder, OnnxGraph.Input, new WeightReader(model.Parameters));

        Message file = new(builder.ToModel([1, 2], output, [1, 1]));
        Message graph = file.Messages(7).Single();
        Message[] nodes = [.. graph.Messages(1)];

        Assert.Equal(8, file.Integers(1).Single());
        Assert.Equal(17, file.Messages(8).Single().Integers(2).Single());
        Assert.Equal(["Gemm", "Relu", "Gemm", "Relu", "Gemm"], nodes.Select(node => node.Texts(4).Single()));
        Assert.Equal(OnnxGraph.Input, nodes[0].Texts(1).First());
        Assert.Equal(output, nodes[^1].Texts(2).Single());
        Assert.All(nodes.Skip(1).Zip(nodes), pair => Assert.Equal(pair.Second.Texts(2).Single(), pair.First.Texts(1).First()));

        Message transposed = nodes[0].Messages(5).Single();
        Assert.Equal(("transB", 1, 2), (transposed.Texts(1).Single(), transposed.Integers(3).Single(), transposed.Integers(20).Single()));

        Message[] weights = [.. graph.Messages(5)];
        Assert.Equal(model.Parameters.Count, weights.Length);
        Assert.All(weights.Zip(model.Parameters), pair =>
        {
            Assert.Equal(pair.Second.Shape.Select(axis => (long)axis), pair.First.Integers(1));
            Assert.Equal(pair.Second.Value.ToArray(), MemoryMarshal.Cast<byte, float>(pair.First.Bytes(9).Single()).ToArray());
        });
        Assert.Equal(weights[0].Texts(8).Single(), nodes[0].Texts(1).ElementAt(1));
        Assert.Equal([1L, 2L], Shape(graph.Messages(11).Single()));
        Assert.Equal([1L, 1L], Shape(graph.Messages(12).Single()));
        Assert.Equal(output, graph.Messages(12).Single().Texts(1).Single());
    }

    [Fact]
    public void A_normalized_convolution_becomes_one_node_with_scaled_filters()
    {
        IModel model = WorkloadTable.Named(["I8"])[0].CreateModel();
        OnnxGraph builder = new();
        new Convolution(3, 16, 3, 32) { Padding = 1, Normalized = true }.AddTo(
            builder,
            OnnxGraph.Input,
            new WeightReader(model.Parameters));

        Message graph = new Message(builder.ToModel([1, 3, 32, 32], "value2", [1, 16, 32, 32])).Messages(7).Single();
        Message node = graph.Messages(1).Single();
        Message[] attributes = [.. node.Messages(5)];
        float[][] constants =
        [
            .. graph.Messages(5).Select(constant => MemoryMarshal.Cast<byte, float>(constant.Bytes(9).Single()).ToArray()),
        ];

        Assert.Equal("Conv", node.Texts(4).Single());
        Assert.Equal(["kernel_shape", "strides", "pads"], attributes.Select(attribute => attribute.Texts(1).Single()));
        Assert.Equal([[3, 3], [1, 1], [1, 1, 1, 1]], attributes.Select(attribute => attribute.Integers(8)));
        Assert.All(attributes, attribute => Assert.Equal(7, attribute.Integers(20).Single()));

        // One filter on an image of ones: the convolution and the normalization after it, one by one.
        const int filter = 5;
        float[] weight = [.. model.Parameters[0].Value];
        double sum = weight.Skip(filter * 27).Take(27).Sum(value => (double)value);
        double normalized =
            (
                model.Parameters[1].Value[filter]
                * (sum - model.Parameters[3].Value[filter])
                / Math.Sqrt(model.Parameters[4].Value[filter] + 1e-5)) + model.Parameters[2].Value[filter];
        Assert.Equal(normalized, constants[0].Skip(filter * 27).Take(27).Sum(value => (double)value) + constants[1][filter], 1e-5);
        Assert.NotEqual(sum, normalized, 1e-2);
    }

    private static IEnumerable<long> Shape(Message value) =>
        value.Messages(2).Single().Messages(1).Single().Messages(2).Single().Messages(1).Select(axis => axis.Integers(1).Single());

    /// <summary>The fields of a message, by number.</summary>
    private sealed class Message
    {
        private readonly List<(int Field, long Integer, byte[] Bytes)> _fields = [];

        public Message(byte[] bytes)
        {
            CodedInputStream input = new(bytes);
            while (input.ReadTag() is var tag and not 0)
            {
                int field = WireFormat.GetTagFieldNumber(tag);
                if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.Varint) _fields.Add((field, input.ReadInt64(), []));
                else _fields.Add((field, 0, input.ReadBytes().ToByteArray()));
            }
        }

        public IEnumerable<long> Integers(int field) => _fields.Where(f => f.Field == field).Select(f => f.Integer);

        public IEnumerable<byte[]> Bytes(int field) => _fields.Where(f => f.Field == field).Select(f => f.Bytes);

        public IEnumerable<string> Texts(int field) => Bytes(field).Select(System.Text.Encoding.UTF8.GetString);

        public IEnumerable<Message> Messages(int field) => Bytes(field).Select(bytes => new Message(bytes));
    }
}
