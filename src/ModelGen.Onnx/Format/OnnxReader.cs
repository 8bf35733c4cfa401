namespace ModelGen.Onnx.Format;

/// <summary>Reads the messages of ONNX. Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.</summary>
/// <remarks>
/// The memory that is needed beside the file is bounded: tensors stay where they are in it, and the number of messages is limited, as is
/// how deep graphs lie in graphs.
/// </remarks>
internal sealed class OnnxReader(string? folder)
{
    /// <summary>How many nodes, tensors, attributes and values a file may have.</summary>
    internal const int MostMessages = 1_000_000;

    private const int DeepestGraph = 32;

    private int _messages;
    private int _depth;

    public OnnxModel Model(ReadOnlyMemory<byte> bytes)
    {
        long version = 0;
        string producer = "", producerVersion = "";
        Dictionary<string, long> opsets = [];
        OnnxGraph? graph = null;
        for (WireReader reader = new(bytes); reader.Next();)
        {
            switch (reader.Field)
            {
                case 1: version = reader.Integer(); break;
                case 2: producer = reader.Text(); break;
                case 3: producerVersion = reader.Text(); break;
                case 7: graph = Graph(reader.Bytes()); break;
                case 8: Opset(reader.Bytes(), opsets); break;
                case 25: throw new InvalidDataException("the model defines functions of its own, which cannot be read.");
                default: reader.Skip(); break;
            }
        }

        if (graph is null) throw new InvalidDataException("there is no graph in it. Is it an ONNX model?");
        if (version is < 1 or > 1000) throw new InvalidDataException($"the version of its format is {version}; 3 to 13 are known.");
        return new OnnxModel
        {
            IrVersion = version,
            Producer = producer,
            ProducerVersion = producerVersion,
            Opsets = opsets,
            Graph = graph,
        };
    }

    private void Opset(ReadOnlyMemory<byte> bytes, Dictionary<string, long> opsets)
    {
        Count();
        string domain = "";
        long version = 0;
        for (WireReader reader = new(bytes); reader.Next();)
        {
            switch (reader.Field)
            {
                case 1: domain = reader.Text(); break;
                case 2: version = reader.Integer(); break;
                default: reader.Skip(); break;
            }
        }

        opsets[domain == "ai.onnx" ? "" : domain] = version;
    }

    private OnnxGraph Graph(ReadOnlyMemory<byte> bytes)
    {
        Count();
        if (++_depth > DeepestGraph) throw new InvalidDataException($"graphs lie more than {DeepestGraph} deep in each other.");
        string name = "";
        List<OnnxNode> nodes = [];
        List<OnnxTensor> initializers = [];
        List<OnnxValueInfo> inputs = [], outputs = [];
        for (WireReader reader = new(bytes); reader.Next();)
        {
            switch (reader.Field)
            {
                case 1: nodes.Add(Node(reader.Bytes())); break;
                case 2: name = reader.Text(); break;
                case 5: initializers.Add(Tensor(reader.Bytes())); break;
                case 11: inputs.Add(Value(reader.Bytes())); break;
                case 12: outputs.Add(Value(reader.Bytes())); break;
                case 15: throw new InvalidDataException("the graph has sparse tensors, which cannot be read.");
                default: reader.Skip(); break;
            }
        }

        _depth--;
        return new OnnxGraph { Name = name, Nodes = nodes, Initializers = initializers, Inputs = inputs, Outputs = outputs };
    }

