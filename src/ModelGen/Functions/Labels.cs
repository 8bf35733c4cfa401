namespace ModelGen;

/// <summary>
/// The integer labels of one sample, in a loss of your own: one label, or one for each position. See <see cref="LossAttribute"/>.
/// </summary>
public sealed class Labels
{
    private readonly int[] _numbers;

    private Labels(int[] numbers) => _numbers = numbers;

    /// <summary>The labels of a sample, for calling a loss in a test or a debugger.</summary>
    /// <param name="numbers">One label for each position: each from 0 to the number of classes − 1.</param>
    public static Labels Of(params int[] numbers) => new((int[])numbers.Clone());

    /// <summary>For each position a vector that is 1 at its label and 0 elsewhere: [classes], or [positions, classes].</summary>
    /// <param name="classes">The number of classes: at least 1.</param>
    /// <remarks>PyTorch: <c>F.one_hot</c>.</remarks>
    public Tensor OneHot(int classes)
    {
        if (classes < 1) throw new ArgumentOutOfRangeException(nameof(classes), classes, "There is at least one class.");
        var ones = new double[_numbers.Length * classes];
        for (var i = 0; i < _numbers.Length; i++)
            if (_numbers[i] >= 0 && _numbers[i] < classes) ones[(i * classes) + _numbers[i]] = 1;
        return _numbers.Length == 1 ? Tensor.Of(ones, classes) : Tensor.Of(ones, _numbers.Length, classes);
    }

    /// <summary>The elements of scores at the labels, along the last axis.</summary>
    internal Tensor PickFrom(Tensor scores)
    {
        var shape = scores.Shape;
        var classes = shape.Length == 0 ? 0 : shape[shape.Length - 1];
        if (classes == 0 || scores.Size != classes * _numbers.Length)
        {
            throw new ArgumentException(
                $"Scores of shape [{string.Join(", ", shape)}] are not one vector of classes for each of {_numbers.Length} labels.",
                    nameof(scores));
        }

        var (all, picked) = (scores.ToArray(), new double[_numbers.Length]);
        for (var i = 0; i < picked.Length; i++)
            picked[i] = _numbers[i] >= 0 && _numbers[i] < classes ? all[(i * classes) + _numbers[i]] : 0;
        shape[shape.Length - 1] = 1;
        return Tensor.Of(picked, shape);
    }
}
