using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[ZeroPad2D]</c>: zeros around images.</summary>
internal sealed class ZeroPad2DLayer : LayerDefinition<ZeroPad2DAttribute>
{
    public override bool IsForImages => true;

    public override InitRole InitRole => InitRole.Transparent;

    protected override IEnumerable<ArgumentProblem?> Validate(ZeroPad2DAttribute attribute) =>
        Sides.Validate("padding", attribute.Padding, attribute.Top, attribute.Bottom, attribute.Left, attribute.Right);

    protected override Value? Build(ZeroPad2DAttribute attribute, LayerContext context)
    {
        if (!Image.Arrives(context)) return null;
        var shape = context.Current.Shape;
        var (height, width) = ((long)attribute.Top + shape[2] + attribute.Bottom, (long)attribute.Left + shape[3] + attribute.Right);
        if (!context.Fits(height, "a column") || !context.Fits(width, "a row")) return null;
        return context.Fits(Limits.Product([shape[1], (int)height, (int)width]), $"{shape[1]} × {height} × {width}")
            ? context.Current.Pad(2, attribute.Top, attribute.Bottom).Pad(3, attribute.Left, attribute.Right)
            : null;
    }
}
