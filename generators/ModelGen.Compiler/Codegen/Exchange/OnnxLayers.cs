using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using static ModelGen.Compiler.Codegen.Exchange.GraphText;

namespace ModelGen.Compiler.Codegen.Exchange;

/// <summary>Layers for which ONNX has an operator. Those that are not here are exported as what they are made of.</summary>
internal static class OnnxLayers
{
    /// <summary>What adds a layer's operators and gives the name of the result; null if it has none of its own.</summary>
    public static Func<OnnxScope, string>? FormOf(LayerInfo layer) => layer.Step!.Attribute switch
    {
        DenseAttribute dense when IsPlain(dense) => scope => Dense(scope, layer, dense),
        Conv1DAttribute convolution when IsPlain(convolution) =>
            scope => Convolution(scope, layer, convolution.Groups, convolution.UseBias),
        Conv2DAttribute convolution when IsPlain(convolution) =>
            scope => Convolution(scope, layer, convolution.Groups, convolution.UseBias),
        Conv3DAttribute convolution when IsPlain(convolution) =>
            scope => Convolution(scope, layer, convolution.Groups, convolution.UseBias),
        DepthwiseConv2DAttribute convolution when IsPlain(convolution) =>
            scope => Convolution(scope, layer, layer.InputShape[1], convolution.UseBias),
        SeparableConv2DAttribute convolution when IsPlain(convolution) => scope => Separable(scope, layer, convolution),
        ConvTranspose2DAttribute convolution when IsPlain(convolution) && AddsLessThanStride(convolution) =>
            scope => Transposed(scope, layer, convolution),
        MaxPool1DAttribute or MaxPool2DAttribute or MaxPool3DAttribute => scope => MaxPool(scope, layer),
        AvgPool1DAttribute { CeilMode: false } or AvgPool2DAttribute { CeilMode: false } or AvgPool3DAttribute { CeilMode: false } =>
            scope => AveragePool(scope, layer),
        GlobalAvgPool1DAttribute or GlobalAvgPool2DAttribute or GlobalAvgPool3DAttribute =>
            scope => Global(scope, layer, "GlobalAveragePool"),
        GlobalMaxPool1DAttribute or GlobalMaxPool2DAttribute or GlobalMaxPool3DAttribute =>
            scope => Global(scope, layer, "GlobalMaxPool"),
        BatchNormAttribute norm => scope => BatchNorm(scope, layer, norm),
        LayerNormAttribute norm => scope => LayerNorm(scope, layer, norm),
        InstanceNormAttribute norm => scope => InstanceNorm(scope, layer, norm),
        LocalResponseNormAttribute { Size: var size } norm when size % 2 == 1 && layer.InputShape.Rank == 4 => scope => scope.Result(
            "LRN", [], Of("size", size), Of("alpha", (float)norm.Alpha), Of("beta", (float)norm.Beta), Of("bias", (float)norm.K)),
        EmbeddingAttribute => scope => scope.Last("Gather", [Weight(scope, layer, "weight"), scope.Input], Of("axis", 0)),
        ReluAttribute => scope => scope.Result("Relu", []),
        LeakyReluAttribute leaky => scope => scope.Result("LeakyRelu", [], Of("alpha", leaky.Slope)),
        PReluAttribute => scope => scope.Result("PRelu", [Weight(scope, layer, "weight")]),
        EluAttribute elu => scope => scope.Result("Elu", [], Of("alpha", elu.Alpha)),
        GeluAttribute => scope => scope.Since(20, newer => newer.Result("Gelu", []), GeluOfFive),
        SiluAttribute => scope => scope.Result("Mul", [scope.Inner("Sigmoid", [scope.Input])]),
        SigmoidAttribute => scope => scope.Result("Sigmoid", []),
        HardSigmoidAttribute => scope => scope.Result("HardSigmoid", [], Of("alpha", (float)(1.0 / 6)), Of("beta", 0.5f)),
        TanhAttribute => scope => scope.Result("Tanh", []),
        SoftplusAttribute => scope => scope.Result("Softplus", []),
        SoftmaxAttribute => scope => scope.Result("Softmax", [], Of("axis", -1)),
        FlattenAttribute => scope => scope.Result("Flatten", [], Of("axis", 1)),
        PermuteAttribute permute => scope =>
            scope.Result("Transpose", [], Of("perm", new[] { 0 }.Concat(permute.Order.Select(axis => axis + 1)))),
        ZeroPad2DAttribute pad => scope =>
            scope.Result("Pad", [scope.Text.Ints(0, 0, pad.Top, pad.Left, 0, 0, pad.Bottom, pad.Right)]),
        PixelShuffleAttribute shuffle => scope => scope.Result("DepthToSpace", [], Of("blocksize", shuffle.Scale), Of("mode", "CRD")),
        Upsample2DAttribute upsample => scope => Upsample(scope, layer, upsample),
        RecurrentAttribute => OnnxRecurrent.FormOf(layer),
        _ => null,
    };

