using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>Convolutions as contractions, with all their equations.</summary>
/// <remarks>
/// In memory a weight is [taps…, in / groups, out], so that output channels are contiguous. The sum runs over the taps, row by row, and
/// then over the channels.
/// </remarks>
internal static class Convolution
{
    /// <summary>The letters of positions and taps, axis by axis; those of volumes begin in front.</summary>
    private const string PositionLetters = "hwd", TapLetters = "pqr";

    /// <summary>The rules for the arguments of convolutions of images.</summary>
    public static IEnumerable<ArgumentProblem?> Validate(Convolution2DAttribute attribute) => Validate(
        attribute, Arguments(attribute), attribute.Kernel, attribute.Strides, attribute.Dilations, attribute.Paddings);

    /// <summary>The rules for the arguments of convolutions of volumes.</summary>
    public static IEnumerable<ArgumentProblem?> Validate(Convolution3DAttribute attribute) => Validate(
        attribute, Arguments(attribute), attribute.Kernel, attribute.Strides, attribute.Dilations, attribute.Paddings);

    private static IEnumerable<ArgumentProblem?> Validate(
        ConvolutionAttribute attribute, WindowArguments window, int[] kernel, int[] strides, int[] dilations, int[] paddings)
    {
        var axes = window.Kernel.Values.Count;
        var given = PerAxis.OneOrAll("kernel", kernel, axes);
        return new[]
        {
            given, PerAxis.AllOrNone("Stride", strides, axes), PerAxis.AllOrNone("Dilation", dilations, axes),
            PerAxis.AllOrNone("Padding", paddings, axes),
        }
            .Concat(given is null ? window.Kernel.AtLeast(1) : [])
            .Concat(window.Stride.AtLeast(1)).Concat(window.Dilation.AtLeast(1)).Concat(window.Padding.AtLeast(0))
            .Concat(NormalizedWeight.Validate(attribute));
    }

    public static WindowArguments Arguments(Convolution2DAttribute attribute) => new(
        PerAxis.Of("kernel", attribute.Kernel),
        PerAxis.Of("Stride", attribute.Stride, attribute.Strides),
        PerAxis.Of("Dilation", attribute.Dilation, attribute.Dilations),
        PerAxis.Of("Padding", attribute.Padding, attribute.Paddings));

    public static WindowArguments Arguments(Convolution3DAttribute attribute) => new(
        PerAxis.Of("kernel", attribute.Kernel, 3),
        PerAxis.Of("Stride", attribute.Stride, attribute.Strides, 3),
        PerAxis.Of("Dilation", attribute.Dilation, attribute.Dilations, 3),
        PerAxis.Of("Padding", attribute.Padding, attribute.Paddings, 3));

    /// <summary>Whether groups divide the channels that arrive and the filters; reported if not.</summary>
    public static bool GroupsFit(LayerContext context, int groups, int filters)
    {
        var channels = context.Current.Shape[1];
        if (channels % groups == 0 && filters % groups == 0) return true;
        var fitting = Divisors.Of(channels).Where(d => filters % d == 0).OrderBy(d => Math.Abs((long)d - groups)).Take(2).ToArray();
        context.Fail(
            DiagnosticCatalogue.CannotDivide,
            "Groups",
            fitting.SelectMany(d => context.Change("Groups", Limits.Plain(d))).ToArray(),
            Limits.Plain(groups),
            Limits.Plain(channels),
            context.CurrentShape,
            context.CurrentOrigin,
            Limits.Plain(filters),
            Limits.Plain(fitting[0]));
        return false;
    }

    /// <summary>A convolution of a value with a weight that is made here. Null, reported, if that would be too large.</summary>
    /// <param name="context">The layer.</param>
    /// <param name="x">[N, channels, *], without the padding.</param>
    /// <param name="axes">The windows along the last axes.</param>
    /// <param name="filters">The output channels.</param>
    /// <param name="groups">A divisor of the channels and the filters.</param>
    /// <param name="name">The weight's name.</param>
    /// <param name="attribute">The options of its initialization.</param>
    public static Value? Apply(
        LayerContext context,
        Value x,
        IReadOnlyList<PaddedWindow> axes,
        int filters,
        int groups,
        string name,
        ConvolutionAttribute attribute
    ) => Apply(context, x, axes, filters, groups, name, attribute.Init, (float)attribute.InitScale, NormalizedWeight.FormOf(attribute));

    /// <inheritdoc cref="Apply(LayerContext, Value, IReadOnlyList{PaddedWindow}, int, int, string, ConvolutionAttribute)"/>
    public static Value? Apply(
        LayerContext context,
        Value x,
        IReadOnlyList<PaddedWindow> axes,
        int filters,
        int groups,
        string name,
        Init init,
        float scale,
        WeightForm form = WeightForm.Plain)
    {
        var result = PaddedWindow.Result(filters, axes);
        if (!context.Fits(Limits.Product(result), string.Join(" × ", result))) return null;
        if (!context.FitsPhases(axes.Select(a => (a.Positions, a.Window.Size, a.Window.Stride, a.Window.Dilation)))) return null;
        var inner = x.Shape[1] / groups;
        var kernel = axes.Select(axis => axis.Window.Size).ToArray();
        var taps = kernel.Aggregate(1, (a, b) => a * b);
        int[] order = [.. Enumerable.Range(2, kernel.Length), 1, 0];
        var start = context.Weight(init, scale, inner * taps, filters * taps);
        if (groups == 1 && WholeProduct.IsFor(context, form, (long)inner * taps))
            return WholeNumbers(context, x, axes, name, [filters, inner, .. kernel], order, start)?.Reshape(Shape.Batched(result));
        if (new NormalizedWeight(context, name, [filters, inner, .. kernel], order, start).Make(form) is not { } weight)
            return null;
        if (groups == 1 && !context.Measures(name, form, (long)inner * taps, x)) return null;
        return Over(x, weight, axes, groups);
    }

