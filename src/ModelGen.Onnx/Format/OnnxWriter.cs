using System.Text;

namespace ModelGen.Onnx.Format;

/// <summary>Writes the messages of ONNX. Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.</summary>
internal static class OnnxWriter
{
    public static byte[] Model(OnnxModel model)
    {
        long tensors = model.Graph.Initializers.Sum(tensor => (long)tensor.Count * OnnxTensor.SizeOf(tensor.Type));
        if (tensors > OnnxModel.LargestMessage)
        {
            throw new InvalidDataException(
                $"The tensors of the model have {tensors} bytes; an ONNX file has at most {OnnxModel.LargestMessage}.");
        }

        WireWriter writer = new();
        writer.Integer(1, model.IrVersion);
        writer.Text(2, model.Producer);
        writer.Text(3, model.ProducerVersion);
        writer.Message(7, graph => Graph(graph, model.Graph));
        foreach ((string domain, long version) in model.Opsets.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.Message(8, opset =>
            {
                opset.Text(1, domain);
                opset.Integer(2, version);
            });
        }

        return writer.Written.ToArray();
    }

    private static void Graph(WireWriter writer, OnnxGraph graph)
    {
        foreach (OnnxNode node in graph.Nodes) writer.Message(1, inner => Node(inner, node));
        writer.Text(2, graph.Name);
        foreach (OnnxTensor tensor in graph.Initializers) writer.Message(5, inner => Tensor(inner, tensor));
        foreach (OnnxValueInfo input in graph.Inputs) writer.Message(11, inner => Value(inner, input));
        foreach (OnnxValueInfo output in graph.Outputs) writer.Message(12, inner => Value(inner, output));
    }

    private static void Node(WireWriter writer, OnnxNode node)
    {
        // An operand that is left out is an empty text, which must be there.
        foreach (string input in node.Inputs) writer.Bytes(1, Encoding.UTF8.GetBytes(input));
        foreach (string output in node.Outputs) writer.Bytes(2, Encoding.UTF8.GetBytes(output));
        writer.Text(3, node.Name);
        writer.Text(4, node.OpType);
        foreach (OnnxAttribute attribute in node.Attributes) writer.Message(5, inner => Attribute(inner, attribute));
        writer.Text(7, node.Domain);
    }

    private static void Attribute(WireWriter writer, OnnxAttribute attribute)
    {
        writer.Text(1, attribute.Name);
        switch (attribute.Type)
        {
            case OnnxAttributeType.Float: writer.Single(2, attribute.Float); break;
            case OnnxAttributeType.Int: writer.Integer(3, attribute.Int); break;
            case OnnxAttributeType.String: writer.Bytes(4, Encoding.Latin1.GetBytes(attribute.Text)); break;
            case OnnxAttributeType.Tensor: writer.Message(5, inner => Tensor(inner, attribute.Tensor!)); break;
            case OnnxAttributeType.Graph: writer.Message(6, inner => Graph(inner, attribute.Graph!)); break;
            case OnnxAttributeType.Floats: writer.Singles(7, attribute.Floats); break;
            case OnnxAttributeType.Ints: writer.Integers(8, attribute.Ints); break;
            case OnnxAttributeType.Strings:
                foreach (string text in attribute.Texts) writer.Bytes(9, Encoding.Latin1.GetBytes(text));
                break;
            default: throw new InvalidDataException($"An attribute of type {attribute.Type} cannot be written: '{attribute.Name}'.");
        }

        writer.Integer(20, (long)attribute.Type);
    }

    private static void Tensor(WireWriter writer, OnnxTensor tensor)
    {
        writer.Integers(1, tensor.Shape);
        writer.Integer(2, (long)tensor.Type);
        writer.Text(8, tensor.Name);
        writer.Bytes(9, tensor.ToBytes().Span);
    }

    private static void Value(WireWriter writer, OnnxValueInfo value)
    {
        writer.Text(1, value.Name);
        writer.Message(2, type => type.Message(1, tensor =>
        {
            tensor.Integer(1, (long)value.Type);
            if (value.Shape is not { } shape) return;
            tensor.Message(2, axes =>
            {
                foreach (OnnxAxis axis in shape)
                {
                    axes.Message(1, one =>
                    {
                        if (axis.Size is { } size) one.Integer(1, size);
                        else one.Text(2, axis.Name);
                    });
                }
            });
        }));
    }
}