    private static bool IsPlain(WeightedLayerAttribute layer) => !layer.WeightNorm && !layer.SpectralNorm;

    /// <summary>ONNX has no more output padding than that; the language has less than the dilation, too.</summary>
    private static bool AddsLessThanStride(ConvTranspose2DAttribute layer)
    {
        var added = PerAxis.Of("OutputPadding", layer.OutputPadding, layer.OutputPaddings);
        var stride = Layers.Convolution.Arguments(layer).Stride;
        return added[0] < stride[0] && added[1] < stride[1];
    }

    private static string Weight(OnnxScope scope, LayerInfo layer, string name) => scope.Text.Weight($"{layer.Name}.{name}");

    private static string[] Bias(OnnxScope scope, LayerInfo layer, bool uses) => uses ? [Weight(scope, layer, "bias")] : [];

    /// <summary>Of vectors a product with the matrix as files have it; of more axes one with its transpose.</summary>
    private static string Dense(OnnxScope scope, LayerInfo layer, DenseAttribute dense)
    {
        var weight = Weight(scope, layer, "weight");
        if (layer.InputShape.Rank == 2)
            return scope.Result("Gemm", [weight, .. Bias(scope, layer, dense.UseBias)], Of("transB", 1));
        var transposed = scope.Inner("Transpose", [weight], Of("perm", new[] { 1, 0 }));
        return dense.UseBias
            ? scope.Last("Add", [scope.Inner("MatMul", [scope.Input, transposed]), Weight(scope, layer, "bias")])
            : scope.Result("MatMul", [transposed]);
    }

    private static string Convolution(OnnxScope scope, LayerInfo layer, int groups, bool useBias)
    {
        var window = OnnxWindow.Of(layer);
        return scope.Result(
            "Conv",
            [Weight(scope, layer, "weight"), .. Bias(scope, layer, useBias)],
            [.. window.Attributes, Of("dilations", window.Dilations), Of("group", groups)]);
    }

    /// <summary>A convolution of each channel by itself, then one of single pixels.</summary>
    private static string Separable(OnnxScope scope, LayerInfo layer, SeparableConv2DAttribute attribute)
    {
        var window = OnnxWindow.Of(layer);
        var channels = scope.Inner(
            "Conv",
            [scope.Input, Weight(scope, layer, "depthwise_weight")],
            [.. window.Attributes, Of("dilations", window.Dilations), Of("group", layer.InputShape[1])]);
        return scope.Last(
            "Conv",
            [channels, Weight(scope, layer, "pointwise_weight"), .. Bias(scope, layer, attribute.UseBias)],
            Of("kernel_shape", new[] { 1, 1 }));
    }

    private static string Transposed(OnnxScope scope, LayerInfo layer, ConvTranspose2DAttribute attribute)
    {
        var arguments = Layers.Convolution.Arguments(attribute);
        int[] All(PerAxis numbers) => [numbers[0], numbers[1]];
        return scope.Result(
            "ConvTranspose",
            [Weight(scope, layer, "weight"), .. Bias(scope, layer, attribute.UseBias)],
            Of("kernel_shape", All(arguments.Kernel)),
            Of("strides", All(arguments.Stride)),
            Of("dilations", All(arguments.Dilation)),
            Of("pads", All(arguments.Padding).Concat(All(arguments.Padding))),
            Of("output_padding", All(PerAxis.Of("OutputPadding", attribute.OutputPadding, attribute.OutputPaddings))),
            Of("group", attribute.Groups));
    }

