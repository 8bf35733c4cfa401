using System.Globalization;
using ModelGen.Mpi;

namespace ModelGen.Mpi.Tests;

/// <summary>What the tests start under <c>mpirun</c>: one scenario, named by the first argument.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        string scenario = args.Length > 0 ? args[0] : "weights";
        string file = args.Length > 1 ? args[1] : "";
        Communicator world = Mpi.World;
        DataParallel parallel = new(world) { Reproducible = args.Contains("reproducible"), GroupSize = 4 };
        switch (scenario)
        {
            case "weights":
                Train(parallel, file);
                return 0;
            case "code":
                return world.Rank == 1 ? 3 : 0;
            case "throw":
                return Failing(parallel, () => throw new InvalidOperationException("rank 1 cannot go on"));
            case "throw-outside":
                if (world.Rank == 1) throw new InvalidOperationException("rank 1 cannot go on");
                Train(parallel, "");
                return 0;
            case "exit":
                return Failing(parallel, () => Environment.Exit(0));
            case "leave":
                if (world.Rank == 1) return 0;
                Train(parallel, "");
                return 0;
            case "kill":
                return Failing(parallel, () => System.Diagnostics.Process.GetCurrentProcess().Kill());
            case "hang":
                world.Timeout = TimeSpan.FromSeconds(2);
                return Failing(parallel, () => Thread.Sleep(Timeout.Infinite));
            case "nan":
                DenseNet model = new(3);
                model.LearningRate = 1e30f;
                Fit(model, parallel, null);
                return 0;
            case "mismatch":
                Fit(new DenseNet(world.Rank), parallel, null);
                return 0;
            case "long":
                Fit(new DenseNet(3), parallel, new FitCheckpoint(file) { EveryBatches = 1 }, epochs: 100_000);
                return 0;
            case "sums":
                return Sums(world);
            case "spread":
                return world.Size > 1 ? 0 : 9;
            default:
                throw new ArgumentException($"There is no scenario {scenario}.", nameof(args));
        }
    }

    /// <summary>Short vectors, which the library adds up, and long ones, which are added up in slices: in the order of ranks.</summary>
    private static int Sums(Communicator world)
    {
        foreach (int length in (int[])[1, 1000, 12_287, 12_288, 16_384, 50_001, 300_007, 50_001])
        {
            float[] expected = Numbers(0, length), own = Numbers(world.Rank, length);
            for (int rank = 1; rank < world.Size; rank++)
            {
                float[] other = Numbers(rank, length);
                for (int i = 0; i < length; i++) expected[i] += other[i];
            }

            world.Sum(own);
            for (int i = 0; i < length; i++)
            {
                // Of short ones, the library decides the order.
                bool equal = length >= 16_384 ? own[i] == expected[i] : Math.Abs(own[i] - expected[i]) < 1e-5f;
                if (!equal) throw new InvalidOperationException($"{length} numbers: [{i}] is {own[i]}, not {expected[i]}.");
            }
        }

        return 0;

        static float[] Numbers(int rank, int length)
        {
            float[] values = new float[length];
            new RandomStream(rank + 1).FillUniform(values);
            return values;
        }
    }

    private static void Train(DataParallel parallel, string file)
    {
        DropoutNet model = new(3);
        StepTests.Train(model, Samples.Classes(77, 12), 30, parallel);
        if (!parallel.IsFirst || file.Length == 0)
            return;
        byte[] bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(Samples.Weights(model)).ToArray();
        File.WriteAllText(
            file,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{parallel.World.Library}; {parallel.World.Size} ranks; "
                    + $"{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))}"));
    }

    /// <summary>Trains, and does something on rank 1 in the middle.</summary>
    private static int Failing(DataParallel parallel, Action fail)
    {
        LambdaCallback callback = new()
        {
            BatchEnd = state =>
            {
                if (state.Step == 10 && parallel.World.Rank == 1) fail();
            },
        };
        Fit(new DenseNet(3), parallel, null, 1_000_000, callback);
        return 0;
    }

    private static void Fit(
        DenseNet model, DataParallel parallel, FitCheckpoint? checkpoint, int epochs = 50, params TrainingCallback[] callbacks)
    {
        FitOptions<int> options = new()
        {
            Epochs = epochs,
            BatchSize = 30,
            Progress = null,
            Checkpoint = checkpoint,
            Callbacks = callbacks,
        };
        model.Fit(Samples.Classes(90, 12), options, parallel);
    }
}
