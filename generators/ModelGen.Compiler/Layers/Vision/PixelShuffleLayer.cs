using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[PixelShuffle]</c>: each r² channels become the pixels of one, r times as high and wide.</summary>
internal sealed class PixelShuffleLayer : LayerDefinition<PixelShuffleAttribute>
{
    public override bool IsForImages => true;

    protected override IEnumerable<ArgumentProblem?> Validate(PixelShuffleAttribute attribute) =>
        [Require.AtLeast("scale", attribute.Scale, 1)];

    protected override Value? Build(PixelShuffleAttribute attribute, LayerContext context)
    {
        if (!Image.Arrives(context)) return null;
        var (x, scale) = (context.Current, attribute.Scale);
        var shape = x.Shape;
        var square = Limits.Product([scale, scale]);
        if (shape[1] % square != 0)
        {
            var fitting = Enumerable.Range(1, (int)Math.Sqrt(shape[1])).Where(r => shape[1] % (r * r) == 0).Reverse();
            var more = square <= int.MaxValue / 2 ? $", or give the layer before it {Limits.Text(((shape[1] / square) + 1) * square)}" : "";
            return context.Fail(
                DiagnosticCatalogue.CannotGroup,
                "scale",
                fitting.Take(1).SelectMany(r => context.Change("scale", Limits.Plain(r))).ToArray(),
                context.CurrentShape,
                context.CurrentOrigin,
                shape[1] == 1 ? "1 channel" : Limits.Plain(shape[1]) + " channels",
                Limits.Text(square),
                $"Choose a scale whose square divides {Limits.Plain(shape[1])}{more}.");
        }

        var (channels, height, width) = (shape[1] / (scale * scale), shape[2], shape[3]);
        return x.Reshape(Shape.Batched([channels, scale, scale, height, width]))
            .Permute(0, 1, 4, 2, 5, 3)
            .Reshape(Shape.Batched([channels, height * scale, width * scale]));
    }
}
