namespace ModelGen.Numerics.Tests;

/// <summary>Layers of images and sequences with every option, and small networks of them.</summary>
internal static class VisionModels
{
    public static readonly IReadOnlyList<ModelCase> All =
    [
        .. Convolutions(),
        .. Groups(),
        .. Transposed(),
        .. Sequences(),
        .. Volumes(),
        .. Poolings(),
        .. Tiles(),
        .. Resampling(),
        .. Edges(),
        .. Networks(),
    ];

    private static IEnumerable<ModelCase> Convolutions()
    {
        yield return Image("conv", "Conv2D(4, 3)");
        yield return Image("conv-no-bias", "Conv2D(4, 3, UseBias = false)");
        yield return Image("conv-padding", "Conv2D(4, 5, Padding = 2)");
        yield return Image("conv-stride", "Conv2D(4, 3, Stride = 2, Padding = 1)");
        yield return Image("conv-stride-3", "Conv2D(4, 2, Stride = 3)");
        yield return Image("conv-dilation", "Conv2D(4, 3, Dilation = 2)");
        yield return Image("conv-same", "Conv2D(4, 4, Padding = Padding.Same)");
        yield return Image("conv-same-dilated", "Conv2D(4, [2, 3], Padding = Padding.Same, Dilation = 3)");
        yield return Image("conv-valid", "Conv2D(4, 3, Padding = Padding.Valid)");
        yield return Image("conv-oblong", "Conv2D(4, [3, 5], Strides = [2, 1], Paddings = [0, 2], Dilations = [2, 1])");
        yield return Image("conv-row", "Conv2D(4, [1, 3], Strides = [2, 1])");
        yield return Image("conv-pointwise", "Conv2D(17, 1)");
        yield return Image("conv-pointwise-stride", "Conv2D(5, 1, Stride = 2)");
        yield return Image("conv-whole", "Conv2D(6, [6, 7])");
        // The weight has its taps in panels, and the gradient of the image slides over them.
        yield return new("vision-conv-whole-in-panels", Net("[Input(1, 20, 20), Conv2D(1, 20), Flatten, Dense(2)]"), HasReference: false);
        yield return new("vision-conv-one-channel", Net("[Input(1, 6, 6), Conv2D(17, 3), Relu, Conv2D(1, 3), Flatten, Dense(2)]"));
        yield return new("vision-conv-pixel", Net("[Input(6, 1, 1), Conv2D(4, 3, Padding = 1), Tanh, Flatten, Dense(2)]"));
        yield return new("vision-conv-last", Net("[Input(2, 5, 5), Conv2D(3, 3)]"));
        yield return new(
            "vision-conv-twice",
            Net("[Input(2, 7, 7), Conv2D(5, 3, Padding = 1), Silu, Conv2D(4, 3, Stride = 2), Tanh, Conv2D(3, 2), Flatten, Dense(2)]"));
    }

    private static IEnumerable<ModelCase> Groups()
    {
        yield return new("vision-groups", Net("[Input(4, 6, 5), Conv2D(6, 3, Groups = 2, Padding = 1), Tanh, Flatten, Dense(2)]"));
        yield return new("vision-groups-stride", Net("[Input(6, 6, 5), Conv2D(3, 3, Groups = 3, Stride = 2), Tanh, Flatten, Dense(2)]"));
        yield return new("vision-groups-pointwise", Net("[Input(4, 3, 5), Conv2D(6, 1, Groups = 2), Tanh, Flatten, Dense(2)]"));
        yield return Image("depthwise", "DepthwiseConv2D(3, Padding = 1)");
        yield return Image("depthwise-multiplier", "DepthwiseConv2D([3, 2], Multiplier = 2, Stride = 2, Dilations = [1, 2])");
        yield return Image("depthwise-no-bias", "DepthwiseConv2D(2, UseBias = false, Padding = Padding.Same)");
        yield return Image("separable", "SeparableConv2D(5, 3, Padding = 1)");
        yield return Image("separable-all", "SeparableConv2D(5, [2, 3], Stride = 2, Paddings = [1, 0], Multiplier = 2, UseBias = false)");
    }

