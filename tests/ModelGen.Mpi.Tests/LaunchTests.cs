using ModelGen.Mpi;

namespace ModelGen.Mpi.Tests;

/// <summary>Processes under the launchers of both libraries.</summary>
public sealed class LaunchTests
{
    /// <summary>What threads compute, and Open MPI, and MPICH.</summary>
    [MpiFact]
    public void The_same_bits_with_both_libraries()
    {
        using TemporaryFolder folder = new();
        List<string> hashes = [];
        foreach (string library in MpiRun.Libraries)
        {
            string file = folder.File(library);
            (int code, string text, _) = MpiRun.Run(library, 2, ["weights", file, "reproducible"]);
            Assert.True(code == 0, $"{library}: {code}\n{text}");
            Assert.Equal("", text);
            string[] told = File.ReadAllText(file).Split("; ");
            Assert.Contains(library == "openmpi" ? "Open MPI" : "MPICH", told[0], StringComparison.Ordinal);
            Assert.Equal("2 ranks", told[1]);
            hashes.Add(told[2]);
        }

        LocalRanks.Run(3, world =>
        {
            DropoutNet model = new(3);
            StepTests.Train(
                model, Samples.Classes(77, 12), 30, new DataParallel(world) { Reproducible = true, GroupSize = 4 });
            byte[] bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(Samples.Weights(model)).ToArray();
            Assert.All(hashes, hash => Assert.Equal(hash, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))));
        });
    }

    [MpiFact]
    public void Sums_have_the_order_of_ranks()
    {
        foreach (string library in MpiRun.Libraries)
        {
            (int code, string text, _) = MpiRun.Run(library, 3, ["sums"]);
            Assert.True(code == 0, $"{library}: {code}\n{text}");
        }
    }

    [MpiFact]
    public void A_rank_that_throws_ends_all()
    {
        foreach (string library in MpiRun.Libraries)
            EndsAll(library, "throw", "rank 1 cannot go on");
    }

    [ExhaustiveMpiTheory]
    [InlineData("openmpi", "throw-outside", "rank 1 cannot go on")]
    [InlineData("mpich", "throw-outside", "rank 1 cannot go on")]
    [InlineData("openmpi", "code", "exit code 3")]
    [InlineData("mpich", "code", "exit code 3")]
    [InlineData("openmpi", "exit", "in the middle of a training")]
    [InlineData("mpich", "exit", "in the middle of a training")]
    [InlineData("openmpi", "leave", "rank 1 has ended while this one waits for it")]
    [InlineData("mpich", "leave", "rank 1 has ended while this one waits for it")]
    [InlineData("openmpi", "hang", "one of them hangs")]
    [InlineData("mpich", "hang", "one of them hangs")]
    [InlineData("openmpi", "nan", "NonFiniteLossException")]
    [InlineData("mpich", "nan", "NonFiniteLossException")]
    [InlineData("openmpi", "mismatch", "the model's seed (1; on rank 0 0)")]
    [InlineData("mpich", "mismatch", "the model's seed (1; on rank 0 0)")]
    public void All_end_with_a_message(string library, string scenario, string message) => EndsAll(library, scenario, message);

    /// <summary>A rank that is killed can say nothing; the others must not wait for it.</summary>
    [ExhaustiveMpiTheory]
    [InlineData("openmpi")]
    [InlineData("mpich")]
    public void A_killed_rank_ends_all_and_the_checkpoint_stays_whole(string library)
    {
        Random random = new(TestSeed.Value);
        using TemporaryFolder folder = new();
        string file = folder.File("run.safetensors");
        for (int kill = 0; kill < 5; kill++)
        {
            (int code, string text, TimeSpan time) = MpiRun.Run(
                library, 2, ["long", file], kill: (file, TimeSpan.FromMilliseconds(random.Next(1500))));

            Assert.True(time < MpiRun.Limit, $"{library}: {time}\n{text}");
            Assert.True(code != 0, $"{library}: {code}\n{text}");
            new DenseNet(3).LoadCheckpoint(file);
            File.Delete(file);
        }
    }

    /// <summary>Under the launcher of another library each process would be alone, and train alone.</summary>
    [ExhaustiveMpiTheory]
    [InlineData("openmpi", "mpich")]
    [InlineData("mpich", "openmpi")]
    public void The_wrong_library_is_refused(string launcher, string library)
    {
        (int code, string text, _) = MpiRun.Run(launcher, 2, ["spread"], [("MODELGEN_MPI", library)]);

        Assert.NotEqual(0, code);
        Assert.Contains("each would train alone", text, StringComparison.Ordinal);
    }

    private static void EndsAll(string library, string scenario, string message)
    {
        (int code, string text, TimeSpan time) = MpiRun.Run(library, 2, [scenario]);

        Assert.True(code is >= 1 and <= 125, $"{library}, {scenario}: exit code {code}\n{text}");
        Assert.True(text.Contains(message, StringComparison.Ordinal), $"{library}, {scenario}:\n{text}");
        Assert.True(time < MpiRun.Limit, $"{library}, {scenario}: {time}");
    }
}
