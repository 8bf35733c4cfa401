using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>An order of a tensor's axes: axis i is axis <c>Axes[i]</c> of the usual order.</summary>
public sealed record AxisOrder(EquatableArray<int> Axes)
{
    public static AxisOrder Usual(int rank) => new(Enumerable.Range(0, rank).ToEquatableArray());

    public bool IsUsual => Axes.Select((axis, i) => axis == i).All(same => same);

    /// <summary>Where an axis of the usual order is.</summary>
    public int PositionOf(int axis) => Axes.Select((a, position) => (a, position)).First(p => p.a == axis).position;

    /// <summary>The shape of a tensor whose usual one is given.</summary>
    public Shape Of(Shape usual) => Shape.Of(Axes.Select(axis => usual[axis]).ToArray());

    /// <summary>The permutation from this order to another one: axis i there is axis <c>result[i]</c> here.</summary>
    public int[] To(AxisOrder other) => other.Axes.Select(PositionOf).ToArray();

    public override string ToString() => string.Join(",", Axes);
}
