using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Products with a weight, which are dense layers, and products of two values.</summary>
internal static class Products
{
    public static void Gemm(GraphImport import, OnnxNode node)
    {
        if (!import.HasBatch)
        {
            OfMatrices(import, node);
            return;
        }

        Sample x = import.SampleOf(node, 0);
        Constant weight = import.ConstantOf(node, 1);
        if (x.Shape.Length != 1) throw new Unsupported($"{import.Text(x)} arrives; a vector is needed.");
        if (node.Int("transA", 0) != 0) throw new Unsupported("transA is 1, which would make the batch a sum.");
        if (weight.Shape.Length != 2) throw new Unsupported($"its weight is [{Shapes.Text(weight.Shape)}]; a matrix is needed.");
        bool isTransposed = node.Int("transB", 0) != 0;
        Constant? bias = import.OptionalConstant(node, 2);
        Dense(import, node, node.Outputs[0], x, Scaled(weight, node.Float("alpha", 1)), isTransposed, bias, node.Float("beta", 1));
    }

    public static void MatMul(GraphImport import, OnnxNode node)
    {
        if (import.Find(node, 1) is not Constant { Shape.Length: 2 } weight || import.Find(node, 0) is not Sample { Shape.Length: > 0 } x)
        {
            OfTwo(import, node);
            return;
        }

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

    /// <summary>alpha · A · B + beta · C where nothing is a batch.</summary>
    private static void OfMatrices(GraphImport import, OnnxNode node)
    {
        bool left = node.Int("transA", 0) != 0, right = node.Int("transB", 0) != 0;
        Operands operands = new(import, node);
        string a = operands.Text(0), b = operands.Text(1);
        if (operands.Shape(0).Length != 2 || operands.Shape(1).Length != 2) throw new Unsupported("its operands are no matrices.");
        int[] shape = [operands.Shape(0)[left ? 1 : 0], operands.Shape(1)[right ? 0 : 1]];
        string product = $"Einsum(\"{(left ? "ki" : "ik")},{(right ? "jk" : "kj")}->ij\", {a}, {b})";
        float alpha = node.Float("alpha", 1), beta = node.Float("beta", 1);
        if (alpha != 1) product = $"{Shapes.Text(alpha)} * {product}";
        if (import.Find(node, 2) is not null && beta != 0)
            product += beta == 1 ? $" + {operands.Text(2)}" : $" + {Shapes.Text(beta)} * {operands.Text(2)}";
        operands.Apply("Product", product, shape);
    }

    /// <summary>Products of matrices in the last two axes; those in front are stretched.</summary>
    private static void OfTwo(GraphImport import, OnnxNode node)
    {
        Operands operands = new(import, node);
        string a = operands.Text(0), b = operands.Text(1);
        int[] left = operands.Shape(0), right = operands.Shape(1);
        bool isRow = left.Length == 1, isColumn = right.Length == 1;
        if (left.Length == 0 || right.Length == 0 || left.Length > 6 || right.Length > 6
            || (import.HasBatch && import.Find(node, 0) is Sample && import.Find(node, 1) is Sample && left.Length != right.Length))
        {
            throw new Unsupported($"[{Shapes.Text(left)}] and [{Shapes.Text(right)}] cannot be multiplied here.");
        }

        int[] front = isRow ? [] : left[..^2], other = isColumn ? [] : right[..^2];
        bool fits = left[^1] == right[isColumn ? 0 : ^2]
            && Enumerable.Reverse(front).Zip(Enumerable.Reverse(other)).All(pair => pair.First == pair.Second);
        if (!fits) throw new Unsupported($"matrices of [{Shapes.Text(left)}] and [{Shapes.Text(right)}] cannot be multiplied here.");
        const string Letters = "mnopqr";
        int most = Math.Max(front.Length, other.Length);
        string first = Letters[(most - front.Length)..most], second = Letters[(most - other.Length)..most];
        string rows = isRow ? "" : "i", columns = isColumn ? "" : "j";
        string equation = $"{first}{rows}k,{second}k{columns}->{Letters[..most]}{rows}{columns}";
        int[] shape =
        [
            .. front.Length >= other.Length ? front : other, .. isRow ? Array.Empty<int>() : [left[^2]],
            .. isColumn ? Array.Empty<int>() : [right[^1]],
        ];
        string product = $"Einsum(\"{equation}\", {a}, {b})";
        operands.Apply("Product", shape.Length == 0 ? product + ".Reshape(1)" : product, shape);
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
