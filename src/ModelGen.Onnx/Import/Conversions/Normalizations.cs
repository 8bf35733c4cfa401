using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Normalizations, which the language has as layers.</summary>
internal static class Normalizations
{
    public static void BatchNormalization(GraphImport import, OnnxNode node)
    {
        Sample x = import.BatchOf(node, 0);
        if (node.Int("training_mode", 0) != 0 || (import.Opset < 7 && node.Int("is_test", 0) == 0))
            throw new Unsupported("it is exported for training, with the batch's own statistics.");
        if (node.Int("spatial", 1) == 0) throw new Unsupported("it has statistics for each position (spatial = 0).");
        string[] names = ["weight", "bias", "running_mean", "running_var"];
        Constant[] given = [.. Enumerable.Range(1, 4).Select(operand => import.ConstantOf(node, operand))];
        if (given.Any(one => one.Count != x.Shape[0])) throw new Unsupported($"its statistics are not for {x.Shape[0]} channels.");
        Arguments arguments = Arguments.Of().Option("Momentum", Math.Round(1 - (double)node.Float("momentum", 0.9f), 6), 0.1)
            .Option("Epsilon", node.Float("epsilon", 1e-5f), 1e-5);
        int[] shape = x.Shape;
        if (shape.Length > 3) x = Views.Reshaped(import, x, shape[0], Shapes.Count(shape[1..]));
        Sample result = import.AddInner(new Step("BatchNorm", arguments.ToString(), x.Id, import.NewSample(x.Shape))
        {
            Name = WeightNames.Layer(given[0].Name),
            Weights = [.. names.Zip(given, (name, one) => new ImportedWeight(name, [x.Shape[0]], one.ToFloats))],
        });
        import.Set(node.Outputs[0], Views.Reshaped(import, result, shape));
    }

    public static void LayerNormalization(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        int first = import.Axis(node.Int("axis", -1), x.OnnxRank), features = Shapes.Count(x.Shape[first..]);
        float epsilon = node.Float("epsilon", 1e-5f);
        if (first < x.BatchAxis) throw new Unsupported("its axes include the batch.");

        // Several axes are one that is as long.
        Sample rows = Views.Reshaped(import, x, [.. x.Shape[..first], features]);
        Sample result = Layer(import, rows, import.ConstantOf(node, 1), import.OptionalConstant(node, 2), epsilon);
        import.Set(node.Outputs[0], Views.Reshaped(import, result, x.Shape));
        int[] shape = [.. x.Shape[..first], .. x.Shape[first..].Select(_ => 1)];
        for (int output = 1; output < 3; output++)
        {
            if (!import.IsRead(node, output)) continue;
            string expression = output == 1 ? "x.Mean(-1)" : $"1 / Sqrt(Square(x - x.Mean(-1)).Mean(-1) + {Shapes.Text(epsilon)})";
            Sample statistic = import.AddInner(new Step("Apply", "", rows.Id, import.NewSample([.. rows.Shape[..^1], 1]))
            {
                Function = new Function(output == 1 ? "Means" : "InverseDeviations", expression),
            });
            import.Set(node.Outputs[output], Views.Reshaped(import, statistic, shape));
        }
    }

    /// <summary>A layer normalization along the last axis; without a bias the bias is zero, without a weight there is neither.</summary>
    public static Sample Layer(GraphImport import, Sample x, Constant? weight, Constant? bias, double epsilon)
    {
        int features = x.Shape[^1];
        if ((weight is not null && weight.Count != features) || (bias is not null && bias.Count != features))
            throw new Unsupported($"its weights are not for {features} numbers.");
        Arguments arguments = Arguments.Of().Option("Epsilon", epsilon, 1e-5).Option("Affine", weight is not null, true);
        return import.AddInner(new Step("LayerNorm", arguments.ToString(), x.Id, import.NewSample(x.Shape))
        {
            Name = weight is null ? null : WeightNames.Layer(weight.Name),
            Weights = weight is null
                ? []
                :
                [
                    new("weight", [features], weight.ToFloats),
                    new("bias", [features], bias is null ? () => new float[features] : bias.ToFloats),
                ],
        });
    }

    public static void InstanceNormalization(GraphImport import, OnnxNode node)
    {
        Sample x = import.BatchOf(node, 0);
        (Constant weight, Constant bias) = (import.ConstantOf(node, 1), import.ConstantOf(node, 2));
        if (x.Shape.Length is not (2 or 3))
            throw new Unsupported($"{GraphImport.Text(x)} arrives; sequences and images are possible.");
        Arguments arguments = Arguments.Of().Option("Epsilon", node.Float("epsilon", 1e-5f), 1e-5).Option("Affine", true, false);
        import.Add(node, new Step("InstanceNorm", arguments.ToString(), x.Id, import.NewSample(x.Shape))
        {
            Name = WeightNames.Layer(weight.Name),
            Weights = Convolutions.Weights(weight, [x.Shape[0]], bias, x.Shape[0]),
        });
    }

    public static void Group(GraphImport import, OnnxNode node)
    {
        Sample x = import.BatchOf(node, 0);
        (Constant weight, Constant bias) = (import.ConstantOf(node, 1), import.ConstantOf(node, 2));
        int groups = (int)node.Int("num_groups", 1), channels = x.Shape[0];
        if (x.Shape.Length is not (2 or 3) || groups < 1 || channels % groups != 0)
        {
            throw new Unsupported(
                $"{GraphImport.Text(x)} arrives; sequences and images whose channels {groups} groups divide are possible.");
        }

        // In version 18 there is one number for each group, from 21 on one for each channel.
        if (weight.Count != bias.Count || (weight.Count != groups && weight.Count != channels))
            throw new Unsupported($"its weights have {weight.Count} and {bias.Count} numbers; {channels} are needed.");
        Arguments arguments = Arguments.Of(Shapes.Text(groups)).Option("Epsilon", node.Float("epsilon", 1e-5f), 1e-5);
        import.Add(node, new Step("GroupNorm", arguments.ToString(), x.Id, import.NewSample(x.Shape))
        {
            Name = WeightNames.Layer(weight.Name),
            Weights = [new("weight", [channels], () => Each(weight)), new("bias", [channels], () => Each(bias))],
        });

        float[] Each(Constant one)
        {
            float[] numbers = one.ToFloats();
            return numbers.Length == channels
                ? numbers
                : [.. Enumerable.Range(0, channels).Select(i => numbers[i / (channels / groups)])];
        }
    }

    /// <summary>Divided by the sum of magnitudes, or by the root of the sum of squares.</summary>
    public static void Lp(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        int axis = import.Axis(node.Int("axis", -1), x.OnnxRank);
        string length = node.Int("p", 2) == 1 ? $"Abs(x).Sum({axis})" : $"Sqrt(Square(x).Sum({axis}))";
        Activations.Apply(import, node, "Normalized", $"x / {length}", alongAxes: true);
    }

    public static void LocalResponse(GraphImport import, OnnxNode node)
    {
        Sample x = import.BatchOf(node, 0);
        int size = (int)node.Int("size", 1);

        // An even window has its larger half behind the channel in ONNX, and in front of it in PyTorch and here.
        if (size % 2 == 0) throw new Unsupported($"its window of {size} channels is even.");
        Arguments arguments = Arguments.Of(Shapes.Text(size)).Option("Alpha", node.Float("alpha", 1e-4f), 1e-4)
            .Option("Beta", node.Float("beta", 0.75f), 0.75).Option("K", node.Float("bias", 1), 1);
        import.Add(node, new Step("LocalResponseNorm", arguments.ToString(), x.Id, import.NewSample(x.Shape)));
    }
}
