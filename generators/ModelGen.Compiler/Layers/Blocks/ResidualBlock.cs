using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Residual&lt;T&gt;]</c>: the output of a block plus its input, projected if the shapes differ.</summary>
internal sealed class ResidualBlock : BlockDefinition
{
    /// <summary>The name of the projection, which no layer of the block can have.</summary>
    public const string ProjectionName = "projection";

    /// <summary>Batch, channels, height and width.</summary>
    private const int ImageRank = 4;

    public override string AttributeName => nameof(ResidualAttribute<object>);

    public override bool EntersDirectly => false;

    public override IReadOnlyList<(string Name, string Owner)> ReservedNames => [(ProjectionName, "the projection of [Residual]")];

    public override IEnumerable<LayerOutline> Outline(Step step, string path) =>
        base.Outline(step, path).Append(new LayerOutline($"{path}.{ProjectionName}", "Projection", ["weight"]));

    public override Flow? Build(BlockContext context)
    {
        if (context.Run(context.Branches[0], context.Input, context.Behind) is not { } output) return null;
        var (input, result) = (context.Input.Value.Shape, output.Value.Shape);
        var skip = context.Input;
        if (input != result)
        {
            if (!CanProject(input, result))
            {
                var wanted = input.Rank switch
                {
                    <= 3 => $"the shape {string.Join(" × ", input.Sample.Take(input.Rank - 2).Select(Limits.Plain).Append("anything"))}",
                    ImageRank =>
                        $"height and width {Limits.Plain(input[2])} × {Limits.Plain(input[3])}, or a whole part of them, rounded up",
                    _ => $"the shape {input.Display}",
                };
                return context.Fail(
                    DiagnosticCatalogue.CannotProject,
                    Fixes(context, input, result),
                    result.Display,
                    output.Origin,
                    input.Display,
                    context.Input.Origin,
                    wanted);
            }

            var projected = context.RunImplied(ProjectionName, "Projection", skip, layer => result.Rank == ImageRank
                ? Convolution.Apply(layer, layer.Current, Points(input, result), result[1], 1, "weight", Init.Auto, 0)
                : DenseLayer.Apply(layer, result[result.Rank - 1], useBias: false, Init.Auto, 0));
            if (projected is null) return null;
            skip = projected.Value;
        }

        return context.Combine([output, skip], values => values[0] + values[1]);
    }

    /// <summary>The block ends with the shape of its input; or its input is a vector, as its output is.</summary>
    private static Fix[] Fixes(BlockContext context, Shape input, Shape output)
    {
        if (Limits.ElementsOf(input) == Limits.ElementsOf(output)) return [context.AppendTo(0, [ShapeFixes.Reshape(input)])];
        return output.Rank == 2 ? [Fix.InsertBefore(context.Location, "Flatten")] : [];
    }

    private static bool CanProject(Shape input, Shape output)
    {
        if (input.Rank != output.Rank) return false;
        return input.Rank == ImageRank
            ? Stride(input[2], output[2]) > 0 && Stride(input[3], output[3]) > 0
            : input.Rank is 2 or 3 && input.Dimensions.Take(input.Rank - 1).SequenceEqual(output.Dimensions.Take(input.Rank - 1));
    }

    /// <summary>The stride that reduces the first length to the second; 0 if there is none.</summary>
    private static int Stride(int length, int result)
    {
        var stride = ((length - 1) / result) + 1;
        return ((length - 1) / stride) + 1 == result ? stride : 0;
    }

    /// <summary>The windows of a 1×1 convolution with the strides between two shapes.</summary>
    private static PaddedWindow[] Points(Shape input, Shape output) =>
        [.. new[] { 2, 3 }.Select(axis => new PaddedWindow(new Window(axis, 1, Stride(input[axis], output[axis])), 0, 0, output[axis]))];
}
