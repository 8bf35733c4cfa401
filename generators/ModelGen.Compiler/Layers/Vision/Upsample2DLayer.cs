using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Upsample2D]</c>: images enlarged by an integer factor, one axis after the other.</summary>
internal sealed class Upsample2DLayer : LayerDefinition<Upsample2DAttribute>
{
    public override bool IsForImages => true;

    protected override IEnumerable<ArgumentProblem?> Validate(Upsample2DAttribute attribute)
    {
        if (PerAxis.OneOrAll("scale", attribute.Scale) is { } problem) return [problem];
        var corners = attribute is { AlignCorners: true, Mode: Upsampling.Nearest }
            ? Require.OutOfRange("AlignCorners", "true", "false with Upsampling.Nearest, which does not interpolate").Or("false")
            : null;
        return PerAxis.Of("scale", attribute.Scale).AtLeast(1).Append(Require.Defined("Mode", attribute.Mode)).Append(corners);
    }

    protected override Value? Build(Upsample2DAttribute attribute, LayerContext context)
    {
        if (!Image.Arrives(context)) return null;
        var (x, scale) = (context.Current, PerAxis.Of("scale", attribute.Scale));
        int[] result = [x.Shape[1], x.Shape[2], x.Shape[3], scale[0], scale[1]];
        if (
            !context.Fits(
                Limits.Product(result),
                $"{Limits.Text((long)x.Shape[2] * scale[0])} × {Limits.Text((long)x.Shape[3] * scale[1])} for each channel"))
            return null;
        if (attribute.Mode == Upsampling.Nearest)
        {
            var windows = new[] { 2, 3 }
                .Where(axis => scale[axis - 2] > 1)
                .Select(axis => new Window(axis, scale[axis - 2], scale[axis - 2]))
                .ToArray();
            return x.Spread(Windows.With(x.Shape, windows, w => x.Shape[w.Axis] * w.Size), windows);
        }

        foreach (var axis in new[] { 2, 3 })
        {
            if (scale[axis - 2] == 1)
                continue;
            if (!context.FitsTable(Interpolation.Table(x.Shape[axis], scale[axis - 2], attribute.Mode, attribute.AlignCorners)))
                return null;
            x = Interpolation.Resize(x, axis, scale[axis - 2], attribute.Mode, attribute.AlignCorners);
        }

        return x;
    }
}
