using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary>What the poolings share.</summary>
internal static class Pooling
{
    public static IEnumerable<ArgumentProblem?> Validate(PoolAttribute attribute) => Validate(
        Arguments(attribute), attribute.Size, attribute.Stride, attribute.Strides, attribute.Paddings);

    public static IEnumerable<ArgumentProblem?> Validate(Pool3DAttribute attribute) => Validate(
        Arguments(attribute), attribute.Size, attribute.Stride, attribute.Strides, attribute.Paddings);

    private static IEnumerable<ArgumentProblem?> Validate(WindowArguments window, int[] size, int stride, int[] strides, int[] paddings)
    {
        var axes = window.Kernel.Values.Count;
        var given = new[]
        {
            PerAxis.OneOrAll("size", size, axes), PerAxis.AllOrNone("Stride", strides, axes), PerAxis.AllOrNone("Padding", paddings, axes),
        };
        if (given.Any(problem => problem is not null))
            return given;
        var written = PerAxis.Of("Stride", stride, strides, axes);
        return window
            .Kernel.AtLeast(1)
            .Concat(written.AtLeast(written.IsArray ? 1 : 0))
            .Concat(window.Padding.AtLeast(0))
            .Concat(AtMostHalf(window));
    }

    public static WindowArguments Arguments(PoolAttribute attribute)
    {
        var max = attribute as MaxPool2DAttribute;
        return Arguments(
            PerAxis.Of("size", attribute.Size),
            PerAxis.Of("Stride", attribute.Stride, attribute.Strides),
            PerAxis.Of("Dilation", max?.Dilation ?? 1, max?.Dilations ?? []),
            PerAxis.Of("Padding", attribute.Padding, attribute.Paddings),
            attribute.CeilMode);
    }

    public static WindowArguments Arguments(Pool3DAttribute attribute)
    {
        var max = attribute as MaxPool3DAttribute;
        return Arguments(
            PerAxis.Of("size", attribute.Size, 3),
            PerAxis.Of("Stride", attribute.Stride, attribute.Strides, 3),
            PerAxis.Of("Dilation", max?.Dilation ?? 1, max?.Dilations ?? [], 3),
            PerAxis.Of("Padding", attribute.Padding, attribute.Paddings, 3),
            attribute.CeilMode);
    }

    /// <summary>A stride of 0 stands for the size of the window.</summary>
    private static WindowArguments Arguments(PerAxis size, PerAxis stride, PerAxis dilation, PerAxis padding, bool ceilMode) =>
        new(size, !stride.IsArray && stride[0] == 0 ? size : stride, dilation, padding, ceilMode) { PadsFreely = false };

    public static IEnumerable<ArgumentProblem?> Validate(Pool1DAttribute attribute)
    {
        var window = Arguments(attribute);
        return
        [
            .. window.Kernel.AtLeast(1),
            Require.AtLeast("Stride", attribute.Stride, 0),
            .. window.Padding.AtLeast(0),
            .. AtMostHalf(window),
        ];
    }

    public static WindowArguments Arguments(Pool1DAttribute attribute) =>
        new(
            PerAxis.Of("size", attribute.Size),
            PerAxis.Of("Stride", attribute.Stride == 0 ? attribute.Size : attribute.Stride),
            PerAxis.Of("Dilation", (attribute as MaxPool1DAttribute)?.Dilation ?? 1),
            PerAxis.Of("Padding", attribute.Padding),
            attribute.CeilMode)
        { PadsFreely = false };

    /// <summary>The maximum of each window.</summary>
    public static Value Max(Value x, PaddedWindow[] axes) =>
        PaddedWindow.Padded(x, axes, double.NegativeInfinity).Reduce(ReduceKind.Max, axes.Select(axis => axis.Window).ToArray());

    /// <summary>The mean of each window, the zeros of the padding included.</summary>
    public static Value Mean(Value x, PaddedWindow[] axes)
    {
        var sum = PaddedWindow.Padded(x, axes).Reduce(ReduceKind.Sum, axes.Select(axis => axis.Window).ToArray());
        var beyond = axes.ToDictionary(axis => axis, axis => axis.After - axis.Before);
        var mean = sum * (1.0 / axes.Where(axis => beyond[axis] <= 0).Aggregate(1, (n, axis) => n * axis.Window.Size));
        return axes.Where(axis => beyond[axis] > 0).Aggregate(mean, (value, axis) => value * Shares(value, axis, beyond[axis]));
    }

    /// <summary>
    /// One over the number of pixels in each window along an axis. Pixels of the last window outside of the padding do not count.
    /// </summary>
    private static Value Shares(Value value, PaddedWindow axis, int beyond)
    {
        var (size, builder) = (axis.Window.Size, value.Builder);
        var position = builder.Position(value.Shape, axis.Window.Axis);
        return position.IfEqual(
            builder.Constant(axis.Positions - 1),
            builder.Constant(1.0 / (size - beyond)),
            builder.Constant(1.0 / size));
    }

    /// <summary>With more, a window could be entirely in the padding.</summary>
    private static IEnumerable<ArgumentProblem?> AtMostHalf(WindowArguments window)
    {
        for (var axis = 0; axis < window.Kernel.Values.Count; axis++)
        {
            var (padding, most) = (window.Padding[axis], window.Kernel[axis] / 2);
            if (window.Kernel[axis] < 1 || padding <= most)
                continue;
            yield return Require
                .OutOfRange(
                    window.Padding.Argument,
                    Limits.Plain(padding),
                    $"at most {Limits.Plain(most)}, half of the window of {Limits.Plain(window.Kernel[axis])}",
                    window.Padding.ElementOf(axis))
                .Or(Limits.Plain(window.Padding.IsArray ? most : Math.Min(most, window.Kernel.Values.Last() / 2)));
        }
    }
}
