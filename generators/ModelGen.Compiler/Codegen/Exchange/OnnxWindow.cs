using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Codegen.Exchange;

/// <summary>How a layer's window slides, as ONNX writes it: the padding of every axis in front and behind is explicit.</summary>
internal sealed record OnnxWindow(int[] Kernel, int[] Strides, int[] Dilations, int[] Pads)
{
    public string[] Attributes => [GraphText.Of("kernel_shape", Kernel), GraphText.Of("strides", Strides), GraphText.Of("pads", Pads)];

    /// <summary>The window of a layer that has one.</summary>
    public static OnnxWindow Of(LayerInfo layer)
    {
        var arguments = layer.Step!.Layer!.WindowsOf(layer.Step.Attribute)!;
        var axes = layer.InputShape.Rank - 2;
        int[] All(PerAxis numbers) => [.. Enumerable.Range(0, axes).Select(axis => numbers[axis])];
        var (kernel, strides, dilations) = (All(arguments.Kernel), All(arguments.Stride), All(arguments.Dilation));
        var pads = new int[2 * axes];
        for (var axis = 0; axis < axes; axis++)
        {
            var (length, padding) = (layer.InputShape[axis + 2], arguments.Padding[axis]);
            var reach = (dilations[axis] * (kernel[axis] - 1)) + 1;
            var around = arguments.IsCausal ? reach - 1
                : padding == ModelGen.Padding.Same ? Math.Max(0, ((length - 1) / strides[axis] * strides[axis]) + reach - length)
                : 2 * padding;
            pads[axis] = arguments.IsCausal ? around : around / 2;
            pads[axis + axes] = around - pads[axis];

            // Which last window is partly outside, ONNX and the language decide by other rules.
            if (arguments.CeilMode)
                pads[axis + axes] = Math.Max(0, ((layer.OutputShape[axis + 2] - 1) * strides[axis]) + reach - length - pads[axis]);
        }

        return new OnnxWindow(kernel, strides, dilations, pads);
    }
}
