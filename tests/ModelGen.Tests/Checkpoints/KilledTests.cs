using System.Diagnostics;
using ModelGen.Serialization;
using ModelGen.TestKit;
using ModelGen.Training;

namespace ModelGen.Tests.Checkpoints;

/// <summary>A process that trains is killed at random moments; the next one goes on.</summary>
public sealed class KilledTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ends_with_the_same_bits()
    {
        Random random = new(TestSeed.Value);
        string checkpoint = _folder.File("run.safetensors"), end = _folder.File("end.safetensors");
        byte[] through = Program.Train(_folder.File("through.safetensors"), _folder.File("through-end.safetensors"));
        int kills = TestTier.Count(3, 20), killed = 0;
        while (killed < kills)
        {
            using Process process = Start(checkpoint, end);
            Assert.Equal("training", process.StandardOutput.ReadLine());
            Thread.Sleep(random.Next(250));
            process.Kill();
            process.WaitForExit();
            if (File.Exists(end)) break; // It was quicker.
            killed++;
            if (File.Exists(checkpoint)) new WithAdam().LoadCheckpoint(checkpoint); // It is whole.
        }

        using Process last = Start(checkpoint, end);
        string output = last.StandardOutput.ReadToEnd();
        Assert.True(last.WaitForExit(TimeSpan.FromMinutes(2)), output);
        Assert.Equal(through, File.ReadAllBytes(end));
        Assert.True(killed > kills / 2, $"The training was over after {killed} of {kills} kills.");
    }

    private static Process Start(string checkpoint, string end)
    {
        string? host = Environment.ProcessPath;
        ProcessStartInfo start = new(host is not null && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { "exec", typeof(Program).Assembly.Location, checkpoint, end },
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }
}

/// <summary>The test assembly run as a program: trains with a checkpoint after each step, and saves the model at the end.</summary>
internal static class Program
{
    private const int Epochs = 40;

    public static void Main(string[] arguments) => Train(arguments[0], arguments[1]);

    public static byte[] Train(string checkpoint, string end)
    {
        WithAdam model = new(File.Exists(checkpoint) ? 100 : 1);
        model.Fit(
            FitCheckpointTests.Data(),
            FitCheckpointTests.Options(
                new FitCheckpoint(checkpoint) { EveryBatches = 1 },
                Epochs,
                new LambdaCallback { TrainBegin = _ => Console.Out.WriteLine("training") },
                new EarlyStopping { Patience = Epochs }));
        Checkpoint.Save(end, model);
        return File.ReadAllBytes(end);
    }
}
