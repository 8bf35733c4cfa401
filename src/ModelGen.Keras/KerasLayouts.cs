namespace ModelGen.Keras;

/// <summary>From Keras' names and orders of axes to PyTorch's, which models have.</summary>
internal static class KerasLayouts
{
    /// <summary>The gates of a GRU: Keras has z, r, h and PyTorch r, z, n. Those of an LSTM have one order: i, f, c, o.</summary>
    private static readonly int[] s_gru = [1, 0, 2], s_lstm = [0, 1, 2, 3], s_rnn = [0];

    private static readonly Dictionary<string, string> s_norms = new(StringComparer.Ordinal)
    {
        ["gamma"] = "weight",
        ["beta"] = "bias",
        ["moving_mean"] = "running_mean",
        ["moving_variance"] = "running_var",
    };

    public static void Check(IReadOnlyList<KerasLayer> layers, KerasOptions options)
    {
        foreach (string name in options.Flattened.Keys)
        {
            if (layers.All(layer => layer.Name != name))
            {
                string names = string.Join(", ", layers.Select(layer => layer.Name));
                throw new ArgumentException($"Flattened names a layer '{name}'; there are {names}.", nameof(options));
            }
        }
    }

    public static IEnumerable<KerasTensor> Of(KerasLayer layer, KerasOptions options)
    {
        if (options.AsStored) return layer.Tensors.Select(tensor => tensor with { Name = $"{layer.Name}{layer.Suffix}.{tensor.Name}" });
        if (layer.Find("recurrent_kernel") is not null) return Recurrent(layer);
        return layer.Tensors.Select(tensor => tensor.Name switch
        {
            "kernel" or "depthwise_kernel" => Kernel(layer, tensor, options),
            "embeddings" => tensor with { Name = layer.Name + ".weight" },
            "bias" => tensor with { Name = layer.Name + ".bias" },
            _ when s_norms.TryGetValue(tensor.Name, out string? name) => tensor with { Name = $"{layer.Name}.{name}" },
            _ => tensor with { Name = $"{layer.Name}.{tensor.Name}" },
        });
    }

    private static KerasTensor Kernel(KerasLayer layer, KerasTensor kernel, KerasOptions options)
    {
        string name = layer.Name + ".weight";
        int rank = kernel.Shape.Length;
        if (kernel.Name == "depthwise_kernel" || layer.Kind == "depthwise_conv2d") return Depthwise(name, kernel);
        if (rank == 2) return Dense(layer.Name, name, kernel, options);
        if (rank is < 3 or > 5)
        {
            throw new InvalidDataException(
                $"'{layer.Name}.kernel' has {rank} axes; kernels of dense layers and convolutions have 2 to 5.");
        }

        // Windows first in Keras, and then what goes in and what comes out; transposed ones have these two the other way round.
        int[] order = [rank - 1, rank - 2, .. Enumerable.Range(0, rank - 2)];
        return Permuted(kernel, order) with { Name = name };
    }

    private static KerasTensor Depthwise(string name, KerasTensor kernel)
    {
        if (kernel.Shape is not [var height, var width, var channels, var multiplier])
            throw new InvalidDataException($"'{name}' has {kernel.Shape.Length} axes; a depthwise kernel has 4.");
        return Permuted(kernel, [2, 3, 0, 1]) with { Name = name, Shape = [channels * multiplier, 1, height, width] };
    }

    private static KerasTensor Dense(string layer, string name, KerasTensor kernel, KerasOptions options)
    {
        if (options.Flattened.TryGetValue(layer, out (int Height, int Width, int Channels) image))
        {
            (int height, int width, int channels) = image;
            if (height < 1 || width < 1 || channels < 1 || (long)height * width * channels != kernel.Shape[0])
            {
                throw new ArgumentException(
                    $"Flattened gives layer '{layer}' {height} × {width} × {channels} inputs; it has {kernel.Shape[0]}.", nameof(options));
            }

            KerasTensor rows = kernel with { Shape = [height, width, channels, kernel.Shape[1]] };
            return Permuted(rows, [3, 2, 0, 1]) with { Name = name, Shape = [kernel.Shape[1], kernel.Shape[0]] };
        }

        return Permuted(kernel, [1, 0]) with { Name = name };
    }

    private static IEnumerable<KerasTensor> Recurrent(KerasLayer layer)
    {
        KerasTensor input = layer.Find("kernel") ?? throw Missing(layer, "kernel"), state = layer.Find("recurrent_kernel")!;
        if (state.Shape is not [var units, var width] || units == 0 || width % units != 0 || width / units is not (1 or 3 or 4)
            || input.Shape is not [_, var same] || same != width)
        {
            throw new InvalidDataException(
                $"the kernels of layer '{layer.Name}' have the shapes [{string.Join(", ", input.Shape)}] and "
                    + $"[{string.Join(", ", state.Shape)}], which no recurrent layer has.");
        }

        int[] gates = (width / units) switch { 4 => s_lstm, 3 => s_gru, _ => s_rnn };
        string Name(string what) => $"{layer.Name}.{what}_l0{layer.Suffix}";
        yield return Gated(Permuted(input, [1, 0]), gates) with { Name = Name("weight_ih") };
        yield return Gated(Permuted(state, [1, 0]), gates) with { Name = Name("weight_hh") };
        if (layer.Find("bias") is not { } bias) yield break;
        bool isPair = bias.Shape is [2, _];
        if (bias.Values.Length != (isPair ? 2 : 1) * width)
        {
            throw new InvalidDataException(
                $"the bias of layer '{layer.Name}' has {bias.Values.Length} numbers; its kernel has {width} columns.");
        }

        // A GRU with reset_after has a bias for each product, as PyTorch has for all recurrent layers.
        float[] ofState = isPair ? bias.Values[width..] : new float[width];
        yield return Gated(new KerasTensor(Name("bias_ih"), [width], bias.Values[..width]), gates);
        yield return Gated(new KerasTensor(Name("bias_hh"), [width], ofState), gates);
    }

    private static InvalidDataException Missing(KerasLayer layer, string name) => new($"layer '{layer.Name}' has no '{name}'.");

    /// <summary>Gates, which lie along the first axis, in another order.</summary>
    private static KerasTensor Gated(KerasTensor tensor, int[] gates)
    {
        int size = tensor.Values.Length / gates.Length;
        float[] values = new float[tensor.Values.Length];
        for (int i = 0; i < gates.Length; i++) tensor.Values.AsSpan(gates[i] * size, size).CopyTo(values.AsSpan(i * size));
        return tensor with { Values = values };
    }

    /// <summary>Axes in another order.</summary>
    private static KerasTensor Permuted(KerasTensor tensor, int[] order)
    {
        int rank = order.Length;
        int[] shape = [.. order.Select(axis => tensor.Shape[axis])], index = new int[rank], strides = new int[rank];
        int stride = 1;
        for (int axis = rank - 1; axis >= 0; stride *= tensor.Shape[axis--]) strides[axis] = stride;
        float[] values = new float[tensor.Values.Length];
        for (int i = 0, at = 0; i < values.Length; i++)
        {
            values[i] = tensor.Values[at];
            for (int axis = rank - 1; axis >= 0; axis--)
            {
                at += strides[order[axis]];
                if (++index[axis] < shape[axis]) break;
                at -= shape[axis] * strides[order[axis]];
                index[axis] = 0;
            }
        }

        return tensor with { Shape = shape, Values = values };
    }
}
