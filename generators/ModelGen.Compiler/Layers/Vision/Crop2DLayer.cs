using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Crop2D]</c>: rows and columns cut off images.</summary>
internal sealed class Crop2DLayer : LayerDefinition<Crop2DAttribute>
{
    public override bool IsForImages => true;

    public override InitRole InitRole => InitRole.Transparent;

    protected override IEnumerable<ArgumentProblem?> Validate(Crop2DAttribute attribute) =>
        Sides.Validate("crop", attribute.Crop, attribute.Top, attribute.Bottom, attribute.Left, attribute.Right);

    protected override Value? Build(Crop2DAttribute attribute, LayerContext context)
    {
        if (!Image.Arrives(context) || !Leaves(context, attribute, 2) || !Leaves(context, attribute, 3)) return null;
        var (x, shape) = (context.Current, context.Current.Shape);
        return x.Slice(2, attribute.Top, shape[2] - attribute.Top - attribute.Bottom)
            .Slice(3, attribute.Left, shape[3] - attribute.Left - attribute.Right);
    }

    /// <summary>
    /// Whether anything is left along an axis. If not, it is reported: on the number for all sides if most comes from it.
    /// </summary>
    private static bool Leaves(LayerContext context, Crop2DAttribute attribute, int axis)
    {
        var length = context.Current.Shape[axis];
        var (before, after) = axis == 2 ? (attribute.Top, attribute.Bottom) : (attribute.Left, attribute.Right);
        if ((long)before + after < length) return true;
        var (larger, smaller) = (Math.Max(before, after), Math.Min(before, after));
        var (argument, most) = larger == attribute.Crop && larger == smaller ? ("crop", (length - 1) / 2)
            : before >= after ? (axis == 2 ? "Top" : "Left", length - 1 - after)
            : (axis == 2 ? "Bottom" : "Right", length - 1 - before);
        if (argument == "crop") most = Math.Min(most, (Math.Min(context.Current.Shape[2], context.Current.Shape[3]) - 1) / 2);
        context.Fail(
            DiagnosticCatalogue.NothingLeft,
            argument,
            most < 0 ? [] : context.Change(argument, Limits.Plain(most)),
            Limits.Text((long)before + after),
            $"{Limits.Text(length)} {(axis == 2 ? "rows" : "columns")}",
            context.CurrentShape,
            context.CurrentOrigin);
        return false;
    }
}
