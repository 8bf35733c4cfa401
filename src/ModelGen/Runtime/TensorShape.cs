namespace ModelGen.Runtime;

/// <summary>Arithmetic on shapes, and their one printed form: <c>[120, 400]</c>.</summary>
internal static class TensorShape
{
    public static int ElementCount(ReadOnlySpan<int> shape)
    {
        int count = 1;
        foreach (int size in shape)
            count = checked(count * size);
        return count;
    }

    public static string Format(IEnumerable<int> shape) => $"[{string.Join(", ", shape.Select(Numbers.Format))}]";

    /// <summary>How many neighbours are adjacent along an axis that is cut into panels.</summary>
    public const int PanelWidth = TensorPacking.PanelWidth;

    public static void Validate(int[] shape, int offset, int[] strides, int panelAxis)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(strides);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (strides.Length != shape.Length)
        {
            throw new ArgumentException(
                $"{strides.Length} strides were given; the shape {Format(shape)} needs {shape.Length}.", nameof(strides));
        }

        if (Array.Exists(shape, size => size < 0))
            throw new ArgumentException($"The shape {Format(shape)} has a negative size.", nameof(shape));
        if (Array.Exists(strides, stride => stride < 0))
            throw new ArgumentException($"The strides {Format(strides)} contain a negative one.", nameof(strides));
        if (panelAxis < -1 || panelAxis >= shape.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(panelAxis), panelAxis, $"The panel axis must be an axis of {Format(shape)}, or -1 for none.");
        }
    }

    /// <summary>The distance of an element from the start of its axis.</summary>
    public static int Distance(int index, int stride, bool inPanels) =>
        inPanels ? ((index & -PanelWidth) * stride) + (index & (PanelWidth - 1)) : index * stride;

    /// <summary>One past the largest offset that an element of the tensor has; 0 when it has no element.</summary>
    public static long End(ReadOnlySpan<int> shape, int offset, ReadOnlySpan<int> strides, int panelAxis)
    {
        long last = offset;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] == 0)
                return 0;
            long index = shape[axis] - 1L;
            last +=
                axis == panelAxis
                    ? (index / PanelWidth * PanelWidth * strides[axis]) + Math.Min(index, PanelWidth - 1)
                    : index * strides[axis];
        }

        return last + 1;
    }

    /// <summary>Whether the standard order walks the flat buffer without gaps.</summary>
    public static bool IsContiguous(ReadOnlySpan<int> shape, ReadOnlySpan<int> strides, int panelAxis)
    {
        if (panelAxis >= 0)
            return false;
        long expected = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (shape[axis] != 1 && strides[axis] != expected)
                return false;
            expected *= shape[axis];
        }

        return true;
    }
}