    private static IEnumerable<ModelCase> Transposed()
    {
        yield return Image("transposed", "ConvTranspose2D(4, 3)");
        yield return Image("transposed-double", "ConvTranspose2D(4, 2, Stride = 2)");
        yield return Image("transposed-padding", "ConvTranspose2D(4, 3, Stride = 2, Padding = 1, OutputPadding = 1)");
        yield return Image("transposed-gaps", "ConvTranspose2D(4, 2, Stride = 3, UseBias = false)");
        yield return Image(
            "transposed-oblong",
            "ConvTranspose2D(3, [3, 4], Strides = [1, 2], Paddings = [2, 1], OutputPaddings = [1, 0], Dilations = [2, 1])");
        yield return new(
            "vision-transposed-groups",
            Net("[Input(4, 4, 3), ConvTranspose2D(6, 3, Groups = 2, Stride = 2, Padding = 1), Tanh, Flatten, Dense(2)]"));
        yield return new(
            "vision-transposed-depthwise",
            Net("[Input(3, 4, 3), ConvTranspose2D(3, 4, Groups = 3, Stride = 2, Padding = 1), Tanh, Flatten, Dense(2)]"));
        yield return new(
            "vision-autoencoder",
            Net(
                "[Input(1, 8, 8), Conv2D(3, 3, Stride = 2, Padding = 1), Relu, Conv2D(5, 3, Stride = 2, Padding = 1), Relu, "
                    + "ConvTranspose2D(3, 2, Stride = 2), Relu, ConvTranspose2D(1, 2, Stride = 2)]"));
    }

    private static IEnumerable<ModelCase> Sequences()
    {
        yield return Sequence("conv1d", "Conv1D(4, 3)");
        yield return Sequence("conv1d-all", "Conv1D(6, 3, Stride = 2, Padding = 2, Dilation = 2, Groups = 3, UseBias = false)");
        yield return Sequence("conv1d-same", "Conv1D(4, 4, Padding = Padding.Same)");
        // Edges that are too long to be written out, with few channels and with enough to fill the lanes.
        yield return new(
            "vision-conv1d-long-edges",
            Net("[Input(1, 90), Conv1D(2, 81, Padding = 40), Tanh, Conv1D(1, 61, Padding = 60, Stride = 3), Tanh, Flatten, Dense(2)]"),
            HasReference: false,
            HasDifferences: false);
        yield return new(
            "vision-conv1d-long-edges-of-channels",
            Net(
                "[Input(3, 40), Conv1D(17, 61, Padding = 50, Stride = 3), Tanh, Conv1D(16, 1), Tanh, Conv1D(16, 36, Padding = 35), Tanh, "
                    + "Flatten, Dense(2)]"),
            HasReference: false,
            HasDifferences: false);
        yield return new(
            "vision-conv-long-edges",
            Net("[Input(2, 3, 30), Conv2D(3, [3, 41], Paddings = [1, 40]), Tanh, Flatten, Dense(2)]"),
            HasReference: false,
            HasDifferences: false);

        static ModelCase Sequence(string name, string layer) =>
            new("vision-" + name, Net($"[Input(3, 11), {layer}, Tanh, Flatten, Dense(2)]"));
    }

