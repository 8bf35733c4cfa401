using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[ConvTranspose2D]</c>: the gradient of a convolution with respect to its image, as a layer.</summary>
internal sealed class ConvTranspose2DLayer : LayerDefinition<ConvTranspose2DAttribute>
{
    public override bool IsForImages => true;

    public override bool IsLinear => true;

    public override IReadOnlyList<string> ParameterNames => [.. NormalizedWeight.Names("weight"), "bias"];

    protected override int? BiasAxis(ConvTranspose2DAttribute attribute, int rank) => attribute.UseBias ? 1 : null;

    protected override IEnumerable<ArgumentProblem?> Validate(ConvTranspose2DAttribute attribute)
    {
        var problems = Convolution.Validate(attribute)
            .Append(Require.AtLeast("filters", attribute.Filters, 1))
            .Append(Require.AtLeast("Groups", attribute.Groups, 1))
            .Append(PerAxis.AllOrNone("OutputPadding", attribute.OutputPaddings))
            .Concat(OutputPadding(attribute).AtLeast(0)).ToList();
        if (problems.Exists(problem => problem is not null)) return problems;

        var (arguments, added) = (Convolution.Arguments(attribute), OutputPadding(attribute));
        for (var axis = 0; axis < 2; axis++)
        {
            var most = added.IsArray ? Most(axis) : Math.Min(Most(0), Most(1));
            if (arguments.Padding[axis] == ModelGen.Padding.Same)
                problems.Add(
                    Require
                        .OutOfRange(
                            arguments.Padding.Argument,
                            "Padding.Same",
                            "a number: how much is taken away on each side",
                            arguments.Padding.ElementOf(axis))
                        .Or("0"));
            else if (added[axis] > most)
                problems.Add(
                    Require
                        .OutOfRange(
                            added.Argument,
                            Limits.Plain(added[axis]),
                            $"less than the stride or the dilation, so at most {Limits.Plain(most)}",
                            added.ElementOf(axis))
                        .Or(Limits.Plain(most)));
        }

        return problems;

        int Most(int axis) => Math.Max(arguments.Stride[axis], arguments.Dilation[axis]) - 1;
    }

    protected override Value? Build(ConvTranspose2DAttribute attribute, LayerContext context)
    {
        if (!Image.Arrives(context) || !Convolution.GroupsFit(context, attribute.Groups, attribute.Filters)) return null;
        if (Lengths(attribute, context) is not { } lengths) return null;
        int[] result = [attribute.Filters, .. lengths];
        if (!context.Fits(Limits.Product(result), string.Join(" × ", result))) return null;

        var arguments = Convolution.Arguments(attribute);
        var (kernel, image) = (arguments.Kernel, context.Current.Shape);
        if (
            !context.FitsPhases(
                Enumerable.Range(0, 2).Select(axis => (image[axis + 2], kernel[axis], arguments.Stride[axis], arguments.Dilation[axis]))))
            return null;
        var (channels, inner, taps) = (context.Current.Shape[1], attribute.Filters / attribute.Groups, Limits.Product(kernel.Values));
        if (!context.Fits(taps, "its window")) return null;
        var start = context.Weight(attribute.Init, (float)attribute.InitScale, inner * (int)taps, channels * (int)taps);
        var form = NormalizedWeight.FormOf(attribute);
        if (
            new NormalizedWeight(context, "weight", [channels, inner, kernel[0], kernel[1]], [2, 3, 0, 1], start) { Rows = 1 }.Make(form)
            is not { } weight)
            return null;
        return Convolution.AddBias(
            context,
            Contract(attribute, context.Current, weight, lengths).Reshape(Shape.Batched(result)),
            attribute.UseBias);
    }

    private static PerAxis OutputPadding(ConvTranspose2DAttribute attribute) =>
        PerAxis.Of("OutputPadding", attribute.OutputPadding, attribute.OutputPaddings);

