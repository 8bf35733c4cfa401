using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>A tensor's shape. A batched tensor's first dimension is the symbolic number of samples, <see cref="Batch"/>.</summary>
public sealed record Shape(EquatableArray<int> Dimensions)
{
    /// <summary>Stands for the number of samples, unknown until run time.</summary>
    public const int Batch = -1;

    public static readonly Shape Scalar = Of();

    public static Shape Of(params int[] dimensions) => new(dimensions.ToEquatableArray());

    /// <summary>The shape of a batch of samples of this per-sample shape.</summary>
    public static Shape Batched(IEnumerable<int> sample) => new(new[] { Batch }.Concat(sample).ToEquatableArray());

    public int Rank => Dimensions.Count;

    public int this[int axis] => Dimensions[axis];

    public bool IsBatched => Rank > 0 && Dimensions[0] == Batch;

    /// <summary>The dimensions of one sample (all of them if the tensor has no batch).</summary>
    public int[] Sample => Dimensions.Skip(IsBatched ? 1 : 0).ToArray();

    /// <summary>Elements of one sample.</summary>
    public int SampleElements
    {
        get
        {
            var elements = 1;
            for (var axis = IsBatched ? 1 : 0; axis < Rank; axis++) elements = checked(elements * Dimensions[axis]);
            return elements;
        }
    }

    /// <summary>Elements in all, for a batch of <paramref name="samples"/>.</summary>
    public int Elements(int samples) => IsBatched ? checked(samples * SampleElements) : SampleElements;

    /// <summary>The shape with <paramref name="axes"/> reduced to one.</summary>
    public Shape Reduce(IEnumerable<int> axes) =>
        new(Dimensions.Select((d, i) => axes.Contains(i) ? 1 : d).ToEquatableArray());

    /// <summary>
    /// The common shape of two operands by NumPy's rule: aligned at the last axis, ones are broadcast. Null if there is none.
    /// </summary>
    public static Shape? Broadcast(Shape left, Shape right)
    {
        var rank = Math.Max(left.Rank, right.Rank);
        var result = new int[rank];
        for (var i = 1; i <= rank; i++)
        {
            var a = i <= left.Rank ? left[left.Rank - i] : 1;
            var b = i <= right.Rank ? right[right.Rank - i] : 1;
            if (a != b && a != 1 && b != 1) return null;
            result[rank - i] = a == 1 ? b : a;
        }

        return Of(result);
    }

    /// <summary>The sample's dimensions as users write them, such as <c>16 × 5 × 5</c>.</summary>
    public string Display => Sample.Length == 0 ? "scalar" : string.Join(" × ", Sample);

    public override string ToString() => "[" + string.Join(", ", Dimensions.Select(d => d == Batch ? "N" : d.ToString())) + "]";
}
