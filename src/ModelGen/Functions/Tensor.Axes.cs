namespace ModelGen;

/// <content>Functions along axes: sums and maxima, shapes, products.</content>
public sealed partial class Tensor
{
    /// <summary>The sum along axes, which stay with the size 1; of all elements if none are named.</summary>
    /// <param name="axes">The axes.</param>
    public Tensor Sum(params int[] axes) => Reduce(axes, 0, (a, b) => a + b);

    /// <summary>The mean along axes, which stay with the size 1; of all elements if none are named.</summary>
    /// <param name="axes">The axes.</param>
    public Tensor Mean(params int[] axes)
    {
        var sum = Sum(axes);
        return sum * ((double)sum.Size / Size);
    }

    /// <summary>
    /// The largest element along axes, which stay with the size 1; of all if none are named. Equal ones share the gradient. PyTorch:
    /// <c>x.amax</c>. For the larger of two tensors see <see cref="Max(Tensor, Tensor)"/>.
    /// </summary>
    /// <param name="axes">The axes.</param>
    public Tensor Max(params int[] axes) => Reduce(axes, double.NegativeInfinity, Math.Max);

    /// <summary>The smallest element along axes, which stay with the size 1; of all if none are named. PyTorch: <c>x.amin</c>.</summary>
    /// <param name="axes">The axes.</param>
    public Tensor Min(params int[] axes) => Reduce(axes, double.PositiveInfinity, Math.Min);

    /// <summary>exp(x − m) / Σ exp(x − m) along an axis, m the maximum.</summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="axis">The axis. Default: the last.</param>
    public static Tensor Softmax(Tensor x, int axis = -1)
    {
        var exponentials = Exp(x - x.Max(axis));
        return exponentials / exponentials.Sum(axis);
    }

    /// <summary>
    /// The logarithm of <see cref="Softmax(Tensor, int)"/>, computed without it, so that it never is −∞ for finite numbers.
    /// </summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="axis">The axis. Default: the last.</param>
    public static Tensor LogSoftmax(Tensor x, int axis = -1)
    {
        var shifted = x - x.Max(axis);
        return shifted - Log(Exp(shifted).Sum(axis));
    }

    /// <summary>The same elements in another shape.</summary>
    /// <param name="shape">The sizes, each at least 1; one may be -1, for what is left.</param>
    public Tensor Reshape(params int[] shape)
    {
        var sizes = (int[])shape.Clone();
        var open = Array.IndexOf(sizes, -1);
        if (open >= 0)
        {
            sizes[open] = 1;
            sizes[open] = Size / Math.Max(1, Count(sizes));
        }

        if (sizes.Length > 0 && sizes.All(size => size > 0) && Count(sizes) == Size) return new Tensor(_data, sizes);
        throw new ArgumentException(
            $"[{string.Join(", ", shape)}] is no shape for the {Size} elements of [{string.Join(", ", _shape)}].", nameof(shape));
    }

    /// <summary>The axes in another order.</summary>
    /// <param name="order">For each axis of the result, the axis it was. Each once.</param>
    public Tensor Permute(params int[] order)
    {
        var axes = order.Select(Axis).ToArray();
        if (axes.Length != Rank || axes.Distinct().Count() != Rank)
            throw new ArgumentException($"[{string.Join(", ", order)}] does not name each axis of [{string.Join(", ", _shape)}] once.",
                nameof(order));
        var (shape, steps) = (axes.Select(axis => _shape[axis]).ToArray(), Steps(_shape, _shape));
        return Gather(shape, axes.Select(axis => steps[axis]).ToArray(), 0);
    }

    /// <summary>The last two axes exchanged.</summary>
    public Tensor Transpose() => Rank >= 2
        ? Permute([.. Enumerable.Range(0, Rank - 2), Rank - 1, Rank - 2])
        : throw new InvalidOperationException($"[{string.Join(", ", _shape)}] has no two axes.");

    /// <summary>A part along an axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="start">The first position; less than 0 counts backwards from the end.</param>
    /// <param name="length">How many positions: at least 1.</param>
    public Tensor Slice(int axis, int start, int length)
    {
        var along = Axis(axis);
        var first = start < 0 ? _shape[along] + start : start;
        if (first < 0 || length < 1 || first + (long)length > _shape[along])
            throw new ArgumentOutOfRangeException(nameof(start), start, $"There are {_shape[along]} positions along axis {axis}, and "
                + $"{length} are asked for.");
        var (shape, steps) = (Shape, Steps(_shape, _shape));
        shape[along] = length;
        return Gather(shape, steps, first * steps[along]);
    }

    /// <summary>Tensors one behind the other along an axis. All other sizes are equal.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="parts">The tensors, at least one.</param>
    public static Tensor Concat(int axis, params Tensor[] parts)
    {
        if (parts.Length == 0) throw new ArgumentException("There is nothing to join.", nameof(parts));
        var along = parts[0].Axis(axis);
        var shape = parts[0].Shape;
        shape[along] = parts.Sum(part => part._shape.Length == shape.Length ? part._shape[along] : 0);
        if (parts.Any(part => part.Rank != shape.Length || part._shape.Where((size, i) => i != along && size != shape[i]).Any()))
            throw new ArgumentException("All sizes but those along the axis must be equal.", nameof(parts));
        var inner = shape.Skip(along + 1).Aggregate(1, (a, b) => a * b);
        var data = new double[Count(shape)];
        var start = 0;
        foreach (var part in parts)
        {
            var row = part._shape[along] * inner;
            for (var i = 0; i < part.Size; i++) data[(i / Math.Max(1, row) * shape[along] * inner) + start + (i % row)] = part._data[i];
            start += row;
        }

        return new Tensor(data, shape);
    }

