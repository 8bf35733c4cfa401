using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import;

/// <summary>The operands of a node in a formula: values are the function's parameters, constants are parameters of the layer.</summary>
internal sealed class Operands(GraphImport import, OnnxNode node)
{
    private readonly List<Sample> _samples = [];
    private readonly List<ImportedWeight> _weights = [];

    /// <summary>The shape of an operand. A constant's is that of the file.</summary>
    public int[] Shape(int operand) => import.Find(node, operand) switch
    {
        Sample sample => sample.Shape,
        Constant constant => constant.Shape,
        _ => throw new Unsupported($"operand {operand} is missing."),
    };

    /// <summary>What the formula reads an operand by.</summary>
    public string Text(int operand)
    {
        if (import.Find(node, operand) is Constant constant)
        {
            if (constant.Count == 0) throw new Unsupported("a constant operand is empty.");
            if (constant.Shape.Length == 0) return Shapes.Text(constant.Values[0]);
            string name = _weights.Count == 0 ? "value" : "value" + Shapes.Text(_weights.Count + 1);
            _weights.Add(new ImportedWeight(name, constant.Shape, constant.ToFloats));
            return $"Parameter(\"{name}\", [{Shapes.Text(constant.Shape)}], start: 0)";
        }

        Sample sample = import.SampleOf(node, operand);
        int known = _samples.FindIndex(one => one.Id == sample.Id);
        if (known < 0)
        {
            known = _samples.Count;
            _samples.Add(sample);
        }

        return Function.Operands[known];
    }

    /// <summary>Adds the step whose function has the values that were read.</summary>
    public void Apply(string name, string expression, int[] shape)
    {
        if (_samples.Count == 0) throw new Unsupported("all its operands are constants, and it is not computed while importing.");
        import.Add(node, new Step("Apply", "", _samples[0].Id, import.NewSample(shape))
        {
            Others = [.. _samples.Skip(1).Select(sample => sample.Id)],
            Function = new Function(name, expression),
            Weights = _weights,
        });
    }
}
