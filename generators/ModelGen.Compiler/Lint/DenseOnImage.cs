using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Lint;

/// <summary>A dense layer on an image, of which it sees one row at a time.</summary>
internal static class DenseOnImage
{
    /// <summary>Channels, height and width. Two axes may be a sequence, along which a dense layer rightly goes.</summary>
    private const int ImageAxes = 3;

    public static void Check(LintModel model)
    {
        foreach (var call in model.Calls)
        {
            var sample = call.Attribute is DenseAttribute ? call.Inputs[0].Shape.Sample : [];
            if (sample.Length < ImageAxes || !IsImage(call)) continue;
            var width = sample[sample.Length - 1];
            model.Report(
                DiagnosticCatalogue.DenseOnImage, call, call.Location.Block is null ? [Fix.InsertBefore(call.Location, "Flatten")] : [],
                call.Inputs[0].Shape.Display, Limits.Plain(call.Inputs[0].Shape.SampleElements / width), Limits.Plain(width));
        }
    }

    /// <summary>Whether it comes from the input, or from a layer of images. After a reshape, the author chose the axes.</summary>
    private static bool IsImage(LayerCall dense)
    {
        var source = dense.Before(call => call.IsName() || call.Attribute is DropoutAttribute or ActivationAttribute).Call;
        return source.Attribute is InputAttribute or Convolution2DAttribute or PoolAttribute or AdaptiveAvgPool2DAttribute or Upsample2DAttribute or ZeroPad2DAttribute or Crop2DAttribute;
    }
}
