using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>Which part of an image one element of a value depends on, along each spatial axis.</summary>
/// <param name="Extent">How many neighbours it spans, padding included.</param>
/// <param name="Jump">How far apart in the image the fields of neighbouring elements begin.</param>
/// <remarks>
/// The recurrence is that of Araujo, Norris and Sim, https://distill.pub/2019/computing-receptive-fields. Spatial axes are
/// those behind batch and channels: of [N, C, H, W] the last two.
/// </remarks>
public sealed record ReceptiveField(EquatableArray<long> Extent, EquatableArray<long> Jump)
{
    // Far beyond every image; products of two such numbers still fit.
    private const long Largest = int.MaxValue;

    /// <summary>The extent as users write it, such as <c>5 × 5</c>.</summary>
    public string Display => string.Join(" × ", Extent);

    /// <summary>Whether it is more than the element itself.</summary>
    public bool IsWide => Extent.Any(extent => extent > 1);

    /// <summary>What a window that slides over a value of this field sees.</summary>
    /// <param name="kernel">The window's size along each spatial axis.</param>
    /// <param name="stride">Its step along each.</param>
    /// <param name="dilation">The distance between the elements it reads along each.</param>
    public ReceptiveField Through(IReadOnlyList<int> kernel, IReadOnlyList<int> stride, IReadOnlyList<int> dilation) => new(
        Extent.Select((extent, i) => Math.Min(Largest, extent + ((kernel[i] - 1) * Math.Min(Largest, dilation[i] * Jump[i])))).ToEquatableArray(),
        Jump.Select((jump, i) => Math.Min(Largest, jump * stride[i])).ToEquatableArray());

    /// <summary>Of every so many elements along an axis of a value.</summary>
    /// <param name="shape">The value's shape, whose last axes are the spatial ones.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="step">How far apart the elements are.</param>
    public ReceptiveField Every(Shape shape, int axis, int step)
    {
        var along = axis - (shape.Rank - Extent.Count);
        return this with { Jump = Jump.Select((jump, i) => i == along ? Math.Min(Largest, jump * step) : jump).ToEquatableArray() };
    }

    /// <summary>Through windows along some axes of a value.</summary>
    /// <param name="shape">The value's shape, whose last axes are the spatial ones.</param>
    /// <param name="windows">The windows; null if one of them does not slide along a spatial axis.</param>
    public ReceptiveField? Through(Shape shape, IEnumerable<Window> windows)
    {
        var first = shape.Rank - Extent.Count;
        var (kernel, stride, dilation) = (Ones(), Ones(), Ones());
        foreach (var window in windows)
        {
            if (window.Axis < first) return null;
            (kernel[window.Axis - first], stride[window.Axis - first], dilation[window.Axis - first]) = (window.Size, window.Stride, window.Dilation);
        }

        return Through(kernel, stride, dilation);

        int[] Ones() => Enumerable.Repeat(1, Extent.Count).ToArray();
    }

    /// <summary>The field of an element made of the elements at the same place of all batched inputs; null if it is unknown.</summary>
    /// <remarks>Parameters and constants depend on no image.</remarks>
    public static ReceptiveField? Union(Node node, IReadOnlyList<ReceptiveField?> fields)
    {
        ReceptiveField? union = null;
        for (var i = 0; i < fields.Count; i++)
        {
            if (!node.Inputs[i].Shape.IsBatched) continue;
            if (fields[i] is not { } field || (union is not null && union.Jump != field.Jump)) return null;
            union = union is null ? field : union with { Extent = union.Extent.Zip(field.Extent, Math.Max).ToEquatableArray() };
        }

        return union;
    }

    /// <summary>The fields of all nodes for which they are known.</summary>
    public static IReadOnlyDictionary<Node, ReceptiveField> Of(TensorGraph graph)
    {
        var known = new Dictionary<Node, ReceptiveField>();
        foreach (var node in graph.Nodes)
        {
            var field = node.Op is LeafOp { Kind: LeafKind.Input }
                ? OfInput(node.Shape)
                : node.Op.FieldOf(node, node.Inputs.Select(input => known.TryGetValue(input, out var found) ? found : null).ToArray());
            if (field is not null) known.Add(node, field);
        }

        return known;
    }

    private static ReceptiveField? OfInput(Shape shape)
    {
        if (shape.Rank < 3) return null;
        var ones = Enumerable.Repeat(1L, shape.Rank - 2).ToEquatableArray();
        return new ReceptiveField(ones, ones);
    }
}
