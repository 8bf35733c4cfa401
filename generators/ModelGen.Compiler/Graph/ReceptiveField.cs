using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>The part of an image that one element of a value depends on.</summary>
/// <param name="Axes">The field along each spatial axis of the image, in order; empty for a value that depends on no image.</param>
/// <remarks>
/// Spatial axes follow the batch and the channels: the last two of [N, C, H, W]. For windows alone the recurrence is that of Araujo,
/// Norris and Sim, https://distill.pub/2019/computing-receptive-fields.
/// </remarks>
public sealed record ReceptiveField(EquatableArray<AxisField> Axes)
{
    /// <summary>Of what is made of constants alone.</summary>
    public static ReceptiveField Nothing { get; } = new(EquatableArray<AxisField>.Empty);

    /// <summary>The size as users write it, such as <c>5 × 5</c>.</summary>
    public string Display => string.Join(" × ", Axes.Select(axis => axis.Size));

    /// <summary>Whether it is more than the element itself.</summary>
    public bool IsWide => Axes.Any(axis => axis.Size > 1);

    /// <summary>
    /// The field of an operation that reads this value along an axis. It is the same if the axis is not spatial, and null if it is
    /// unknown.
    /// </summary>
    public ReceptiveField? Through(int axis, AxisMap map) => Along(field => field.Axis == axis ? field.Through(map) : field);

    /// <summary>The field after axes have moved; null if a spatial axis no longer exists.</summary>
    /// <param name="placeOf">The new index of an axis; null or negative if it no longer exists.</param>
    public ReceptiveField? Moved(Func<int, int?> placeOf) =>
        Along(field => placeOf(field.Axis) is >= 0 and var axis ? field with { Axis = axis } : null);

    /// <summary>
    /// The field of an element that is computed from the elements at the same position of all batched inputs; null if it is unknown.
    /// </summary>
    /// <remarks>Parameters and constants depend on no image.</remarks>
    public static ReceptiveField? Union(Node node, IReadOnlyList<ReceptiveField?> fields)
    {
        var batched = Enumerable.Range(0, fields.Count).Where(i => node.Inputs[i].Shape.IsBatched).ToArray();
        return batched.Length > 0 && batched.All(i => KeepsPlaces(fields[i], node.Inputs[i].Shape, node.Shape))
            ? Union(batched.Select(i => fields[i]))
            : null;
    }

    /// <summary>The union of several fields; null if one of them is unknown, or their jumps differ.</summary>
    public static ReceptiveField? Union(IEnumerable<ReceptiveField?> fields) =>
        fields.Aggregate((ReceptiveField?)Nothing, (union, field) => union is null || field is null ? null : union.And(field));

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

    private static ReceptiveField? OfInput(Shape shape) =>
        shape.Rank < 3 ? null : new ReceptiveField(Enumerable.Range(2, shape.Rank - 2).Select(AxisField.OfImage).ToEquatableArray());

    /// <summary>If an axis of size one is broadcast, all elements along it depend on the same one.</summary>
    private static bool KeepsPlaces(ReceptiveField? field, Shape from, Shape to) =>
        field is not null && from.Rank == to.Rank && field.Axes.All(axis => from[axis.Axis] == to[axis.Axis]);

    private ReceptiveField? And(ReceptiveField other)
    {
        if (Axes.Count == 0) return other;
        if (other.Axes.Count == 0) return this;
        return Axes.Count == other.Axes.Count ? Known(Axes.Zip(other.Axes, (mine, theirs) => mine.And(theirs))) : null;
    }

    private ReceptiveField? Along(Func<AxisField, AxisField?> change) => Known(Axes.Select(change));

    private static ReceptiveField? Known(IEnumerable<AxisField?> axes)
    {
        var all = axes.ToArray();
        return Array.TrueForAll(all, axis => axis is not null) ? new ReceptiveField(all.Select(axis => axis!).ToEquatableArray()) : null;
    }
}
