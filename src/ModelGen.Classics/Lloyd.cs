namespace ModelGen.Classics;

/// <summary>Lloyd's algorithm: each sample goes to the nearest centre, each centre to the mean of its samples, until nothing
/// moves.</summary>
internal sealed class Lloyd
{
    private readonly double[] _rows, _distances;
    private readonly int _size;

    private Lloyd(double[] rows, int size, double[] centers)
    {
        (_rows, _size, Centers) = (rows, size, [.. centers]);
        Labels = new int[rows.Length / size];
        _distances = new double[Labels.Length];
    }

    public double[] Centers { get; private set; }

    public int[] Labels { get; }

    public double Inertia => _distances.Sum();

    public int Iterations { get; private set; }

    public static Lloyd Run(double[] rows, int size, double[] centers, int iterations, double tolerance)
    {
        Lloyd run = new(rows, size, centers);
        int[]? before = null;
        while (true)
        {
            run.Assign();
            if (before is not null && before.AsSpan().SequenceEqual(run.Labels))
            {
                run.Iterations++;
                return run;
            }

            before = [.. run.Labels];
            double moved = run.Move();
            run.Iterations++;
            if (moved <= tolerance || run.Iterations == iterations)
                break;
        }

        run.Assign();
        return run;
    }

    public static double SquaredDistance(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
            sum += (left[i] - right[i]) * (left[i] - right[i]);
        return sum;
    }

    private void Assign()
    {
        for (int row = 0; row < Labels.Length; row++)
        {
            double least = double.PositiveInfinity;
            for (int cluster = 0; cluster * _size < Centers.Length; cluster++)
            {
                double distance = SquaredDistance(_rows.AsSpan(row * _size, _size), Centers.AsSpan(cluster * _size, _size));
                if (distance < least)
                    (least, Labels[row]) = (distance, cluster);
            }

            _distances[row] = least;
        }
    }

    /// <summary>The sum of squares by which the centres moved.</summary>
    private double Move()
    {
        int clusters = Centers.Length / _size;
        double[] sums = new double[Centers.Length];
        int[] counts = new int[clusters];
        for (int row = 0; row < Labels.Length; row++)
        {
            counts[Labels[row]]++;
            for (int i = 0; i < _size; i++)
                sums[(Labels[row] * _size) + i] += _rows[(row * _size) + i];
        }

        Relocate(sums, counts);
        for (int i = 0; i < sums.Length; i++)
            sums[i] = counts[i / _size] > 0 ? sums[i] / counts[i / _size] : Centers[i];
        double moved = SquaredDistance(sums, Centers);
        Centers = sums;
        return moved;
    }

    /// <summary>Clusters without samples take those that are farthest from their centres, which lose them.</summary>
    private void Relocate(double[] sums, int[] counts)
    {
        int[] empty = [.. Enumerable.Range(0, counts.Length).Where(cluster => counts[cluster] == 0)];
        if (empty.Length == 0) return;
        int[] farthest = [.. Enumerable.Range(0, Labels.Length).OrderByDescending(row => _distances[row]).Take(empty.Length)];
        for (int k = 0; k < empty.Length; k++)
        {
            int row = farthest[k], loser = Labels[row];
            if (_distances[row] == 0 || counts[loser] <= 1) continue;
            for (int i = 0; i < _size; i++)
            {
                sums[(loser * _size) + i] -= _rows[(row * _size) + i];
                sums[(empty[k] * _size) + i] = _rows[(row * _size) + i];
            }

            (counts[loser], counts[empty[k]]) = (counts[loser] - 1, 1);
        }
    }
}
