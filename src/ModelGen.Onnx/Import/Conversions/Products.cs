using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Products with a weight, which are dense layers, and products of two values.</summary>
internal static class Products
{
    public static void Gemm(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        Constant weight = import.ConstantOf(node, 1);
        if (x.Shape.Length != 1) throw new Unsupported($"[N, {Shapes.Text(x.Shape)}] arrives; a vector is needed.");
        if (node.Int("transA", 0) != 0) throw new Unsupported("transA is 1, which would make the batch a sum.");
        if (weight.Shape.Length != 2) throw new Unsupported($"its weight is [{Shapes.Text(weight.Shape)}]; a matrix is needed.");
        bool isTransposed = node.Int("transB", 0) != 0;
        Constant? bias = import.OptionalConstant(node, 2);
        Dense(import, node, node.Outputs[0], x, Scaled(weight, node.Float("alpha", 1)), isTransposed, bias, node.Float("beta", 1));
    }

    public static void MatMul(GraphImport import, OnnxNode node)
    {
        if (import.Find(node, 1) is not Constant weight)
        {
            OfTwo(import, node);
            return;
        }

        Sample x = import.SampleOf(node, 0);
        if (weight.Shape.Length != 2) throw new Unsupported($"its constant is [{Shapes.Text(weight.Shape)}]; a matrix is needed.");

        // An addition of a vector behind it is the layer's bias.
        string output = node.Outputs[0];
        Constant? bias = null;
        if (import.OnlyReader(output) is { OpType: "Add", Domain: "" } add)
        {
            Constant? other = import.ConstantNamed(add.Inputs[add.Inputs[0] == output ? 1 : 0]);
            if (other is not null && other.Count == weight.Shape[1] && other.Shape[^1] == other.Count && other.Shape.Length <= x.OnnxRank)
            {
                (bias, output) = (other, add.Outputs[0]);
                import.Consume(add);
            }
        }

        Dense(import, node, output, x, weight, isTransposed: false, bias, 1);
    }

    private static void Dense(
        GraphImport import, OnnxNode node, string output, Sample x, Constant weight, bool isTransposed, Constant? bias, float beta)
    {
        (int inputs, int units) = isTransposed ? (weight.Shape[1], weight.Shape[0]) : (weight.Shape[0], weight.Shape[1]);
        if (inputs != x.Shape[^1])
            throw new Unsupported($"its weight is for {inputs} numbers, and {x.Shape[^1]} arrive.");
        List<ImportedWeight> weights = [new("weight", [units, inputs], isTransposed ? weight.ToFloats : () => Transposed(weight))];
        if (bias is not null && beta != 0)
        {
            if (bias.Count != 1 && (bias.Count != units || bias.Shape[^1] != units))
                throw new Unsupported($"its summand is [{Shapes.Text(bias.Shape)}]; {units} numbers along the last axis are needed.");
            weights.Add(new("bias", [units], () =>
            {
                float[] values = bias.ToFloats();
                if (values.Length != units) values = [.. Enumerable.Repeat(values[0], units)];
                return beta == 1 ? values : [.. values.Select(value => value * beta)];
            }));
        }

        Sample result = import.NewSample([.. x.Shape[..^1], units]);
        Arguments arguments = Arguments.Of(Shapes.Text(units)).Option("UseBias", weights.Count == 2, true);
        import.AddInner(new Step("Dense", arguments.ToString(), x.Id, result)
        {
            Name = WeightNames.Layer(weight.Name) ?? (bias is null ? null : LayerOfBias(bias.Name)),
            Weights = weights,
        });
        import.Set(output, result);
        import.Set(node.Outputs[0], result);
    }

    /// <summary>PyTorch transposes weights of products in front of the file, and keeps the name of the bias only.</summary>
    private static string? LayerOfBias(string name) =>
        name.EndsWith(".bias", StringComparison.Ordinal) ? name[..^".bias".Length] : null;

    private static void OfTwo(GraphImport import, OnnxNode node)
    {
        Sample left = import.SampleOf(node, 0), right = import.SampleOf(node, 1);
        if (left.Shape.Length < 2 || left.Shape.Length != right.Shape.Length || left.Shape[^1] != right.Shape[^2]
            || !left.Shape[..^2].SequenceEqual(right.Shape[..^2]))
        {
            throw new Unsupported(
                $"matrices of [N, {Shapes.Text(left.Shape)}] and [N, {Shapes.Text(right.Shape)}] cannot be multiplied here.");
        }

        string letters = "mnopqr"[..(left.Shape.Length - 2)];
        string equation = $"{letters}ik,{letters}kj->{letters}ij";
        bool isSquare = left.Id == right.Id;
        import.Add(node, new Step("Apply", "", left.Id, import.NewSample([.. left.Shape[..^1], right.Shape[^1]]))
        {
            Others = isSquare ? [] : [right.Id],
            Function = new Function("Product", $"Einsum(\"{equation}\", x, {(isSquare ? "x" : "a")})"),
        });
    }

    private static Constant Scaled(Constant weight, float alpha) => alpha == 1
        ? weight
        : Constant.Of(OnnxElementType.Float, weight.Shape, [.. weight.ToFloats().Select(value => (double)(value * alpha))]) with
        {
            Name = weight.Name,
        };

    private static float[] Transposed(Constant weight)
    {
        (int rows, int columns) = (weight.Shape[0], weight.Shape[1]);
        float[] values = weight.ToFloats(), result = new float[values.Length];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                result[(column * rows) + row] = values[(row * columns) + column];
        return result;
    }
}
