namespace ModelGen.Compiler.Layers;

/// <summary>Which calls work on images.</summary>
internal static class ImageCalls
{
    /// <summary>Channels, height and width. Two axes may be a sequence, along which a dense layer rightly goes.</summary>
    private const int ImageAxes = 3;

    /// <summary>Whether the call is a dense layer that gets an image, of which it sees one row at a time.</summary>
    public static bool IsDenseOnImage(this LayerCall call) =>
        call.Attribute is DenseAttribute && call.Inputs[0].Shape.Sample.Length >= ImageAxes && GetsImage(call);

    /// <summary>Whether its value comes from the input, or from a layer of images. After a reshape, the author chose the axes.</summary>
    private static bool GetsImage(LayerCall call)
    {
        var source = call.Before(before => before.IsName() || before.Attribute is DropoutAttribute or ActivationAttribute).Call;
        return source.Attribute is InputAttribute || source.Step.Layer is { IsForImages: true };
    }
}
