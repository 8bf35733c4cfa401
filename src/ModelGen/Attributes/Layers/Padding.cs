namespace ModelGen;

/// <summary>What <c>Padding</c> of a convolution may be besides a number.</summary>
/// <example>
/// <code>
/// [Conv2D(16, 3, Padding = Padding.Same)]                 // [N, C, 28, 28] → [N, 16, 28, 28]
/// </code>
/// </example>
public static class Padding
{
    /// <summary>No padding: windows lie inside of the value. The same as 0.</summary>
    public const int Valid = 0;

    /// <summary>
    /// As many zeros as make the output as large as the input, divided by the stride and rounded up. If their number is odd,
    /// there is one more at the bottom and on the right. With stride 1 this is PyTorch's <c>padding="same"</c>; with
    /// others, which PyTorch does not allow, it is TensorFlow's rule.
    /// </summary>
    public const int Same = int.MaxValue;
}