    /// <summary>Height and width of the result; null, reported, if one of them would be zero or too large.</summary>
    private static int[]? Lengths(ConvTranspose2DAttribute attribute, LayerContext context)
    {
        var (arguments, added) = (Convolution.Arguments(attribute), OutputPadding(attribute));
        var lengths = new int[2];
        for (var axis = 0; axis < 2; axis++)
        {
            var full =
                ((context.Current.Shape[axis + 2] - 1L) * arguments.Stride[axis])
                + ((arguments.Kernel[axis] - 1L) * arguments.Dilation[axis])
                + 1
                + added[axis];
            var (padding, element) = (arguments.Padding, arguments.Padding.ElementOf(axis));
            var length = full - (2L * padding[axis]);
            if (length < 1)
            {
                context.FailAt(
                    DiagnosticCatalogue.NothingLeft,
                    padding.Argument,
                    element,
                    context.Change(padding.Argument, Limits.Plain((int)((full - 1) / 2)), element),
                    Limits.Text(2L * padding[axis]),
                    $"{Limits.Text(full)} {(axis == 0 ? "rows" : "columns")}",
                    context.CurrentShape,
                    context.CurrentOrigin);
                return null;
            }

            if (!context.Fits(full, $"{Limits.Text(full)} {(axis == 0 ? "rows" : "columns")}")) return null;
            lengths[axis] = (int)length;
        }

        return lengths;
    }

    /// <summary>
    /// Solves the convolution <c>ngo(2h+p-1)(2w+q-1),pqgco->ngchw</c> for its left operand: the layer's input is the result of the
    /// convolution.
    /// </summary>
    private static Value Contract(ConvTranspose2DAttribute attribute, Value x, Value weight, int[] lengths)
    {
        var arguments = Convolution.Arguments(attribute);
        var (groups, channels, filters) = (attribute.Groups, x.Shape[1] / attribute.Groups, attribute.Filters / attribute.Groups);
        var (kernel, image) = (arguments.Kernel, x.Shape);
        // A single input or output channel of each group has no letter, unless there would be nothing to sum over.
        var (g, c, o) = (
            Letter('g', groups, groups > 1),
            Letter('c', channels, groups == 1 || channels > 1 || kernel.Values.All(k => k == 1)),
            Letter('o', filters, groups == 1 || filters > 1));
        var read = Subscripts.Parse($"n{g.Text}{o.Text}({Along(0, 'h', 'p')})({Along(1, 'w', 'q')})");
        var sizes = new Dictionary<char, int>
        {
            ['n'] = Shape.Batch,
            ['g'] = groups,
            ['c'] = channels,
            ['o'] = filters,
            ['p'] = kernel[0],
            ['q'] = kernel[1],
            ['h'] = image[2],
            ['w'] = image[3],
        };
        return ContractGradient.Of(
            read,
            Shape.Batched([.. g.Sizes, .. o.Sizes, .. lengths]),
            new SubscriptedValue(
                Subscripts.Parse($"n{g.Text}{c.Text}hw"),
                x.Reshape(Shape.Batched([.. g.Sizes, .. c.Sizes, image[2], image[3]]))),
            new SubscriptedValue(
                Subscripts.Parse($"pq{g.Text}{c.Text}{o.Text}"),
                weight.Reshape(Shape.Of([kernel[0], kernel[1], .. g.Sizes, .. c.Sizes, .. o.Sizes]))),
            sizes);

        static (string Text, int[] Sizes) Letter(char letter, int size, bool isThere) => isThere ? (letter.ToString(), [size]) : ("", []);

        string Along(int axis, char position, char tap)
        {
            var (stride, dilation) = (Limits.Plain(arguments.Stride[axis]), Limits.Plain(arguments.Dilation[axis]));
            return $"{stride}{position}+{dilation}{tap}-{Limits.Plain(arguments.Padding[axis])}";
        }
    }
}
