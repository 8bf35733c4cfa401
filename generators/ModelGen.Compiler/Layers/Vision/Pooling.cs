using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary>What the poolings share.</summary>
internal static class Pooling
{
    public static IEnumerable<ArgumentProblem?> Validate(PoolAttribute attribute)
    {
        var given = new[]
        {
            PerAxis.OneOrTwo("size", attribute.Size),
            PerAxis.Pair("Stride", attribute.Strides),
            PerAxis.Pair("Padding", attribute.Paddings),
        };
        if (given.Any(problem => problem is not null))
            return given;
        var window = Arguments(attribute);
        var stride = PerAxis.Of("Stride", attribute.Stride, attribute.Strides);
        return window
            .Kernel.AtLeast(1)
            .Concat(stride.AtLeast(stride.IsArray ? 1 : 0))
            .Concat(window.Padding.AtLeast(0))
            .Concat(AtMostHalf(window));
    }

    public static WindowArguments Arguments(PoolAttribute attribute)
    {
        var size = PerAxis.Of("size", attribute.Size);
        var stride = PerAxis.Of("Stride", attribute.Stride, attribute.Strides);
        var max = attribute as MaxPool2DAttribute;
        return new WindowArguments(
            size,
            attribute.Strides.Length == 0 && attribute.Stride == 0 ? size : stride,
            PerAxis.Of("Dilation", max?.Dilation ?? 1, max?.Dilations ?? []),
            PerAxis.Of("Padding", attribute.Padding, attribute.Paddings),
            attribute.CeilMode)
        { PadsFreely = false };
    }

    /// <summary>With more, a window could be entirely in the padding.</summary>
    private static IEnumerable<ArgumentProblem?> AtMostHalf(WindowArguments window)
    {
        for (var axis = 0; axis < 2; axis++)
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
                .Or(Limits.Plain(window.Padding.IsArray ? most : Math.Min(most, window.Kernel[1] / 2)));
        }
    }
}
