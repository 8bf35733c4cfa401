using System.Diagnostics;
using System.Globalization;
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
        int kills = TestTier.Count(3, 20), killed = 0, epochs = TestTier.Count(80, 480); // Long enough for that many.
        byte[] through = Program.Train(_folder.File("through.safetensors"), _folder.File("through-end.safetensors"), epochs);
        while (killed < kills)
        {
            using Process process = Start(checkpoint, end, epochs);
            Assert.Equal("training", process.StandardOutput.ReadLine());
            Thread.Sleep(random.Next(250));
            process.Kill();
            process.WaitForExit();
            if (File.Exists(end)) break; // It was quicker.
            killed++;
            if (File.Exists(checkpoint)) new WithAdam().LoadCheckpoint(checkpoint); // It is whole.
        }

        using Process last = Start(checkpoint, end, epochs);
        string output = last.StandardOutput.ReadToEnd();
        Assert.True(last.WaitForExit(TimeSpan.FromMinutes(2)), output);
        Assert.Equal(through, File.ReadAllBytes(end));
        Assert.Empty(Directory.GetFiles(_folder.Root, ".*")); // What the killed ones were writing.
        Assert.True(killed > kills / 2, $"The training was over after {killed} of {kills} kills.");
    }

    [Fact]
    public void A_disk_that_is_full_leaves_the_old_file()
    {
        if (!OperatingSystem.IsLinux()) return; // The shell limits the size of files.
        string checkpoint = _folder.File("run.safetensors"), end = _folder.File("end.safetensors");
        byte[] through = Program.Train(_folder.File("through.safetensors"), _folder.File("through-end.safetensors"));
        Program.Train(checkpoint, _folder.File("begun.safetensors"), epochs: 2);
        byte[] old = File.ReadAllBytes(checkpoint);

        ProcessStartInfo start = new("/bin/sh")
        {
            ArgumentList =
            {
                "-c", "trap '' XFSZ; ulimit -f 4; exec \"$@\"", "sh", Host, "exec", typeof(Program).Assembly.Location, checkpoint, end,
            },
            Environment = { ["DOTNET_EnableWriteXorExecute"] = "0" }, // It makes large files in memory.
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), error);
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains($"System.IO.IOException: Cannot save to '{checkpoint}'", error, StringComparison.Ordinal);
        Assert.Equal(old, File.ReadAllBytes(checkpoint));
        Assert.Empty(Directory.GetFiles(_folder.Root, ".*"));

        // With room again, it goes on.
        Program.Train(checkpoint, end);
        Assert.Equal(through, File.ReadAllBytes(end));
    }

    [Fact]
    public void A_file_system_that_is_full_leaves_the_old_file()
    {
        if (!OperatingSystem.IsLinux()) return; // A small file system of its own needs mount, and the right to use it.
        string checkpoint = _folder.File("disk/run.safetensors"), begun = _folder.File("begun.safetensors");
        byte[] through = Program.Train(_folder.File("through.safetensors"), _folder.File("through-end.safetensors"));
        Program.Train(begun, _folder.File("begun-end.safetensors"), epochs: 2);
        Directory.CreateDirectory(_folder.File("disk"));

        // The old file, and room for less than another one.
        int kilobytes = 4 * (int)Math.Ceiling(new FileInfo(begun).Length * 1.4 / 4096);
        const string script = """
            mount -t tmpfs -o size="$1"k tmpfs "$2/disk" || exit 77
            cp "$2/begun.safetensors" "$2/disk/run.safetensors"
            "$3" exec "$4" "$2/disk/run.safetensors" "$2/end.safetensors" 2> "$2/error"; echo $? > "$2/code"
            ls -A "$2/disk" > "$2/left"
            cp "$2/disk/run.safetensors" "$2/kept.safetensors"
            """;
        ProcessStartInfo start = new("unshare")
        {
            ArgumentList =
            {
                "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh",
                $"{kilobytes}", _folder.Root, Host, typeof(Program).Assembly.Location,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return; // There is no unshare.
        }

        using (process)
        {
            string said = process.StandardError.ReadToEnd();
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), said);
            if (!File.Exists(_folder.File("code"))) return; // It may not mount.
        }

        Assert.NotEqual("0", File.ReadAllText(_folder.File("code")).Trim());
        Assert.Contains(
            $"System.IO.IOException: Cannot save to '{checkpoint}'",
            File.ReadAllText(_folder.File("error")),
            StringComparison.Ordinal);
        Assert.Equal("run.safetensors", File.ReadAllText(_folder.File("left")).Trim());
        Assert.Equal(File.ReadAllBytes(begun), File.ReadAllBytes(_folder.File("kept.safetensors")));

        Program.Train(begun, _folder.File("end.safetensors"));
        Assert.Equal(through, File.ReadAllBytes(_folder.File("end.safetensors")));
    }

    private static string Host =>
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    private static Process Start(string checkpoint, string end, int epochs)
    {
        ProcessStartInfo start = new(Host)
        {
            ArgumentList = { "exec", typeof(Program).Assembly.Location, checkpoint, end, $"{epochs}" },
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }
}

/// <summary>The test assembly run as a program: trains with a checkpoint after each step, and saves the model at the end.</summary>
internal static class Program
{
    private const int Epochs = 40;

    public static void Main(string[] arguments) =>
        Train(arguments[0], arguments[1], arguments.Length > 2 ? int.Parse(arguments[2], CultureInfo.InvariantCulture) : Epochs);

    public static byte[] Train(string checkpoint, string end, int epochs = Epochs)
    {
        WithAdam model = new(File.Exists(checkpoint) ? 100 : 1);
        model.Fit(
            FitCheckpointTests.Data(),
            FitCheckpointTests.Options(
                new FitCheckpoint(checkpoint) { EveryBatches = 1 },
                epochs,
                new LambdaCallback { TrainBegin = _ => Console.Out.WriteLine("training") },
                new EarlyStopping { Patience = Math.Max(epochs, Epochs) }));
        Checkpoint.Save(end, model);
        return File.ReadAllBytes(end);
    }
}