    private static string MaxPool(OnnxScope scope, LayerInfo layer)
    {
        var window = OnnxWindow.Of(layer);
        return scope.Result("MaxPool", [], [.. window.Attributes, Of("dilations", window.Dilations)]);
    }

    private static string AveragePool(OnnxScope scope, LayerInfo layer) =>
        scope.Result("AveragePool", [], [.. OnnxWindow.Of(layer).Attributes, Of("count_include_pad", 1)]);

    /// <summary>ONNX keeps axes of size 1.</summary>
    private static string Global(OnnxScope scope, LayerInfo layer, string type) =>
        scope.Last("Flatten", [scope.Inner(type, [scope.Input])], Of("axis", 1));

    private static string BatchNorm(OnnxScope scope, LayerInfo layer, BatchNormAttribute norm)
    {
        var channels = layer.InputShape[1];
        var weight = norm.Affine ? Weight(scope, layer, "weight") : scope.Text.Floats(Enumerable.Repeat(1.0, channels), channels);
        var bias = norm.Affine ? Weight(scope, layer, "bias") : scope.Text.Floats(new double[channels], channels);
        return scope.Result(
            "BatchNormalization",
            [weight, bias, Weight(scope, layer, "running_mean"), Weight(scope, layer, "running_var")],
            Of("epsilon", (float)norm.Epsilon),
            Of("momentum", (float)(1 - norm.Momentum)));
    }

    private static string LayerNorm(OnnxScope scope, LayerInfo layer, LayerNormAttribute norm)
    {
        var features = layer.InputShape[layer.InputShape.Rank - 1];
        string[] weights = norm.Affine
            ? [Weight(scope, layer, "weight"), Weight(scope, layer, "bias")]
            : [scope.Text.Floats(Enumerable.Repeat(1.0, features), features)];
        return scope.Result("LayerNormalization", weights, Of("axis", -1), Of("epsilon", (float)norm.Epsilon));
    }

    private static string InstanceNorm(OnnxScope scope, LayerInfo layer, InstanceNormAttribute norm)
    {
        var channels = layer.InputShape[1];
        string[] weights = norm.Affine
            ? [Weight(scope, layer, "weight"), Weight(scope, layer, "bias")]
            : [scope.Text.Floats(Enumerable.Repeat(1.0, channels), channels), scope.Text.Floats(new double[channels], channels)];
        return scope.Result("InstanceNormalization", weights, Of("epsilon", (float)norm.Epsilon));
    }

    /// <summary>As PyTorch's exporter writes it, and every importer knows it, where there is no Gelu yet.</summary>
    private static string GeluOfFive(OnnxScope scope)
    {
        var erf = scope.Inner("Erf", [scope.Inner("Div", [scope.Input, scope.Text.Floats([Math.Sqrt(2)])])]);
        var product = scope.Inner("Mul", [scope.Input, scope.Inner("Add", [erf, scope.Text.Floats([1])])]);
        return scope.Last("Mul", [product, scope.Text.Floats([0.5])]);
    }

    private static string Upsample(OnnxScope scope, LayerInfo layer, Upsample2DAttribute attribute)
    {
        var scale = PerAxis.Of("scale", attribute.Scale);
        string[] way = attribute.Mode switch
        {
            Upsampling.Nearest => [Of("mode", "nearest"), Of("nearest_mode", "floor")],
            Upsampling.Bilinear => [Of("mode", "linear")],
            _ => [Of("mode", "cubic")],
        };
        var coordinates = attribute.AlignCorners ? "align_corners" : attribute.Mode == Upsampling.Nearest ? "asymmetric" : "half_pixel";
        return scope.Result(
            "Resize",
            ["", scope.Text.Floats([1, 1, scale[0], scale[1]], 4)],
            [.. way, Of("coordinate_transformation_mode", coordinates)]);
    }
}
