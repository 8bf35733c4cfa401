using ModelGen.Mpi;
using ModelGen.Mpi.Native;

namespace ModelGen.Mpi.Tests;

/// <summary>What differs is refused, and a rank that fails ends the others.</summary>
public sealed class FaultTests
{
    [Fact]
    public void A_rank_that_throws_ends_the_others_with_its_message()
    {
        RankFailedException problem = Assert.Throws<RankFailedException>(() => StepTests.Each(3, (world, rank) =>
        {
            LambdaCallback callback = new()
            {
                BatchEnd = state =>
                {
                    if (rank == 1 && state.Step == 3) throw new InvalidOperationException("no more paper");
                },
            };
            Fit(world, new DenseNet(3), Samples.Classes(90, 12), callbacks: callback);
        }));

        Assert.Contains("Rank 1 of 3", problem.Message, StringComparison.Ordinal);
        Assert.Contains("no more paper", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rank_that_leaves_ends_the_others()
    {
        RankFailedException problem = Assert.Throws<RankFailedException>(() => StepTests.Each(2, (world, rank) =>
        {
            if (rank == 0) Fit(world, new DenseNet(3), Samples.Classes(90, 12));
        }));

        Assert.Contains("Rank 1 of 2 has ended while rank 0 waits", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rank_that_hangs_is_noticed()
    {
        using ManualResetEventSlim end = new();
        RankFailedException problem = Assert.Throws<RankFailedException>(() => StepTests.Each(2, (world, rank) =>
        {
            world.Timeout = TimeSpan.FromMilliseconds(300);

            // Until the other one has noticed, however long that takes on a busy machine.
            if (rank == 1) end.Wait(TimeSpan.FromSeconds(30));
            try
            {
                Fit(world, new DenseNet(3), Samples.Classes(90, 12));
            }
            finally
            {
                end.Set();
            }
        }));

        Assert.Contains("hangs", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_no_number_ends_all_of_them()
    {
        int[] found = new int[2];
        StepTests.Each(2, (world, rank) =>
        {
            DenseNet model = new(3) { LearningRate = 1e30f };
            NonFiniteLossException problem = Assert.Throws<NonFiniteLossException>(() => Fit(world, model, Samples.Classes(90, 12)));
            found[rank] = problem.Message.Length;
        });

        Assert.True(found[0] > 0 && found[0] == found[1]);
    }

    [Fact]
    public void Different_seeds_are_refused() =>
        Assert.Contains(
            "On rank 1 differ: the model's seed (4; on rank 0 3)",
            Refused((world, rank) => Fit(world, new DenseNet(3 + rank), Samples.Classes(90, 12))),
            StringComparison.Ordinal);

    [Fact]
    public void Different_models_are_refused() =>
        Assert.Contains(
            "the model (DropoutNet; on rank 0 DenseNet)",
            Refused((world, rank) =>
            {
                if (rank == 0) Fit(world, new DenseNet(3), Samples.Classes(90, 12));
                else Fit(world, new DropoutNet(3), Samples.Classes(90, 12));
            }),
            StringComparison.Ordinal);

    [Fact]
    public void Different_data_are_refused() =>
        Assert.Contains(
            "the training data (91 samples, batch size 30",
            Refused((world, rank) => Fit(world, new DenseNet(3), Samples.Classes(90 + rank, 12))),
            StringComparison.Ordinal);

    [Fact]
    public void All_models_begin_with_the_weights_of_the_first()
    {
        DenseNet[] models = [new(3), new(3)];
        models[1].Parameters["dense1.weight"].Value.CopyFrom(new float[16 * 12]);
        StepTests.Each(2, (world, rank) => new DataParallel(world).Begin(models[rank]).Dispose());

        Assert.Equal(Samples.Weights(new DenseNet(3)), Samples.Weights(models[1]));
    }

    [Fact]
    public void A_part_that_is_too_small_to_normalize_is_refused()
    {
        RankFailedException problem = Assert.Throws<RankFailedException>(() => StepTests.Each(2, (world, rank) =>
            new FlatNormNet(3).Fit(
                Samples.Classes(33, 12), new FitOptions<int> { BatchSize = 30, Progress = null }, new DataParallel(world))));

        Assert.Contains("The last batch of an epoch has 3 samples for 2 ranks", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_on_one_rank_is_cancelled_on_all()
    {
        using CancellationTokenSource source = new();
        int[] steps = new int[2];
        StepTests.Each(2, (world, rank) =>
        {
            LambdaCallback callback = new()
            {
                BatchEnd = state =>
                {
                    steps[rank]++;
                    if (rank == 1 && state.Step == 5) source.Cancel();
                },
            };
            using CancellationTokenSource own = new();
            Assert.Throws<OperationCanceledException>(() => Fit(
                world, new DenseNet(3), Samples.Classes(90, 12), rank == 1 ? source.Token : own.Token, callback));
        });

        Assert.Equal([5, 5], steps);
    }

    [Fact]
    public void The_launcher_is_seen_in_the_environment()
    {
        Assert.Null(Of().Kind);
        Assert.Same(MpiKind.OpenMpi, Of(("OMPI_COMM_WORLD_SIZE", "4"), ("OMPI_COMM_WORLD_RANK", "2")).Kind);
        Assert.Same(MpiKind.Mpich, Of(("PMI_SIZE", "4"), ("PMI_RANK", "2")).Kind);
        Assert.Null(Of(("PMI_SIZE", "4"), ("MODELGEN_MPI", "none")).Kind);
        Assert.Throws<MpiException>(() => Of(("MODELGEN_MPI", "lam")));
        MpiException wrong = Assert.Throws<MpiException>(() => Of(("PMI_SIZE", "4")).Check(MpiKind.Mpich, 0, 1));
        Assert.Contains("MPICH sees 1: each would train alone", wrong.Message, StringComparison.Ordinal);

        static Launcher Of(params (string Name, string Value)[] variables) =>
            Launcher.Of(name => variables.FirstOrDefault(pair => pair.Name == name).Value);
    }

    [Fact]
    public void A_missing_library_names_its_package()
    {
        MpiKind missing = MpiKind.OpenMpi with { Files = ["libmpi-that-nobody-has.so"] };

        MpiException problem = Assert.Throws<MpiException>(() => MpiLibrary.Load(missing));

        Assert.Contains("apt-get install libopenmpi3 openmpi-bin", problem.Message, StringComparison.Ordinal);
    }

    private static string Refused(Action<Communicator, int> body) =>
        Assert.Throws<RankFailedException>(() => StepTests.Each(2, body)).Message;

    private static void Fit(
        Communicator world,
        ITrainable<int> model,
        Dataset<int> data,
        CancellationToken cancellation = default,
        TrainingCallback? callbacks = null)
    {
        FitOptions<int> options = new()
        {
            Epochs = 5,
            BatchSize = 30,
            Progress = null,
            Callbacks = callbacks is null ? [] : [callbacks],
        };
        model.Fit(data, options, new DataParallel(world), cancellation);
    }
}