    private static IEnumerable<ModelCase> Volumes()
    {
        yield return Volume("conv3d", "Conv3D(4, 3)");
        yield return Volume("conv3d-all", "Conv3D(6, 2, Stride = 2, Padding = 1, Dilation = 2, Groups = 2, UseBias = false)");
        yield return Volume("conv3d-same", "Conv3D(3, 3, Padding = Padding.Same)");
        yield return Volume(
            "conv3d-oblong", "Conv3D(3, [1, 3, 2], Strides = [2, 1, 1], Paddings = [0, 1, 2], Dilations = [1, 1, 2])");
        yield return Volume("conv3d-wide", "Conv3D(18, 3, Padding = 1), Relu, Conv3D(17, 2)");
        yield return Volume("conv3d-normalized", "Conv3D(4, 3), BatchNorm, Relu, Conv3D(4, 2, WeightNorm = true), GroupNorm(2)");
        yield return Volume("max-pool-3d", "MaxPool3D(2)");
        yield return Volume("max-pool-3d-overlapping", "MaxPool3D(3, Stride = 2, Padding = 1)");
        yield return Volume("avg-pool-3d", "AvgPool3D(2, Stride = 1)");
        yield return Volume("avg-pool-3d-padding", "AvgPool3D([2, 3, 3], Strides = [2, 2, 1], Paddings = [1, 1, 1])");
        yield return new("vision-global-pool-3d", Net("[Input(2, 4, 5, 6), Conv3D(4, 3), Tanh, GlobalAvgPool3D, Dense(2)]"));
        yield return new("vision-global-max-pool-3d", Net("[Input(2, 4, 5, 6), Conv3D(4, 3), Tanh, GlobalMaxPool3D, Dense(2)]"));

        static ModelCase Volume(string name, string layers) =>
            new("vision-" + name, Net($"[Input(2, 4, 5, 6), {layers}, Tanh, Flatten, Dense(2)]"));
    }

    private static IEnumerable<ModelCase> Poolings()
    {
        yield return Image("max-pool", "MaxPool2D(2)");
        yield return Image("max-pool-overlapping", "MaxPool2D(3, Stride = 2, Padding = 1)");
        yield return Image("max-pool-ceil", "MaxPool2D(3, Stride = 2, CeilMode = true)");
        yield return Image("max-pool-ceil-padding", "MaxPool2D(2, Stride = 3, Padding = 1, CeilMode = true)");
        yield return Image("max-pool-ceil-larger", "MaxPool2D([7, 2], CeilMode = true)");
        yield return Image("max-pool-oblong", "MaxPool2D([2, 3], Strides = [1, 2], Paddings = [0, 1], Dilations = [2, 1])");
        yield return new("vision-max-pool-ties", Net("[Input(2, 6, 6), Relu, MaxPool2D(3, Stride = 1), Conv2D(2, 1), Flatten, Dense(2)]"));
        yield return Image("avg-pool", "AvgPool2D(2)");
        yield return Image("avg-pool-padding", "AvgPool2D(3, Stride = 2, Padding = 1)");
        yield return Image("avg-pool-oblong", "AvgPool2D([3, 2], Strides = [2, 1], Paddings = [1, 0])");
        yield return Image("avg-pool-ceil", "AvgPool2D(2, CeilMode = true)");
        yield return Image("avg-pool-ceil-padding", "AvgPool2D(3, Stride = 2, Padding = 1, CeilMode = true)");
        yield return Image("avg-pool-ceil-larger", "AvgPool2D(8, CeilMode = true)");
        yield return Image("avg-pool-ceil-oblong", "AvgPool2D([3, 4], Strides = [2, 3], Paddings = [0, 2], CeilMode = true)");
        yield return new("vision-global-pool", Net("[Input(2, 5, 4), Conv2D(6, 3), Tanh, GlobalAvgPool2D, Dense(3)]"));
        yield return new("vision-global-max-pool", Net("[Input(2, 5, 4), Conv2D(6, 3), Tanh, GlobalMaxPool2D, Dense(3)]"));
        yield return Row("max-pool-1d", "MaxPool1D(2)");
        yield return Row("max-pool-1d-all", "MaxPool1D(3, Stride = 2, Padding = 1, Dilation = 2, CeilMode = true)");
        yield return Row("avg-pool-1d", "AvgPool1D(3)");
        yield return Row("avg-pool-1d-all", "AvgPool1D(4, Stride = 3, Padding = 2, CeilMode = true)");
        yield return new("vision-global-pool-1d", Net("[Input(2, 9), Conv1D(5, 3), Tanh, GlobalAvgPool1D, Dense(3)]"));
        yield return new("vision-global-max-pool-1d", Net("[Input(2, 9), Conv1D(5, 3), Tanh, GlobalMaxPool1D, Dense(3)]"));
        yield return Image("adaptive-pool-even", "AdaptiveAvgPool2D([3, 1])");
        yield return Image("adaptive-pool-uneven", "AdaptiveAvgPool2D([4, 3])");
        yield return Image("adaptive-pool-larger", "AdaptiveAvgPool2D(8)");
        yield return new(
            "vision-adaptive-pool-parts",
            Net("[Input(2, 6, 7), Conv2D(3, 1), Tanh, AdaptiveAvgPool2D([9, 14]), Tanh, Flatten, Dense(2)]"),
            HasReference: false);
    }

