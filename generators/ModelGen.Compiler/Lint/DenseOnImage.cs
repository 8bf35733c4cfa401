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
            if (!Is(call)) continue;
            var sample = call.Inputs[0].Shape.Sample;
            var width = sample[sample.Length - 1];
            model.Report(
                DiagnosticCatalogue.DenseOnImage, call, call.Location.Block is null ? [Fix.InsertBefore(call.Location, "Flatten")] : [],
                call.Inputs[0].Shape.Display, Limits.Plain(call.Inputs[0].Shape.SampleElements / width), Limits.Plain(width));
        }
    }

    /// <summary>Whether the call is a dense layer, and gets an image.</summary>
    public static bool Is(LayerCall call) => call.Attribute is DenseAttribute && call.Inputs[0].Shape.Sample.Length >= ImageAxes && IsImage(call);

    /// <summary>Whether it comes from the input, or from a layer of images. After a reshape, the author chose the axes.</summary>
    private static bool IsImage(LayerCall dense)
    {
        var source = dense.Before(call => call.IsName() || call.Attribute is DropoutAttribute or ActivationAttribute).Call;
        return source.Attribute is InputAttribute || source.Step.Layer is { IsForImages: true };
    }
}
