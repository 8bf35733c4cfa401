using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary>Windows in user's functions: convolutions with a weight that the function has, and poolings.</summary>
/// <remarks>They make the nodes that the layers of these names make.</remarks>
internal static class TensorWindows
{
    /// <summary>The channels' axis in the graph: behind the batch.</summary>
    private const int Channels = 1;

    /// <summary>A convolution of [channels, *] with a weight in PyTorch's order, [filters, channels / groups, taps…].</summary>
    /// <param name="x">What the windows slide over.</param>
    /// <param name="weight">The weight, which does not depend on the sample.</param>
    /// <param name="axes">How many axes the windows have.</param>
    /// <param name="numbers">Stride, padding, dilation and groups.</param>
    public static Value Convolve(Value x, Value weight, int axes, int[] numbers)
    {
        var (stride, padding, dilation, groups) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        var shape = Sliding(x, axes);
        var kernel = weight.Shape.Sample;
        if (weight.Shape.IsBatched)
            throw Misfit("has a weight that depends on the sample. A weight is a parameter, or computed of parameters.");
        if (kernel.Length != axes + 2)
        {
            throw Misfit($"has a weight of shape {weight.Shape.Display}. It needs {Limits.Plain(axes + 2)} axes: filters, channels"
                + $"{(groups == 1 ? "" : " of a group")}, {(axes == 1 ? "and the taps" : "and the taps of both axes")}.");
        }

        if (groups < 1 || shape[0] % groups != 0 || kernel[0] % groups != 0 || kernel[1] != shape[0] / groups)
        {
            throw Misfit($"gets shape {x.Shape.Display} and a weight of shape {weight.Shape.Display} in {Limits.Plain(groups)} "
                + $"group{(groups == 1 ? "" : "s")}. The weight's second size is that of the channels divided by the groups, which also "
                + "divide its first.");
        }

        var windows = Enumerable.Range(0, axes)
            .Select(axis => Along(axis, kernel[axis + 2], stride, padding, dilation, shape[axis + 1], fills: false))
            .ToArray();
        CheckPhases(windows);
        int[] order = [.. Enumerable.Range(2, axes), 1, 0];
        return Convolution.Over(x, weight.Permute(order), windows, groups);
    }

    /// <summary>The maximum of each window.</summary>
    public static Value Max(Value x, int axes, int[] numbers) => Pooling.Max(x, Pools(x, axes, numbers));

    /// <summary>The mean of each window, the zeros of the padding included.</summary>
    public static Value Mean(Value x, int axes, int[] numbers) => Pooling.Mean(x, Pools(x, axes, numbers));

    /// <summary>Numbers before and behind an axis.</summary>
    public static Value Pad(Value x, int axis, int before, int after, double number)
    {
        var along = TensorFormulas.Axis(x, axis);
        if (before < 0 || after < 0)
            throw Misfit($"adds {Limits.Plain(before)} and {Limits.Plain(after)} elements. It takes numbers of 0 and more.");
        if ((long)x.Shape[along] + before + after > Limits.SampleElements)
            throw Misfit($"adds {Limits.Plain(before)} and {Limits.Plain(after)} elements, which are too many.");
        return x.Pad(along, before, after, number);
    }

    private static PaddedWindow[] Pools(Value x, int axes, int[] numbers)
    {
        var (size, stride, padding) = (numbers[0], numbers[1], numbers[2]);
        var shape = Sliding(x, axes);
        if (padding > size / 2)
        {
            throw Misfit($"has a padding of {Limits.Plain(padding)} around windows of {Limits.Plain(size)}. It is at most half of the "
                + "window, so that no window lies in the padding alone.");
        }

        return Enumerable.Range(0, axes)
            .Select(axis => Along(axis, size, stride == 0 ? size : stride, padding, 1, shape[axis + 1], fills: true))
            .ToArray();
    }

    /// <summary>The shape of a value that windows slide over: channels and the axes of the windows.</summary>
    private static int[] Sliding(Value x, int axes)
    {
        var sample = x.Shape.Sample;
        if (!x.Shape.IsBatched) throw Misfit("slides over a value that does not depend on the sample.");
        if (sample.Length == axes + 1) return sample;
        throw Misfit($"slides over shape {x.Shape.Display}. It needs channels{(axes == 1 ? " and positions" : ", height and width")}: "
            + $"{Limits.Plain(axes + 1)} axes. A single channel is x.Reshape(1, …).");
    }

    private static PaddedWindow Along(int axis, int size, int stride, int padding, int dilation, int length, bool fills)
    {
        var name = PaddedWindow.AxisNames(2)[axis];
        if (size < 1 || stride < 1 || dilation < 1 || padding < 0)
        {
            throw Misfit($"has windows of {Limits.Plain(size)}, a stride of {Limits.Plain(stride)}, a padding of {Limits.Plain(padding)} "
                + $"and a dilation of {Limits.Plain(dilation)}. Each is at least 1, the padding at least 0.");
        }

        var reach = ((long)dilation * (size - 1)) + 1;
        var padded = length + (2L * padding);
        if (padded > Limits.SampleElements) throw Misfit($"has a padding of {Limits.Plain(padding)}, which is too much.");
        if (reach > padded)
        {
            throw Misfit($"has windows of {Limits.Text(reach)}, and there are {Limits.Text(padded)} positions along the {name}"
                + $"{(padding > 0 ? ", those of the padding included" : "")}. Choose a smaller window{(fills ? "" : " or more padding")}.");
        }

        var positions = (int)((padded - reach) / stride) + 1;
        var after = (int)(((positions - 1L) * stride) + reach - length - padding);
        return new PaddedWindow(
            new Window(axis + Channels + 1, size, stride, size == 1 ? 1 : dilation), padding, Math.Max(after, padding), positions);
    }

    private static void CheckPhases(PaddedWindow[] windows)
    {
        var phases = Limits.Product(windows
            .Select(axis => (axis.Window, axis.Positions))
            .Where(a => a.Window.Size > 1)
            .Select(a => a.Positions >= a.Window.Size ? a.Window.Stride : a.Window.Dilation));
        if (phases > Limits.Phases)
            throw Misfit($"has steps of {Limits.Text(phases)} phases, each with a sum of its own. Use a smaller stride or dilation.");
    }

    private static MisfitException Misfit(string message) => new(DiagnosticCatalogue.FunctionWindow, message);
}