    /// <summary>Windows that share no place and leave none out: what follows from each place is computed with it.</summary>
    private static IEnumerable<ModelCase> Tiles()
    {
        yield return Tile("max", "Gelu, MaxPool2D(2)");
        yield return Tile("max-oblong", "Sigmoid, MaxPool2D([3, 2])");
        yield return Tile("max-rows", "Tanh, MaxPool2D([6, 1])");
        yield return Tile("max-whole", "Silu, MaxPool2D(6)");
        yield return Tile("max-dropout", "Dropout(0.3f), MaxPool2D(2)");
        yield return Tile("max-rows-dropout", "Dropout(0.3f), MaxPool2D([6, 1])");
        yield return Tile("max-whole-dropout", "Dropout(0.4f), MaxPool2D(6)");
        yield return Tile("avg-dropout", "Dropout(0.3f), AvgPool2D(2)");
        yield return Tile("avg", "Gelu, AvgPool2D([2, 3])");
        yield return Tile("avg-whole", "Tanh, AvgPool2D(6)");
        yield return Tile("nearest", "Upsample2D([2, 3]), Silu");

        static ModelCase Tile(string name, string layers) =>
            new(
                "vision-tiles-" + name,
                Net($"[Input(2, 6, 6), Conv2D(5, 3, Padding = 1), {layers}, Conv2D(3, 1), Flatten, Dense(2)]"),
                HasReference: false);
    }

    private static IEnumerable<ModelCase> Resampling()
    {
        yield return Image("nearest", "Upsample2D(2)");
        yield return Image("nearest-oblong", "Upsample2D([1, 3])");
        yield return Image("bilinear", "Upsample2D(2, Mode = Upsampling.Bilinear)");
        yield return Image("bilinear-3", "Upsample2D([3, 2], Mode = Upsampling.Bilinear)");
        yield return Image("bilinear-corners", "Upsample2D(2, Mode = Upsampling.Bilinear, AlignCorners = true)");
        yield return new(
            "vision-pixel-shuffle", Net("[Input(2, 4, 5), Conv2D(12, 1), Tanh, PixelShuffle(2), Tanh, Flatten, Dense(2)]"));
        yield return new(
            "vision-pixel-shuffle-3", Net("[Input(2, 3, 2), Conv2D(9, 1), Tanh, PixelShuffle(3), Conv2D(2, 2), Flatten, Dense(2)]"));
        yield return Image("bicubic", "Upsample2D(2, Mode = Upsampling.Bicubic)");
        yield return Image("bicubic-3", "Upsample2D([2, 3], Mode = Upsampling.Bicubic)");
        yield return Image("bicubic-corners", "Upsample2D(3, Mode = Upsampling.Bicubic, AlignCorners = true)");
    }

