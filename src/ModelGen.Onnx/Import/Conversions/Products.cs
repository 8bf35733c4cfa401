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
        if (x.OnnxRank != 2) throw new Unsupported($"{GraphImport.Text(x)} arrives; a vector is needed.");
        if (node.Int("transA", 0) != 0) throw new Unsupported("transA is 1, which would make the batch a sum.");
        if (weight.Shape.Length != 2) throw new Unsupported($"its weight is [{Shapes.Text(weight.Shape)}]; a matrix is needed.");
        bool isTransposed = node.Int("transB", 0) != 0;
        Constant? bias = import.OptionalConstant(node, 2);
        Dense(import, node, node.Outputs[0], x, Scaled(weight, node.Float("alpha", 1)), isTransposed, bias, node.Float("beta", 1));
    }

    public static void MatMul(GraphImport import, OnnxNode node)
    {
        if (import.Find(node, 1) is not Constant { Shape.Length: 2 } weight
            || import.Find(node, 0) is not Sample { Shape.Length: > 0, BatchFromEnd: not 1 } x)
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
        if (import.BatchAxis > 0)
            throw new Unsupported($"its operands have the batch as axis {import.BatchAxis}; in front it is possible.");
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

    /// <summary>
    /// A product of two values by letters. The batch is the first letter of what depends on the sample, and of the result.
    /// </summary>
    public static void Einsum(GraphImport import, OnnxNode node)
    {
        const string Letters = "ijklmnopqrstuvwyz";
        string equation = node.Text("equation", "").Replace(" ", "", StringComparison.Ordinal);
        string[] sides = equation.Split("->"), terms = sides[0].Split(',');
        string used = string.Concat(sides[0].Where(char.IsAsciiLetter).Distinct());
        if (sides.Length != 2 || terms.Length != 2 || node.Inputs.Count != 2 || used.Length > Letters.Length || sides[1].Length == 0
            || equation.Any(c => !char.IsAsciiLetter(c) && c is not (',' or '-' or '>')) || sides[1].Any(c => !used.Contains(c)))
        {
            throw new Unsupported($"its equation is '{equation}'; two values, letters and a result are possible.");
        }

        if (import.BatchAxis > 0) throw new Unsupported("the batch is not in front of its operands.");
        Operands operands = new(import, node);
        string[] texts = [operands.Text(0), operands.Text(1)];
        Dictionary<char, int> sizes = [];
        char? batch = import.HasBatch ? sides[1][0] : null;
        for (int i = 0; i < 2; i++)
        {
            bool hasBatch = batch is not null && import.Find(node, i) is Sample, isFirst = terms[i].IndexOf(batch ?? '?') == 0;
            if (batch is not null && (hasBatch ? !isFirst || terms[i].LastIndexOf(batch.Value) > 0 : terms[i].Contains(batch.Value)))
                throw new Unsupported($"its equation '{equation}' does not keep the batch as the first axis of values and of the result.");
            if (hasBatch) terms[i] = terms[i][1..];
            int[] shape = operands.Shape(i);
            if (shape.Length != terms[i].Length)
                throw new Unsupported($"its equation '{equation}' has other axes than [{Shapes.Text(shape)}].");
            for (int axis = 0; axis < shape.Length; axis++)
            {
                if (sizes.TryGetValue(terms[i][axis], out int known) && known != shape[axis])
                    throw new Unsupported($"axis {terms[i][axis]} of its equation '{equation}' has the sizes {known} and {shape[axis]}.");
                sizes[terms[i][axis]] = shape[axis];
            }
        }

        string result = batch is null ? sides[1] : sides[1][1..];
        if (result.Distinct().Count() != result.Length || result.Any(letter => !sizes.ContainsKey(letter)))
            throw new Unsupported($"its equation is '{equation}'.");
        string product = $"Einsum(\"{Ours(terms[0])},{Ours(terms[1])}->{Ours(result)}\", {texts[0]}, {texts[1]})";
        operands.Apply("Product", result.Length == 0 ? product + ".Reshape(1)" : product, [.. result.Select(letter => sizes[letter])]);

        string Ours(string term) => string.Concat(term.Select(letter => Letters[used.IndexOf(letter)]));
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
