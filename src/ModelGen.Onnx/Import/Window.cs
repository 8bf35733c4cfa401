using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import;

/// <summary>
/// How a window slides: strides, dilations, what is added at the beginning and the end of each axis, how many results there are.
/// </summary>
internal sealed record Window(int[] Kernel, int[] Strides, int[] Dilations, int[] Begin, int[] End, int[] Outputs)
{
    public static Window Of(OnnxNode node, int[] kernel, int[] sizes, bool ceil = false)
    {
        int axes = kernel.Length;
        if (sizes.Length != axes) throw new Unsupported($"its window has {axes} axes, and {sizes.Length} arrive besides the channels.");
        int[] strides = Ints(node, "strides", axes, 1), dilations = Ints(node, "dilations", axes, 1);
        int[] begin = new int[axes], end = new int[axes], outputs = new int[axes];
        int[] pads = node.Ints("pads") is { } given ? [.. given.Select(pad => checked((int)pad))] : new int[2 * axes];
        if (pads.Length != 2 * axes) throw new Unsupported($"it has {pads.Length} pads; {2 * axes} are needed.");
        if (strides.Concat(dilations).Concat(kernel).Any(size => size < 1)) throw new Unsupported("a stride or dilation is less than 1.");
        if (pads.Any(pad => pad < 0)) throw new Unsupported("its pads are negative.");
        string auto = node.Text("auto_pad", "NOTSET");
        for (int axis = 0; axis < axes; axis++)
        {
            int reach = (dilations[axis] * (kernel[axis] - 1)) + 1;
            if (auto is "SAME_UPPER" or "SAME_LOWER")
            {
                outputs[axis] = (sizes[axis] + strides[axis] - 1) / strides[axis];
                int total = Math.Max(0, ((outputs[axis] - 1) * strides[axis]) + reach - sizes[axis]);
                (begin[axis], end[axis]) = auto == "SAME_UPPER" ? (total / 2, total - (total / 2)) : (total - (total / 2), total / 2);
                continue;
            }

            if (auto != "VALID") (begin[axis], end[axis]) = (pads[axis], pads[axis + axes]);
            int free = sizes[axis] + begin[axis] + end[axis] - reach;
            outputs[axis] = (free + (ceil ? strides[axis] - 1 : 0)) / strides[axis] + 1;
            if (free < 0) throw new Unsupported($"its window [{Shapes.Text(kernel)}] is larger than what arrives: {Shapes.Text(sizes)}.");

            // The last window begins within the value or the padding in front of it.
            if (ceil && (outputs[axis] - 1) * strides[axis] >= sizes[axis] + begin[axis]) outputs[axis]--;
        }

        return new Window(kernel, strides, dilations, begin, end, outputs);
    }

    /// <summary>Integers of an attribute, one for each axis.</summary>
    public static int[] Ints(OnnxNode node, string name, int count, int otherwise)
    {
        IReadOnlyList<long>? given = node.Ints(name);
        if (given is null || given.Count == 0) return [.. Enumerable.Repeat(otherwise, count)];
        return given.Count == count
            ? [.. given.Select(value => checked((int)value))]
            : throw new Unsupported($"it has {given.Count} {name}; {count} are needed.");
    }
}