    /// <summary>A convolution of a value with a weight in memory order.</summary>
    /// <param name="x">[N, channels, *], without the padding.</param>
    /// <param name="weight">[taps…, channels / groups, filters].</param>
    /// <param name="axes">The windows along the last axes.</param>
    /// <param name="groups">A divisor of the channels and the filters.</param>
    public static Value Over(Value x, Value weight, IReadOnlyList<PaddedWindow> axes, int groups) =>
        Contract(PaddedWindow.Padded(x, axes.Where(axis => axis.Window.Size == 1).ToArray()), weight, axes, groups)
            .Reshape(Shape.Batched(PaddedWindow.Result(weight.Shape[weight.LastAxis], axes)));

    /// <summary>
    /// The same in whole numbers of 8 bits, two channels at a time. Of a single channel, two taps along the last window are taken together.
    /// </summary>
    private static Value? WholeNumbers(
        LayerContext context, Value x, IReadOnlyList<PaddedWindow> axes, string name, int[] shape, int[] order, ParameterInit init)
    {
        var (axis, step, weightAxis) = (1, 1, 1);
        var along = shape[1] > 1 ? -1 : axes.ToList().FindLastIndex(a => a.Window.Size > 1);
        if (along >= 0)
        {
            var window = axes[along].Window;
            (axis, step, weightAxis) = (window.Axis, window.Dilation, along + 2);
            x = PaddedWindow.Padded(x, [axes[along]]);
            axes = axes.Select((a, i) => i == along
                ? a with { Window = window with { Size = WholeProduct.Pairs(window.Size) }, Before = 0, After = 0 }
                : a).ToArray();
        }

        if (WholeProduct.Of(context, x, axis, step, name, shape, weightAxis, order, init) is not { } product) return null;
        var left = PaddedWindow.Padded(product.Left, axes.Where(a => a.Window.Size == 1).ToArray());
        return product.Scaled(Contract(left, product.Weight, axes, 1, ofPairs: true), 1);
    }

    /// <summary>A bias for each channel added, if there is to be one. Null, reported, if it would be too large.</summary>
    public static Value? AddBias(LayerContext context, Value? value, bool useBias)
    {
        if (!useBias || value is not { } result) return value;
        int[] perChannel = [result.Shape[1], .. Enumerable.Repeat(1, result.Shape.Rank - 2)];
        return context.Parameter("bias", [perChannel[0]], [0], ParameterInit.Zeros) is { } bias
            ? result + bias.Reshape(Shape.Of(perChannel))
            : null;
    }

    /// <summary>
    /// <c>nc(2h+p-1)(2w+q-1),pqco->nohw</c>, with <c>g</c> for groups. Axes with one tap have no window, and a single input or output
    /// channel of each group has no letter.
    /// </summary>
    private static Value Contract(Value x, Value weight, IReadOnlyList<PaddedWindow> axes, int groups, bool ofPairs = false)
    {
        var (channels, filters) = (x.Shape[1] / groups, weight.Shape[weight.LastAxis] / groups);
        var weights = axes.Select((axis, i) => (Letter: TapLetters[i], axis.Window.Size)).Where(l => l.Size > 1).ToList();
        var (input, output) = (new List<(char Letter, int Size)>(), new List<(char Letter, int Size)>());
        if (groups > 1) input.Add(('g', groups));
        if (groups == 1 || channels > 1 || weights.Count == 0) input.Add(('c', channels));
        if (groups > 1) output.Add(('g', groups));
        if (groups == 1 || filters > 1) output.Add(('o', filters));
        if (input.Exists(l => l.Letter == 'c')) weights.Add(('c', channels));
        weights.AddRange(output);

        // A window of one tap with a stride is a slice with a step, without a sum.
        foreach (var axis in axes.Where(a => a.Window.Size == 1)) x = x.Slice(axis.Window.Axis, 0, axis.Positions, axis.Window.Stride);
        var subscripts = string.Concat(axes.Select((axis, i) => axis.Window.Size == 1
            ? $"{PositionLetters[i]}"
            : $"({axis.Window.Stride}{PositionLetters[i]}+{axis.Window.Dilation}{TapLetters[i]}-{axis.Before})"));
        var equation = $"n{Letters(input)}{subscripts},{Letters(weights)}->n{Letters(output)}{PositionLetters.Substring(0, axes.Count)}";
        return x.Builder.Contract(
            equation,
            x.Reshape(Shape.Batched(input.Select(l => l.Size).Concat(x.Shape.Dimensions.Skip(2)))),
            weight.Reshape(Shape.Of(weights.Select(l => l.Size).ToArray())),
            ofPairs,
            axes.Select((axis, i) => (PositionLetters[i], axis.Positions)).ToArray());
    }

    private static string Letters(IEnumerable<(char Letter, int Size)> axes) => string.Concat(axes.Select(axis => axis.Letter));
}
