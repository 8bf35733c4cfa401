using ModelGen.Runtime;

namespace ModelGen.Classics;

/// <summary>Where the centres of k-means begin: greedy k-means++.</summary>
internal static class KMeansPlusPlus
{
    public static double[] Choose(double[] rows, int size, int clusters, RandomStream random)
    {
        int count = rows.Length / size, candidates = 2 + (int)Math.Log(clusters);
        double[] centers = new double[clusters * size];
        double[] nearest = new double[count], trial = new double[count], best = new double[count];
        Array.Fill(nearest, double.PositiveInfinity);
        int first = random.NextInt(count);
        Take(rows, size, first, centers, 0);
        Lower(rows, size, first, nearest, nearest);
        for (int cluster = 1; cluster < clusters; cluster++)
        {
            double all = nearest.Sum(), least = double.PositiveInfinity;
            int chosen = 0;
            for (int candidate = 0; candidate < candidates; candidate++)
            {
                // If every sample lies on a centre, any is as good as another.
                int index = all > 0 ? Draw(nearest, all * Uniform(random)) : random.NextInt(count);
                double inertia = Lower(rows, size, index, nearest, trial);
                if (inertia >= least) continue;
                (least, chosen) = (inertia, index);
                (best, trial) = (trial, best);
            }

            Take(rows, size, chosen, centers, cluster);
            (nearest, best) = (best, nearest);
        }

        return centers;
    }

    // 53 bits: with the 24 of a float, many samples could not be drawn.
    private static double Uniform(RandomStream random) =>
        (((ulong)(random.NextUInt() >> 6) << 27) | (random.NextUInt() >> 5)) * (1.0 / (1L << 53));

    private static int Draw(double[] weights, double point)
    {
        int last = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0) continue;
            if (point < weights[i]) return i;
            point -= weights[i];
            last = i;
        }

        return last;
    }

    private static double Lower(double[] rows, int size, int index, double[] before, double[] after)
    {
        double sum = 0;
        for (int row = 0; row < before.Length; row++)
        {
            double distance = Lloyd.SquaredDistance(rows.AsSpan(row * size, size), rows.AsSpan(index * size, size));
            sum += after[row] = Math.Min(before[row], distance);
        }

        return sum;
    }

    private static void Take(double[] rows, int size, int index, double[] centers, int cluster) =>
        Array.Copy(rows, index * size, centers, cluster * size, size);
}
