using ModelGen.Onnx;
using ModelGen.Onnx.Format;

namespace ModelGen.Tool;

/// <summary>What an ONNX file holds, and whether it can be imported.</summary>
internal static class OnnxReport
{
    public static void Write(string path, ImportOptions options, TextWriter output)
    {
        OnnxModel model = OnnxModel.Read(path);
        OnnxGraph graph = model.Graph;
        List<OnnxNode> nodes = [];
        Collect(graph, nodes);
        TensorList tensors = Tensors(graph, nodes);

        output.WriteLine(Path.GetFileName(path));
        string producer = model.Producer.Length > 0 ? $", written by {TensorList.Printable(model.Producer)} {model.ProducerVersion}" : "";
        string versions = string.Join(", ", model.Opsets.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => one.Key.Length == 0 ? $"operators of version {one.Value}" : $"{one.Key} {one.Value}"));
        Line(output, $"ONNX: IR {model.IrVersion}, {versions}{producer.TrimEnd()}");
        Line(output, $"{TensorList.Counted(nodes.Count, "node")}, {TensorList.Counted(tensors.Count, "tensor")} of "
            + $"{TensorList.Counted(tensors.Numbers, "number")}, {TensorList.Size(tensors.Bytes)}");

        HashSet<string> constants = new(graph.Initializers.Select(tensor => tensor.Name), StringComparer.Ordinal);
        Values(output, "inputs", graph.Inputs.Where(input => !constants.Contains(input.Name)));
        Values(output, "outputs", graph.Outputs);
        output.WriteLine();
        output.WriteLine("operators");
        TextLines.Write(output, "  ", "  ", Operators(nodes));
        output.WriteLine();
        Import(path, options, output);
        if (tensors.Count == 0) return;
        output.WriteLine();
        tensors.Write(output);
    }

    private static void Import(string path, ImportOptions options, TextWriter output)
    {
        try
        {
            ImportedModel imported = OnnxImport.Read(path, options);
            long numbers = imported.Weights.Sum(weight => weight.Shape.Aggregate(1L, (a, b) => a * b));
            Line(output, "import: all of it can be expressed, with " + TensorList.Counted(imported.Weights.Count, "weight")
                + $" of {TensorList.Counted(numbers, "number")}");
        }
        catch (OnnxImportException problem)
        {
            output.WriteLine($"import: not possible; {TensorList.Counted(problem.Problems.Count, "node")} cannot be expressed");
            foreach (ImportProblem one in problem.Problems)
                TextLines.Write(output, "  ", "    ", TensorList.Printable(one.ToString()).Split(' '));
        }
        catch (InvalidDataException problem)
        {
            TextLines.Write(output, "", "  ", TensorList.Printable($"import: not as it is. {problem.Message}").Split(' '));
        }
    }

    private static void Values(TextWriter output, string title, IEnumerable<OnnxValueInfo> values)
    {
        output.WriteLine();
        output.WriteLine(title);
        foreach (OnnxValueInfo value in values)
        {
            string shape = value.Shape is null ? "shape not given" : $"[{string.Join(", ", value.Shape.Select(Axis))}]";
            Line(output, $"  {value.Name}  {TypeName(value.Type)}  {shape}");
        }
    }

    private static string Axis(OnnxAxis axis) => axis.Size is { } size ? $"{size}" : axis.Name.Length > 0 ? axis.Name : "?";

    private static IEnumerable<string> Operators(List<OnnxNode> nodes)
    {
        List<string> texts = [.. nodes
            .GroupBy(node => node.Domain.Length > 0 ? $"{node.Domain}.{node.OpType}" : node.OpType, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => TensorList.Printable($"{group.Key} {TensorList.Grouped(group.Count())}"))];
        for (int i = 0; i < texts.Count; i++)
        {
            // A name stays with its number.
            yield return i + 1 < texts.Count ? texts[i] + "," : texts[i];
        }
    }

    /// <summary>The initializers, and the constants of nodes that are more than a number: many files have all weights there.</summary>
    private static TensorList Tensors(OnnxGraph graph, List<OnnxNode> nodes)
    {
        TensorList list = new();
        foreach (OnnxTensor tensor in graph.Initializers) Add(tensor, tensor.Name);
        foreach (OnnxNode node in nodes.Where(node => node.OpType == "Constant" && node.Outputs.Count > 0))
        {
            if (node.Find("value")?.Tensor is { Count: > 1 } tensor) Add(tensor, node.Outputs[0]);
        }

        return list;

        void Add(OnnxTensor tensor, string name)
        {
            int size = OnnxTensor.SizeOf(tensor.Type);
            list.Add(name, TypeName(tensor.Type), tensor.Shape, tensor.Count, (long)tensor.Count * size);
        }
    }

    private static void Collect(OnnxGraph graph, List<OnnxNode> nodes)
    {
        foreach (OnnxNode node in graph.Nodes)
        {
            nodes.Add(node);
            foreach (OnnxAttribute attribute in node.Attributes)
            {
                if (attribute.Graph is { } inner) Collect(inner, nodes);
            }
        }
    }

    /// <summary>Types as safetensors calls them, as in the tables of the other files.</summary>
    private static string TypeName(OnnxElementType type) => type switch
    {
        OnnxElementType.Float => "F32",
        OnnxElementType.Double => "F64",
        OnnxElementType.Float16 => "F16",
        OnnxElementType.BFloat16 => "BF16",
        OnnxElementType.Int64 => "I64",
        OnnxElementType.Int32 => "I32",
        OnnxElementType.Int16 => "I16",
        OnnxElementType.Int8 => "I8",
        OnnxElementType.UInt64 => "U64",
        OnnxElementType.UInt32 => "U32",
        OnnxElementType.UInt16 => "U16",
        OnnxElementType.UInt8 => "U8",
        OnnxElementType.Bool => "BOOL",
        OnnxElementType.String => "text",
        _ => $"type {(int)type}",
    };

    private static void Line(TextWriter output, string text) => output.WriteLine(TensorList.Printable(text));
}
