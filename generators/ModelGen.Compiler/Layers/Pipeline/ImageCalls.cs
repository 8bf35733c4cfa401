namespace ModelGen.Compiler.Layers;

/// <summary>Which calls work on images.</summary>
internal static class ImageCalls
{
    /// <summary>Channels, height and width. Two axes may be a sequence, on which a dense layer is right.</summary>
    private const int ImageAxes = 3;

    /// <summary>Whether the call is a dense layer that reads an image, to each row of which it is applied.</summary>
    public static bool IsDenseOnImage(this LayerCall call) =>
        call.Attribute is DenseAttribute && call.Inputs[0].Shape.Sample.Length >= ImageAxes && GetsImage(call);

    /// <summary>
    /// Whether its value comes from the input, or from a layer of images. After a reshape, the axes are the author's choice.
    /// </summary>
    private static bool GetsImage(LayerCall call)
    {
        var source = call.Before(before => before.IsName() || before.Attribute is DropoutAttribute or ActivationAttribute).Call;
        return source.Attribute is InputAttribute || source.Step.Layer is { IsForImages: true };
    }
}