    /// <summary>
    /// The product of matrices: [*, i, k] and [k, j], or [*, i, k] and [*, k, j], give [*, i, j]; a vector on the left is a row.
    /// </summary>
    /// <param name="right">The right factor.</param>
    public Tensor MatMul(Tensor right)
    {
        if (Rank == 0 || right.Rank < 2 || (right.Rank > 2 && right.Rank != Rank) || _shape[Rank - 1] != right._shape[right.Rank - 2])
        {
            throw new ArgumentException(
                $"Matrices of shapes [{string.Join(", ", _shape)}] and [{string.Join(", ", right._shape)}] cannot be multiplied.",
                    nameof(right));
        }

        const string letters = "abcdefghijklmnopqrstuvw";
        var rows = letters.Substring(0, Rank - 1);
        return Einsum($"{rows}y,{(right.Rank == 2 ? "" : rows.Substring(0, Rank - 2))}yz->{rows}z", this, right);
    }

    /// <summary>
    /// A sum of products in <c>einsum</c> notation: <c>"ik,kj->ij"</c> is a product of matrices. One letter for each axis, none for the
    /// batch; letters that the result lacks are summed over, and both operands have them.
    /// </summary>
    /// <param name="equation">The axes of both operands and of the result.</param>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor Einsum(string equation, Tensor left, Tensor right)
    {
        var parts = equation.Replace(" ", "").Replace("->", ",").Split(',');
        if (parts.Length != 3 || parts[0].Length != left.Rank || parts[1].Length != right.Rank)
            throw new ArgumentException($"\"{equation}\" does not name the axes of two operands and a result.", nameof(equation));
        var letters = parts[2] + string.Concat((parts[0] + parts[1]).Distinct().Where(letter => parts[2].IndexOf(letter) < 0));
        var sizes = letters.Select(letter => Size(letter)).ToArray();
        var shape = sizes.Take(parts[2].Length).ToArray();
        var (ofLeft, ofRight) = (Steps(left._shape, left._shape), Steps(right._shape, right._shape));
        var leftSteps = letters.Select(letter => parts[0].IndexOf(letter) is >= 0 and var axis ? ofLeft[axis] : 0).ToArray();
        var rightSteps = letters.Select(letter => parts[1].IndexOf(letter) is >= 0 and var axis ? ofRight[axis] : 0).ToArray();
        var data = new double[Count(shape)];
        var (index, all) = (new int[sizes.Length], Count(sizes));
        var summed = all / Math.Max(1, data.Length);
        for (var i = 0; i < all; i++)
        {
            data[i / summed] += left._data[At(index, leftSteps)] * right._data[At(index, rightSteps)];
            Advance(index, sizes);
        }

        return new Tensor(data, shape);

        int Size(char letter)
        {
            var (inLeft, inRight) = (parts[0].IndexOf(letter), parts[1].IndexOf(letter));
            if (inLeft < 0 && inRight < 0) throw new ArgumentException($"No operand of \"{equation}\" has '{letter}'.", nameof(equation));
            var size = inLeft >= 0 ? left._shape[inLeft] : right._shape[inRight];
            return inLeft < 0 || inRight < 0 || right._shape[inRight] == size
                ? size
                : throw new ArgumentException($"'{letter}' of \"{equation}\" has two sizes.", nameof(equation));
        }
    }

    /// <summary>The element at each label along the last axis, which stays with the size 1. PyTorch: <c>x.gather(-1, y)</c>.</summary>
    /// <param name="labels">The labels of the sample.</param>
    public Tensor Pick(Labels labels) => labels.PickFrom(this);

    private int Axis(int axis) => axis >= -Rank && axis < Rank
        ? axis < 0 ? Rank + axis : axis
        : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"[{string.Join(", ", _shape)}] has {Rank} axes.");

    private Tensor Reduce(int[] axes, double start, Func<double, double, double> add)
    {
        var reduced = axes.Length == 0 ? Enumerable.Range(0, Rank).ToArray() : axes.Select(Axis).ToArray();
        var shape = Shape;
        foreach (var axis in reduced) shape[axis] = 1;
        var (steps, index) = (Steps(shape, _shape), new int[Rank]);
        var data = new double[Count(shape)];
        for (var i = 0; i < data.Length; i++) data[i] = start;
        for (var i = 0; i < _data.Length; i++)
        {
            var at = At(index, steps);
            data[at] = add(data[at], _data[i]);
            Advance(index, _shape);
        }

        return new Tensor(data, shape);
    }

    private Tensor Gather(int[] shape, int[] steps, int first)
    {
        var data = new double[Count(shape)];
        var index = new int[shape.Length];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = _data[first + At(index, steps)];
            Advance(index, shape);
        }

        return new Tensor(data, shape);
    }
}
