using System.Globalization;
using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Export;

/// <summary>Reads the text that generated code has of its graph: the compiler's <c>GraphText</c> writes it.</summary>
internal static class GraphText
{
    private const string Header = "onnx|2";

    /// <summary>The model of a text.</summary>
    /// <param name="text">The graph without the numbers of the weights.</param>
    /// <param name="opset">The version of the operators; one of those that <see cref="OnnxExportOptions"/> allows.</param>
    /// <param name="weight">The tensor of a parameter, by its name.</param>
    /// <exception cref="NotSupportedException">
    /// The text says why there is no graph, or another version of the compiler wrote it.
    /// </exception>
    public static OnnxModel ToModel(string text, int opset, Func<string, OnnxTensor> weight)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0] != Header)
            throw new NotSupportedException("Another version of ModelGen generated the class. Rebuild it with that of ModelGen.Onnx.");
        List<OnnxValueInfo> inputs = [], outputs = [];
        List<OnnxTensor> tensors = [];
        List<OnnxNode> nodes = [];
        foreach (string line in lines.Skip(1))
        {
            string[] fields = line.Split('|');
            switch (fields[0])
            {
                case "input":
                    inputs.Add(Value(fields[1], fields[2] == "ids" ? OnnxElementType.Int64 : OnnxElementType.Float, fields[3]));
                    break;
                case "weight":
                    tensors.Add(weight(fields[1]));
                    break;
                case "floats":
                    float[] numbers = [.. Parts(fields[3]).Select(part => float.Parse(part, CultureInfo.InvariantCulture))];
                    tensors.Add(OnnxTensor.Of(fields[1], numbers, Longs(fields[2])));
                    break;
                case "ints":
                    tensors.Add(OnnxTensor.Of(fields[1], Longs(fields[3]), Longs(fields[2])));
                    break;
                case "node" when !Holds(fields[5], opset):
                    break;
                case "node":
                    nodes.Add(new OnnxNode(fields[1], fields[3].Length == 0 ? [] : fields[3].Split(','), [fields[2]])
                    {
                        Name = fields[2],
                        Attributes = [.. fields[4].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Attribute)],
                    });
                    break;
                case "output":
                    outputs.Add(Value(fields[1], OnnxElementType.Float, fields[2]));
                    break;
                case "problem":
                    throw new NotSupportedException($"The model cannot be written as ONNX: {fields[1]}");
                default:
                    throw new NotSupportedException($"'{fields[0]}' in the description of the model is not known. Rebuild the project.");
            }
        }

        // Constants of the form that another version has belong to no node.
        HashSet<string> read = [.. nodes.SelectMany(node => node.Inputs), .. outputs.Select(output => output.Name)];
        tensors.RemoveAll(tensor => !read.Contains(tensor.Name));
        return new OnnxModel
        {
            IrVersion = FormatOf(opset),
            Producer = "ModelGen",
            Opsets = new Dictionary<string, long> { [""] = opset },
            Graph = new OnnxGraph { Name = "model", Nodes = nodes, Initializers = tensors, Inputs = inputs, Outputs = outputs },
        };
    }

    /// <summary>The version of the format that came with a version of the operators.</summary>
    /// <remarks>https://github.com/onnx/onnx/blob/main/docs/Versioning.md#released-versions</remarks>
    private static long FormatOf(int opset) => opset switch
    {
        <= 18 => 8,
        <= 20 => 9,
        <= 22 => 10,
        23 => 11,
        24 => 12,
        _ => 13,
    };

    /// <summary>Whether a version is one of those for which a node is meant: <c>18-</c>, <c>-17</c>, or all.</summary>
    private static bool Holds(string versions, int opset)
    {
        if (versions.Length == 0) return true;
        int bound = int.Parse(versions.Trim('-'), CultureInfo.InvariantCulture);
        return versions[0] == '-' ? opset <= bound : opset >= bound;
    }

    private static OnnxValueInfo Value(string name, OnnxElementType type, string shape) =>
        new(name, type, [new OnnxAxis(null, "N"), .. Longs(shape).Select(OnnxAxis.Of)]);

    private static OnnxAttribute Attribute(string text)
    {
        int equals = text.IndexOf('='), colon = text.IndexOf(':');
        (string name, string type, string value) = (text[..equals], text[(equals + 1)..colon], text[(colon + 1)..]);
        return type switch
        {
            "i" => OnnxAttribute.Of(name, long.Parse(value, CultureInfo.InvariantCulture)),
            "f" => OnnxAttribute.Of(name, float.Parse(value, CultureInfo.InvariantCulture)),
            "is" => OnnxAttribute.Of(name, Longs(value)),
            "ss" => new OnnxAttribute(name, OnnxAttributeType.Strings) { Texts = Parts(value) },
            _ => OnnxAttribute.Of(name, value),
        };
    }

    private static string[] Parts(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static long[] Longs(string list) => [.. Parts(list).Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
}
