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
            case "spread":
                return world.Size > 1 ? 0 : 9;
            default:
                throw new ArgumentException($"There is no scenario {scenario}.", nameof(args));
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
