using ModelGen.Data;

namespace ModelGen.Classics;

/// <summary>A neighbour of a sample.</summary>
/// <param name="Index">Its position in the data that were fitted.</param>
/// <param name="Distance">How far away it is: the Euclidean distance.</param>
public readonly record struct Neighbor(int Index, double Distance);

/// <summary>The samples that are nearest to a given one, found by looking at all of them.</summary>
internal sealed class NeighborSearch
{
    private readonly float[] _rows;

    private NeighborSearch(float[] rows, int inputSize, int neighbors, NeighborWeights weights) =>
        (_rows, InputSize, Neighbors, Weights) = (rows, inputSize, neighbors, weights);

    public int InputSize { get; }

    public int Neighbors { get; }

    public NeighborWeights Weights { get; }

    public static NeighborSearch Of<TTarget>(Dataset<TTarget> data, int neighbors, NeighborWeights weights)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        if (neighbors < 1 || neighbors > data.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(neighbors), neighbors, $"The data have {data.Count} samples; from 1 to {data.Count} neighbours can be asked for.");
        }

        if (!Enum.IsDefined(weights))
            throw new ArgumentOutOfRangeException(nameof(weights), weights, "Uniform and Distance are the kinds of weights.");
        return new NeighborSearch(Array.ConvertAll(SampleMatrix.Rows(data), value => (float)value), data.InputSize, neighbors, weights);
    }

    /// <summary>The nearest samples, the nearest first; of those at the same distance the ones with the lowest positions.</summary>
    public Neighbor[] Nearest(ReadOnlySpan<float> input)
    {
        // The farthest of the nearest is on top: the largest distance, and of equal ones the largest position.
        PriorityQueue<int, (double, int)> heap = new(Neighbors + 1, Comparer<(double, int)>.Create((left, right) => right.CompareTo(left)));
        int count = _rows.Length / InputSize;
        for (int index = 0; index < count; index++)
        {
            double square = SquaredDistance(input, _rows.AsSpan(index * InputSize, InputSize));
            if (double.IsNaN(square))
                throw new ArgumentException("The inputs hold NaN, or infinity; finite numbers are needed.", nameof(input));
            if (heap.Count < Neighbors)
                heap.Enqueue(index, (square, index));
            else if (heap.TryPeek(out _, out (double Square, int Index) farthest) && square < farthest.Square)
                heap.EnqueueDequeue(index, (square, index));
        }

        Neighbor[] nearest = new Neighbor[heap.Count];
        for (int i = nearest.Length - 1; heap.TryDequeue(out int index, out (double Square, int Index) priority); i--)
            nearest[i] = new Neighbor(index, Math.Sqrt(priority.Square));
        return nearest;
    }

    /// <summary>What each neighbour counts; the weights need not add up to 1.</summary>
    public double[] WeightsOf(Neighbor[] neighbors)
    {
        if (Weights == NeighborWeights.Uniform)
            return [.. neighbors.Select(_ => 1.0)];
        bool same = neighbors[0].Distance == 0;
        return [.. neighbors.Select(neighbor => same ? neighbor.Distance == 0 ? 1 : 0 : 1 / neighbor.Distance)];
    }

    private static double SquaredDistance(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            double difference = (double)left[i] - right[i];
            sum += difference * difference;
        }

        return sum;
    }
}
