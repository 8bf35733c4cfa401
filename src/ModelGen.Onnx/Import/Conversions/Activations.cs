using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Functions of each element: layers of the language, or formulas.</summary>
internal static class Activations
{
    /// <summary>An activation that the language has, without arguments.</summary>
    public static Action<GraphImport, OnnxNode> Layer(string kind) => (import, node) => Add(import, node, kind, "");

    /// <summary>A formula over <c>x</c>.</summary>
    public static Action<GraphImport, OnnxNode> Formula(string name, string expression) =>
        (import, node) => Apply(import, node, name, expression);

    /// <summary>A sigmoid whose product with its own operand is read only is a SiLU.</summary>
    public static void Sigmoid(GraphImport import, OnnxNode node)
    {
        if (import.OnlyReader(node.Outputs[0]) is { OpType: "Mul", Domain: "" } product && product.Inputs.Contains(node.Inputs[0])
            && import.SampleOf(node, 0) is { } x)
        {
            import.Consume(product);
            import.Set(product.Outputs[0], import.AddInner(new Step("Silu", "", x.Id, import.NewSample(x.Shape))));
            import.Set(node.Outputs[0], new Unknown());
            return;
        }

        Add(import, node, "Sigmoid", "");
    }

    /// <summary>A layer with one number, which ONNX calls alpha.</summary>
    public static void Scaled(GraphImport import, OnnxNode node, string kind, float otherwise)
    {
        float alpha = node.Float("alpha", otherwise);
        Add(import, node, kind, alpha == otherwise ? "" : Shapes.Text(alpha));
    }

    public static void HardSigmoid(GraphImport import, OnnxNode node)
    {
        (float alpha, float beta) = (node.Float("alpha", 0.2f), node.Float("beta", 0.5f));
        if (beta == 0.5f && Math.Abs(alpha - (1.0 / 6)) < 1e-7) Add(import, node, "HardSigmoid", "");
        else Apply(import, node, "HardSigmoid", $"Max(0, Min(1, {Shapes.Text(alpha)} * x + {Shapes.Text(beta)}))");
    }

    public static void Gelu(GraphImport import, OnnxNode node)
    {
        if (node.Text("approximate", "none") == "none") Add(import, node, "Gelu", "");
        else Apply(import, node, "TanhGelu", "0.5 * x * (1 + Tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)))");
    }

    public static void Selu(GraphImport import, OnnxNode node)
    {
        string alpha = Shapes.Text(node.Float("alpha", 1.6732632f)), gamma = Shapes.Text(node.Float("gamma", 1.050701f));
        Apply(import, node, "Selu", $"{gamma} * (Max(0, x) + {alpha} * Expm1(Min(0, x)))");
    }

    public static void Celu(GraphImport import, OnnxNode node)
    {
        string alpha = Shapes.Text(node.Float("alpha", 1));
        Apply(import, node, "Celu", $"Max(0, x) + {alpha} * Expm1(Min(0, x / {alpha}))");
    }

    public static void ThresholdedRelu(GraphImport import, OnnxNode node) =>
        Apply(import, node, "ThresholdedRelu", $"Where(x > {Shapes.Text(node.Float("alpha", 1))}, x, 0)");

    public static void Shrink(GraphImport import, OnnxNode node)
    {
        string limit = Shapes.Text(node.Float("lambd", 0.5f)), bias = Shapes.Text(node.Float("bias", 0));
        Apply(import, node, "Shrink", $"Where(x < -({limit}), x + {bias}, Where(x > {limit}, x - {bias}, 0))");
    }

    public static void Clip(GraphImport import, OnnxNode node)
    {
        if ((node.Inputs.Count > 1 && import.Find(node, 1) is Sample) || (node.Inputs.Count > 2 && import.Find(node, 2) is Sample))
        {
            ClipBetween(import, node);
            return;
        }

        double? low = Bound(import, node, "min", 1), high = Bound(import, node, "max", 2);
        if (low is null && high is null)
        {
            import.Set(node.Outputs[0], import.SampleOf(node, 0));
        }
        else if (low == 0 && high is null)
        {
            Add(import, node, "Relu", "");
        }
        else
        {
            string text = low is null ? "x" : $"Max({Shapes.Text(low.Value)}, x)";
            Apply(import, node, low == 0 && high == 6 ? "Relu6" : "Clip", high is null ? text : $"Min({Shapes.Text(high.Value)}, {text})");
        }
    }