    private OnnxNode Node(ReadOnlyMemory<byte> bytes)
    {
        Count();
        List<string> inputs = [], outputs = [];
        List<OnnxAttribute> attributes = [];
        string name = "", type = "", domain = "";
        for (WireReader reader = new(bytes); reader.Next();)
        {
            switch (reader.Field)
            {
                case 1: inputs.Add(Name(ref reader)); break;
                case 2: outputs.Add(Name(ref reader)); break;
                case 3: name = reader.Text(); break;
                case 4: type = reader.Text(); break;
                case 5: attributes.Add(Attribute(reader.Bytes())); break;
                case 7: domain = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }

        return new OnnxNode(type, inputs, outputs)
        {
            Name = name,
            Domain = domain == "ai.onnx" ? "" : domain,
            Attributes = attributes,
        };
    }

    private OnnxAttribute Attribute(ReadOnlyMemory<byte> bytes)
    {
        Count();
        string name = "", text = "";
        OnnxAttributeType type = OnnxAttributeType.Undefined;
        (float single, long integer) = (0, 0);
        OnnxTensor? tensor = null;
        OnnxGraph? graph = null;
        List<float> singles = [];
        List<long> integers = [];
        List<string> texts = [];
        for (WireReader reader = new(bytes); reader.Next();)
        {
            switch (reader.Field)
            {
                case 1: name = reader.Text(); break;
                case 2: single = reader.Single(); break;
                case 3: integer = reader.Integer(); break;
                case 4: text = Latin(reader.Bytes()); break;
                case 5: tensor = Tensor(reader.Bytes()); break;
                case 6: graph = Graph(reader.Bytes()); break;
                case 7: reader.Singles(singles, MostMessages); break;
                case 8: reader.Integers(integers, MostMessages); break;
                case 9: texts.Add(Latin(reader.Bytes())); break;
                case 20: type = (OnnxAttributeType)Math.Clamp(reader.Integer(), 0, int.MaxValue); break;
                default: reader.Skip(); break;
            }
        }

        if (type == OnnxAttributeType.Undefined) type = Guess(tensor, graph, singles, integers, texts, text, single);
        return new OnnxAttribute(name, type)
        {
            Float = single,
            Int = integer,
            Text = text,
            Tensor = tensor,
            Graph = graph,
            Floats = singles,
            Ints = integers,
            Texts = texts,
        };
    }

    /// <summary>Files of the first version of the format do not say of which type an attribute is.</summary>
    private static OnnxAttributeType Guess(
        OnnxTensor? tensor, OnnxGraph? graph, List<float> singles, List<long> integers, List<string> texts, string text, float single) =>
        tensor is not null ? OnnxAttributeType.Tensor
        : graph is not null ? OnnxAttributeType.Graph
        : singles.Count > 0 ? OnnxAttributeType.Floats
        : integers.Count > 0 ? OnnxAttributeType.Ints
        : texts.Count > 0 ? OnnxAttributeType.Strings
        : text.Length > 0 ? OnnxAttributeType.String
        : single != 0 ? OnnxAttributeType.Float
        : OnnxAttributeType.Int;

    private OnnxValueInfo Value(ReadOnlyMemory<byte> bytes)
    {
        Count();
        string name = "";
        OnnxElementType type = OnnxElementType.Undefined;
        IReadOnlyList<OnnxAxis>? shape = null;
        for (WireReader reader = new(bytes); reader.Next();)
        {
            switch (reader.Field)
            {
                case 1: name = reader.Text(); break;
                case 2: (type, shape) = Type(reader.Bytes()); break;
                default: reader.Skip(); break;
            }
        }

        return new OnnxValueInfo(name, type, shape);
    }

    private (OnnxElementType Type, IReadOnlyList<OnnxAxis>? Shape) Type(ReadOnlyMemory<byte> bytes)
    {
        OnnxElementType type = OnnxElementType.Undefined;
        IReadOnlyList<OnnxAxis>? shape = null;
        for (WireReader reader = new(bytes); reader.Next();)
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            for (WireReader tensor = new(reader.Bytes()); tensor.Next();)
            {
                switch (tensor.Field)
                {
                    case 1: type = (OnnxElementType)Math.Clamp(tensor.Integer(), 0, int.MaxValue); break;
                    case 2: shape = Shape(tensor.Bytes()); break;
                    default: tensor.Skip(); break;
                }
            }
        }

        return (type, shape);
    }

    private List<OnnxAxis> Shape(ReadOnlyMemory<byte> bytes)
    {
        List<OnnxAxis> shape = [];
        for (WireReader reader = new(bytes); reader.Next();)
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            Count();
            long? size = null;
            string name = "";
            for (WireReader axis = new(reader.Bytes()); axis.Next();)
            {
                switch (axis.Field)
                {
                    case 1: size = axis.Integer(); break;
                    case 2: name = axis.Text(); break;
                    default: axis.Skip(); break;
                }
            }

            shape.Add(new OnnxAxis(size, name));
        }

        return shape;
    }

    private OnnxTensor Tensor(ReadOnlyMemory<byte> bytes)
    {
        Count();
        return OnnxTensor.Read(bytes, folder);
    }

    /// <summary>Texts of attributes are bytes; those that operators know are ASCII.</summary>
    private static string Latin(ReadOnlyMemory<byte> bytes) => System.Text.Encoding.Latin1.GetString(bytes.Span);

    private string Name(ref WireReader reader)
    {
        Count();
        return reader.Text();
    }

    private void Count()
    {
        if (++_messages > MostMessages)
            throw new InvalidDataException($"it has more than {MostMessages} nodes, tensors, attributes and values.");
    }
}