    private static IEnumerable<ModelCase> Edges()
    {
        yield return Image("zero-pad", "ZeroPad2D(1)");
        yield return Image("zero-pad-sides", "ZeroPad2D(Top = 2, Right = 1)");
        yield return Image("crop", "Crop2D(1)");
        yield return Image("crop-sides", "Crop2D(1, Bottom = 3, Left = 0)");
        // The caller's memory is read from its middle on; and the product behind it reads the image, which has the channels last.
        yield return new(
            "vision-crop-input",
            Net("[Input(2, 7, 8), Crop2D(1, Left = 2), Conv2D(3, 2), Tanh, Flatten, Dense(2)]"),
            HasReference: false);
        yield return Image("permute", "Permute(1, 2, 0)");
        yield return new("vision-permute-sequence", Net("[Input(5, 7), Permute(1, 0), Dense(3), Tanh, Permute(1, 0), Conv1D(2, 3)]"));
    }

    private static IEnumerable<ModelCase> Networks()
    {
        yield return new(
            "vision-lenet",
            "[Input(1, 12, 12), Conv2D(3, 5, Padding = 2), Relu, MaxPool2D(2), Conv2D(4, 3), Relu, MaxPool2D(2), Flatten, Dense(10), Relu, "
                + "Dense(5)] [SoftmaxCrossEntropy, Sgd(0.01f)]");
        // Sixteen samples lie side by side, and so would sixteen channels: strides are equal that are otherwise not.
        yield return Network("sixteen-channels", "[Input(1, 6, 6), Conv2D(16, 3, Padding = 1), Relu, MaxPool2D(2), Flatten, Dense(2)]");
        yield return Network(
            "residual",
            "[Input(2, 7, 5), Residual<Basic>(4, 2), Relu, Residual<Basic>(4, 1), Relu, GlobalAvgPool2D, Dense(2)]");
        yield return Network("residual-stride-only", "[Input(3, 6, 6), Residual<Basic>(3, 2), Relu, GlobalAvgPool2D, Dense(2)]");
        yield return Network(
            "inception",
            "[Input(2, 5, 4), Parallel<Pointwise, SameSize>(3), Shape(6, 5, 4), AvgPool2D(2), Flatten, Dense(2)]");
        yield return Network(
            "u",
            "[Input(2, 8, 6), Conv2D(3, 3, Padding = 1), Relu, As(\"skip\"), MaxPool2D(2), Conv2D(5, 3, Padding = 1), Relu, Upsample2D(2), "
                + "Concat(\"skip\"), Shape(8, 8, 6), Conv2D(2, 1)]");
        yield return Network(
            "gate",
            "[Input(3, 5, 5), As(\"x\"), Conv2D(3, 3, Padding = Padding.Same), Sigmoid, Multiply(\"x\"), Conv2D(2, 5), Flatten]");

        // Gradients of dense weights that have features in the lanes, though all else has samples: of the input, of an image and of a
        // sequence.
        yield return Network(
            "many-features",
            "[Input(2, 6, 6), As(\"x\"), Conv2D(3, 2), Tanh, Flatten, Dense(15), As(\"y\"), From(\"x\"), Flatten, Dense(15), Add(\"y\"), "
                + "Relu, Dense(2)]",
            hasReference: false);
        yield return Network(
            "many-features-of-positions",
            "[Input(2, 68), Conv1D(4, 3), Tanh, Dense(16), Relu, Flatten, Dense(30), Tanh, Dense(2)]",
            hasReference: false);

        static ModelCase Network(string name, string layers, bool hasReference = true) => new("vision-" + name, Net(layers), hasReference);
    }

    /// <summary>A layer between two others, so that its gradients are those of its input, too.</summary>
    private static ModelCase Image(string name, string layer) =>
        new("vision-" + name, Net($"[Input(2, 6, 7), Conv2D(3, 1), Tanh, {layer}, Tanh, Flatten, Dense(2)]"));

    /// <summary>The same for a sequence.</summary>
    private static ModelCase Row(string name, string layer) =>
        new("vision-" + name, Net($"[Input(2, 11), Conv1D(3, 1), Tanh, {layer}, Tanh, Flatten, Dense(2)]"));

    private static string Net(string layers) => layers + " [MeanSquaredError, Sgd(0.01f)]";
}
