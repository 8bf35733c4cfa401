using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>A value with its mean and variance, which every normalization uses.</summary>
/// <remarks>
/// <para>The mean is taken first and the variance is the mean of the squared distances from it, so that no digits cancel.</para>
/// <para>
/// Σ (x − mean) is 0, so the mean's share in the gradient of the variance is 0, too. To save the sum that would find this out, the
/// distances are taken from the detached mean. The mean's other share, −scale · Σ upstream, goes through a term that is zero:
/// (detached mean − mean) · scale. So the gradient needs two sums, one of them that of the bias, as in textbooks (Ioffe and Szegedy 2015).
/// </para>
/// <para>That holds for first derivatives. The second order begins without these detachments (<see cref="DetachOp"/>).</para>
/// </remarks>
internal readonly struct Standardized
{
    private readonly Value _distances;

    /// <param name="x">The value.</param>
    /// <param name="average">The mean over the axes to normalize over, which keep the size one.</param>
    public Standardized(Value x, Func<Value, Value> average)
    {
        Mean = average(x);
        _distances = x - Mean.Detach(isShortcut: true);
        Variance = average(_distances * _distances);
    }

    public Value Mean { get; }

    /// <summary>The biased one: the mean of the squared distances.</summary>
    public Value Variance { get; }

    /// <summary>(x − mean) / √(variance + ε).</summary>
    public Value Normalize(float epsilon) => Apply(1 / Deviation(Variance, epsilon), null);

    /// <summary>(x − mean) · scale + shift.</summary>
    public Value Apply(Value scale, Value? shift)
    {
        var zero = (Mean.Detach(isShortcut: true) - Mean) * scale.Detach(isShortcut: true);
        return (_distances * scale) + (shift is { } bias ? bias + zero : zero);
    }

    /// <summary>√(variance + ε).</summary>
    public static Value Deviation(Value variance, float epsilon) => (variance + (double)epsilon).Sqrt();
}
