namespace ModelGen;

/// <content>Windows: convolutions with a given weight, and poolings.</content>
public sealed partial class Tensor
{
    /// <summary>
    /// A convolution along the positions of a sequence: y[f, i] = Σ over c and t of w[f, c, t] · x[c, stride · i + dilation · t − padding].
    /// PyTorch: <c>F.conv1d</c>.
    /// </summary>
    /// <param name="weight">[filters, channels / groups, taps], the same for all samples: a <c>Parameter</c>.</param>
    /// <param name="stride">How far the window moves from one position to the next: at least 1.</param>
    /// <param name="padding">The zeros on each side: at least 0.</param>
    /// <param name="dilation">The distance of the taps: at least 1.</param>
    /// <param name="groups">A divisor of channels and filters; each group of filters sees its group of channels.</param>
    /// <returns>[filters, (length + 2 · padding − dilation · (taps − 1) − 1) / stride + 1], from [channels, length].</returns>
    /// <exception cref="ArgumentException">Shapes or numbers do not fit.</exception>
    public Tensor Conv1D(Tensor weight, int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
        Convolve(weight, 1, stride, padding, dilation, groups);

    /// <summary>A convolution of an image, [channels, height, width]. PyTorch: <c>F.conv2d</c>.</summary>
    /// <param name="weight">[filters, channels / groups, rows, columns], the same for all samples: a <c>Parameter</c>.</param>
    /// <param name="stride">How far the window moves from one position to the next: at least 1.</param>
    /// <param name="padding">The zeros on each side: at least 0.</param>
    /// <param name="dilation">The distance of the taps: at least 1.</param>
    /// <param name="groups">A divisor of channels and filters; each group of filters sees its group of channels.</param>
    /// <returns>[filters, height', width'], each as with <see cref="Conv1D(Tensor, int, int, int, int)"/>.</returns>
    /// <exception cref="ArgumentException">Shapes or numbers do not fit.</exception>
    public Tensor Conv2D(Tensor weight, int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
        Convolve(weight, 2, stride, padding, dilation, groups);

    /// <summary>The maximum of each window along the positions of [channels, length]. PyTorch: <c>F.max_pool1d</c>.</summary>
    /// <param name="size">The size of the windows.</param>
    /// <param name="stride">How far they move; 0 for their size.</param>
    /// <param name="padding">Elements on each side that are never the maximum: at most half of the size.</param>
    /// <param name="ceilMode">Of the layer only: <see cref="Pool1DAttribute.CeilMode"/>.</param>
    /// <param name="dilation">Of the layer only: <see cref="MaxPool1DAttribute.Dilation"/>.</param>
    /// <param name="name">Of the layer only: <see cref="LayerAttribute.Name"/>.</param>
    /// <exception cref="ArgumentException">Shapes or numbers do not fit.</exception>
    public Tensor MaxPool1D(int size, int stride = 0, int padding = 0, bool ceilMode = false, int dilation = 1, string? name = null) =>
        ceilMode || dilation != 1 ? Layer() : Pool(1, size, stride, padding, isMaximum: true);

    /// <summary>The maximum of each window of an image, [channels, height, width]. PyTorch: <c>F.max_pool2d</c>.</summary>
    /// <param name="size">The size of the windows.</param>
    /// <param name="stride">How far they move; 0 for their size.</param>
    /// <param name="padding">Elements on each side that are never the maximum: at most half of the size.</param>
    /// <param name="ceilMode">Of the layer only: <see cref="PoolAttribute.CeilMode"/>.</param>
    /// <param name="dilation">Of the layer only: <see cref="MaxPool2DAttribute.Dilation"/>.</param>
    /// <param name="strides">Of the layer only: <see cref="PoolAttribute.Strides"/>.</param>
    /// <param name="paddings">Of the layer only: <see cref="PoolAttribute.Paddings"/>.</param>
    /// <param name="dilations">Of the layer only: <see cref="MaxPool2DAttribute.Dilations"/>.</param>
    /// <param name="name">Of the layer only: <see cref="LayerAttribute.Name"/>.</param>
    /// <exception cref="ArgumentException">Shapes or numbers do not fit.</exception>
    public Tensor MaxPool2D(
        int size, int stride = 0, int padding = 0, bool ceilMode = false, int dilation = 1, int[]? strides = null, int[]? paddings = null,
        int[]? dilations = null, string? name = null) =>
        ceilMode || dilation != 1 || (strides ?? paddings ?? dilations) is not null
            ? Layer()
            : Pool(2, size, stride, padding, isMaximum: true);

    /// <summary>
    /// The mean of each window along the positions of [channels, length], the zeros of the padding included. PyTorch:
    /// <c>F.avg_pool1d</c>.
    /// </summary>
    /// <param name="size">The size of the windows.</param>
    /// <param name="stride">How far they move; 0 for their size.</param>
    /// <param name="padding">Zeros on each side: at most half of the size.</param>
    /// <param name="ceilMode">Of the layer only: <see cref="Pool1DAttribute.CeilMode"/>.</param>
    /// <param name="name">Of the layer only: <see cref="LayerAttribute.Name"/>.</param>
    /// <exception cref="ArgumentException">Shapes or numbers do not fit.</exception>
    public Tensor AvgPool1D(int size, int stride = 0, int padding = 0, bool ceilMode = false, string? name = null) =>
        ceilMode ? Layer() : Pool(1, size, stride, padding, isMaximum: false);

    /// <summary>
    /// The mean of each window of an image, [channels, height, width], the zeros of the padding included. PyTorch: <c>F.avg_pool2d</c>.
    /// </summary>
    /// <param name="size">The size of the windows.</param>
    /// <param name="stride">How far they move; 0 for their size.</param>
    /// <param name="padding">Zeros on each side: at most half of the size.</param>
    /// <param name="ceilMode">Of the layer only: <see cref="PoolAttribute.CeilMode"/>.</param>
    /// <param name="strides">Of the layer only: <see cref="PoolAttribute.Strides"/>.</param>
    /// <param name="paddings">Of the layer only: <see cref="PoolAttribute.Paddings"/>.</param>
    /// <param name="name">Of the layer only: <see cref="LayerAttribute.Name"/>.</param>
    /// <exception cref="ArgumentException">Shapes or numbers do not fit.</exception>
    public Tensor AvgPool2D(
        int size, int stride = 0, int padding = 0, bool ceilMode = false, int[]? strides = null, int[]? paddings = null,
        string? name = null) =>
        ceilMode || (strides ?? paddings) is not null ? Layer() : Pool(2, size, stride, padding, isMaximum: false);

    /// <summary>Equal numbers before and behind an axis. PyTorch: <c>F.pad</c>.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="before">How many before: at least 0.</param>
    /// <param name="after">How many behind: at least 0.</param>
    /// <param name="number">The number.</param>
    public Tensor Pad(int axis, int before, int after, double number = 0)
    {
        var along = Axis(axis);
        if (before < 0 || after < 0) throw new ArgumentOutOfRangeException(nameof(before), "There are 0 or more elements on each side.");
        var shape = Shape;
        shape[along] += before + after;
        var data = new double[Count(shape)];
        var (index, steps) = (new int[Rank], Steps(_shape, _shape));
        for (var i = 0; i < data.Length; i++)
        {
            index[along] -= before;
            data[i] = index[along] >= 0 && index[along] < _shape[along] ? _data[At(index, steps)] : number;
            index[along] += before;
            Advance(index, shape);
        }

        return new Tensor(data, shape);
    }

    private Tensor Convolve(Tensor weight, int axes, int stride, int padding, int dilation, int groups)
    {
        var kernel = weight.Shape;
        CheckWindow(axes, stride, padding, dilation);
        if (kernel.Length != axes + 2 || groups < 1 || _shape[0] % groups != 0 || kernel[0] % groups != 0
            || kernel[1] != _shape[0] / groups)
        {
            throw new ArgumentException(
                $"A weight of shape [{string.Join(", ", kernel)}] does not fit [{string.Join(", ", _shape)}] in {groups} group(s).",
                nameof(weight));
        }

        var result = Positions(kernel[0], Enumerable.Range(2, axes).Select(i => kernel[i]).ToArray(), stride, padding, dilation);
        var (channels, filters) = (kernel[1], kernel[0] / groups);
        var data = new double[Count(result)];
        var (index, taps, weights) = (new int[axes + 1], new int[axes + 1], weight._data);
        var window = kernel.Skip(1).ToArray();
        var size = Count(window);
        for (var i = 0; i < data.Length; i++)
        {
            Array.Clear(taps, 0, taps.Length);
            for (var t = 0; t < size; t++)
            {
                if (Pixel(index, taps, (index[0] / filters * channels) + taps[0], stride, padding, dilation) is >= 0 and var at)
                    data[i] += weights[(index[0] * size) + t] * _data[at];
                Advance(taps, window);
            }

            Advance(index, result);
        }

        return new Tensor(data, result);
    }

    private Tensor Pool(int axes, int size, int stride, int padding, bool isMaximum)
    {
        var step = stride == 0 ? size : stride;
        CheckWindow(axes, step, padding, 1);
        if (size < 1 || padding > size / 2)
            throw new ArgumentException($"A window of {size} with a padding of {padding} on each side: it is at most half of the window.");
        var sizes = Enumerable.Repeat(size, axes).ToArray();
        var result = Positions(_shape[0], sizes, step, padding, 1);
        var data = new double[Count(result)];
        var (index, taps, window) = (new int[axes + 1], new int[axes + 1], sizes.Prepend(1).ToArray());
        var count = Count(window);
        for (var i = 0; i < data.Length; i++)
        {
            Array.Clear(taps, 0, taps.Length);
            var value = isMaximum ? double.NegativeInfinity : 0;
            for (var t = 0; t < count; t++)
            {
                if (Pixel(index, taps, index[0], step, padding, 1) is >= 0 and var at)
                    value = isMaximum ? Math.Max(value, _data[at]) : value + (_data[at] / count);
                Advance(taps, window);
            }

            data[i] = value;
            Advance(index, result);
        }

        return new Tensor(data, result);
    }

    /// <summary>Where a tap of a window lies in the data; less than 0 in the padding.</summary>
    private int Pixel(int[] position, int[] taps, int channel, int stride, int padding, int dilation)
    {
        var at = channel;
        for (var axis = 1; axis < position.Length; axis++)
        {
            var along = (position[axis] * stride) + (taps[axis] * dilation) - padding;
            if (along < 0 || along >= _shape[axis]) return -1;
            at = (at * _shape[axis]) + along;
        }

        return at;
    }

    private int[] Positions(int filters, int[] kernel, int stride, int padding, int dilation)
    {
        var result = new int[kernel.Length + 1];
        result[0] = filters;
        for (var axis = 1; axis < result.Length; axis++)
        {
            var room = _shape[axis] + (2 * padding) - (dilation * (kernel[axis - 1] - 1)) - 1;
            if (room < 0 || kernel[axis - 1] < 1)
            {
                throw new ArgumentException(
                    $"Windows of {kernel[axis - 1]} do not fit the {_shape[axis]} positions along axis {axis} with a padding of "
                        + $"{padding}.");
            }

            result[axis] = (room / stride) + 1;
        }

        return result;
    }

    private void CheckWindow(int axes, int stride, int padding, int dilation)
    {
        if (Rank != axes + 1)
            throw new InvalidOperationException($"[{string.Join(", ", _shape)}] does not have {axes + 1} axes: channels and positions.");
        if (stride < 1 || dilation < 1 || padding < 0)
            throw new ArgumentException($"Stride {stride} and dilation {dilation} are at least 1, padding {padding} at least 0.");
    }
}