    /// <summary>Between bounds of which one depends on the input, a number each.</summary>
    private static void ClipBetween(GraphImport import, OnnxNode node)
    {
        Operands operands = new(import, node);
        string text = operands.Text(0);
        foreach ((int bound, string function) in new[] { (1, "Max"), (2, "Min") })
        {
            if (import.Find(node, bound) is null) continue;
            if (operands.Shape(bound).Aggregate(1, (a, b) => a * b) != 1) throw new Unsupported("its bounds are not single numbers.");
            if (import.Find(node, bound) is Constant one && Math.Abs(one.Values[0]) >= float.MaxValue) continue;
            text = $"{function}({text}, {operands.Text(bound)})";
        }

        operands.Apply("Clip", text, operands.Shape(0));
    }

    public static void PRelu(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        Constant slope = import.ConstantOf(node, 1);
        if (slope.Count == 1)
        {
            import.Add(node, new Step("PRelu", "", x.Id, import.NewSample(x.Shape))
            {
                Name = WeightNames.Layer(slope.Name),
                Weights = [new("weight", [1], slope.ToFloats)],
            });
            return;
        }

        // Before version 7 there is one slope for each channel.
        int[] own = import.Opset < 7 && slope.Shape.Length == 1 ? [slope.Count, .. x.Shape.Skip(1).Select(_ => 1)] : slope.Shape;
        int[] shape = Elementwise.SampleShape(import, own, x);
        import.Add(node, new Step("Apply", "", x.Id, import.NewSample(x.Shape))
        {
            Name = WeightNames.Layer(slope.Name),
            Function = new Function("PRelu", $"Max(0, x) + Parameter(\"slope\", [{Shapes.Text(shape)}], start: 0.25) * Min(0, x)"),
            Weights = [new("slope", shape, slope.ToFloats)],
        });
    }

    /// <summary>Before version 13 all axes from the given one on are one distribution.</summary>
    public static void Softmax(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        bool isLog = node.OpType == "LogSoftmax";
        string function = isLog ? "LogSoftmax" : "Softmax";
        int axis = import.Axis(node.Int("axis", import.Opset < 13 ? 1 : -1), x.OnnxRank);
        if (axis == x.Shape.Length - 1)
        {
            if (isLog) Apply(import, node, "LogProbabilities", "LogSoftmax(x)", alongAxes: true);
            else Add(import, node, "Softmax", "");
            return;
        }

        string expression = $"{function}(x, {axis})";
        if (import.Opset < 13)
        {
            if (axis < x.BatchAxis) throw new Unsupported("its axes include the batch.");
            int[] two = [Shapes.Count(x.Shape[..axis]), Shapes.Count(x.Shape[axis..])];
            expression = $"{function}(x.Reshape({Shapes.Text(axis == 0 ? two[1..] : two)})).Reshape({Shapes.Text(x.Shape)})";
        }

        Apply(import, node, isLog ? "LogProbabilities" : "Probabilities", expression, alongAxes: true);
    }

    /// <summary>A step whose function has the current value only.</summary>
    public static void Apply(GraphImport import, OnnxNode node, string name, string expression, bool alongAxes = false)
    {
        Sample x = import.SampleOf(node, 0);
        import.Add(node, new Step("Apply", "", x.Id, import.NewSample(x.Shape))
        {
            Function = new Function(name, expression),
            IsOfEachElement = !alongAxes,
        });
    }

    private static void Add(GraphImport import, OnnxNode node, string kind, string arguments)
    {
        Sample x = import.SampleOf(node, 0);
        import.Add(node, new Step(kind, arguments, x.Id, import.NewSample(x.Shape)));
    }

    private static double? Bound(GraphImport import, OnnxNode node, string attribute, int operand)
    {
        double? bound = node.Has(attribute) ? node.Float(attribute, 0) : import.OptionalConstant(node, operand)?.Values.FirstOrDefault();
        return bound is null || Math.Abs(bound.Value) >= float.MaxValue ? null : bound;
    }
}
