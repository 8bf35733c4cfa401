using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>
/// An image sampled through an affine map, bilinear between pixels and zero outside: PyTorch's affine_grid and grid_sample.
/// </summary>
/// <remarks>
/// A bilinear sample is Σ hat(gy − y) · Σ hat(gx − x) · image[y, x], hat(t) = max(0, 1 − |t|): contractions, with gradients for the
/// image and the map, and without a special case at the borders. The sum along x is taken first.
/// </remarks>
internal static class AffineSampling
{
    /// <summary>The numbers of an affine map of the plane.</summary>
    public const int MapSize = 6;

    /// <summary>The products in the larger of the two sums, for one sample.</summary>
    public static long Products(Shape image) => Limits.Product([.. image.Sample, image[2], image[3]]);

    /// <summary>The image at the mapped positions of a grid of the same size.</summary>
    /// <param name="image">[N, channels, height, width].</param>
    /// <param name="change">[N, 6]: θ minus the identity, row by row, in coordinates from −1 to 1, x first.</param>
    /// <param name="alignCorners">Whether −1 and 1 are the centres of the outermost pixels, not their outer edges.</param>
    public static Value Sample(Value image, Value change, bool alignCorners)
    {
        var (height, width) = (image.Shape[2], image.Shape[3]);
        var grid = Shape.Of(height, width);
        var x = Coordinates(image.Builder.Position(grid, 1), width, alignCorners);
        var y = Coordinates(image.Builder.Position(grid, 0), height, alignCorners);
        var alongX = Weights(((1 + Theta(0)) * x) + (Theta(1) * y) + Theta(2), width, alignCorners);
        var alongY = Weights((Theta(3) * x) + ((1 + Theta(4)) * y) + Theta(5), height, alignCorners);

        var (channels, places) = (image.Shape[1], height * width);
        var rows = image.Reshape(Shape.Batched([channels, 1, height, width])) * alongX.Reshape(Shape.Batched([1, places, 1, width]));
        var sampledRows = rows.Sum(4).Reshape(Shape.Batched([channels, places, height]));
        return (sampledRows * alongY).Sum(3).Reshape(image.Shape);

        Value Theta(int index) => change.Slice(1, index, 1).Reshape(Shape.Batched([1, 1]));
    }

    /// <summary>The coordinate of each pixel, from −1 to 1.</summary>
    private static Value Coordinates(Value position, int length, bool alignCorners) => (alignCorners, length) switch
    {
        (true, 1) => position,
        (true, _) => (position * (2.0 / (length - 1))) - 1,
        _ => (position * (2.0 / length)) + ((1.0 / length) - 1),
    };

    /// <summary>The weight of each pixel of an axis for each sample: [N, 1, samples, length].</summary>
    private static Value Weights(Value coordinates, int length, bool alignCorners)
    {
        var pixel = alignCorners
            ? (coordinates * ((length - 1) / 2.0)) + ((length - 1) / 2.0)
            : (coordinates * (length / 2.0)) + ((length - 1) / 2.0);
        var places = pixel.Shape.SampleElements;
        return Hat(pixel.Reshape(Shape.Batched([1, places, 1])) - pixel.Builder.Position(Shape.Of(length), 0));
    }

    /// <summary>
    /// max(0, 1 − |t|). At its kinks it has the derivative from the right, as in PyTorch, which rounds down to the next pixel.
    /// </summary>
    private static Value Hat(Value t)
    {
        var zero = t.Builder.Constant(0);
        var right = t.IfLess(t.Builder.Constant(1), 1 - t, zero);
        var middle = t.IfLess(zero, 1 + t, right);
        return t.IfLess(t.Builder.Constant(-1), zero, middle);
    }
}
