using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary>An input written as height, width, channels, which is the order of other frameworks.</summary>
/// <param name="Input">The input.</param>
/// <param name="Reader">The layer that takes it for an image.</param>
internal sealed record ChannelsLast(Step Input, Step Reader)
{
    /// <summary>Grey, two-channel, colour, and colour with transparency.</summary>
    private const int MostChannels = 4;

    /// <summary>Height and width are larger than the number of channels.</summary>
    private const int SmallestSide = 8;

    private int[] Shape => ((InputAttribute)Input.Attribute).Shape;

    /// <summary>The first such input among consecutive steps.</summary>
    public static ChannelsLast? Find(IReadOnlyList<Step> steps)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Attribute is not InputAttribute { Shape: { Length: 3 } shape }) continue;
            var reader = steps
                .Skip(i + 1)
                .FirstOrDefault(step => step.Attribute is not (ModelInputAttribute or AsAttribute or FromAttribute));
            if (reader?.Layer is { IsForImages: true } && shape[2] <= MostChannels && shape[0] >= SmallestSide && shape[1] >= SmallestSide)
                return new ChannelsLast(steps[i], reader);
        }

        return null;
    }

    public Fix[] Fixes =>
        [
            Fix.Of(
                $"Write [Input({Right})]",
                RightShape.Select((size, axis) => Edit.Set(Input.Location.At("shape", axis), Limits.Plain(size))).ToArray()),
        ];

    /// <summary>The arguments of both messages from {2} on.</summary>
    public string[] Message =>
    [
        Limits.Plain(Shape[0]), Limits.Plain(Shape[1]), Limits.Plain(Shape[2]), $"[{Reader.Kind}]", Right,
        Shape[2] == 1 ? "1 channel" : Limits.Plain(Shape[2]) + " channels",
    ];

    private int[] RightShape => [Shape[2], Shape[0], Shape[1]];

    private string Right => string.Join(", ", RightShape.Select(Limits.Plain));
}
