using System.Diagnostics;

namespace ModelGen.Mpi.Tests;

/// <summary>Starts scenarios of <see cref="Program"/> under a launcher.</summary>
internal static class MpiRun
{
    /// <summary>All must be over within this time, whatever happens to a rank.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static readonly string[] Libraries = ["openmpi", "mpich"];

    /// <summary>Why a library's tests cannot run here, or null.</summary>
    public static string? Missing(string library) => Launcher(library) is null
        ? $"mpirun.{library} is not installed (Debian: apt-get install {(library == "mpich" ? "mpich" : "openmpi-bin libopenmpi3")})."
        : null;

    /// <summary>Runs a scenario; if wanted, a rank is killed some time after a file is there.</summary>
    /// <returns>The exit code, what was printed, and how long it took.</returns>
    public static (int Code, string Text, TimeSpan Time) Run(
        string library,
        int ranks,
        string[] arguments,
        (string Name, string Value)[]? environment = null,
        (string File, TimeSpan After)? kill = null)
    {
        string[] options = library == "openmpi" ? ["--oversubscribe", "--allow-run-as-root", "--bind-to", "none"] : [];
        ProcessStartInfo start = new(Launcher(library)!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string argument in (string[])
            ["-n", $"{ranks}", .. options, Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet"
                ? host : "dotnet", typeof(Program).Assembly.Location, .. arguments])
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment ?? [])
            start.Environment[name] = value;

        // The test host's settings are not for them.
        foreach (string name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (kill is { } planned)
        {
            while (!File.Exists(planned.File) && !process.HasExited)
                Thread.Sleep(10);
            Thread.Sleep(planned.After);
            KillOneOf(process.Id);
            watch.Restart();
        }

        if (!process.WaitForExit(60_000))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', start.ArgumentList)} hangs.\n{output.Result}{errors.Result}");
        }

        return (process.ExitCode, output.Result + errors.Result, watch.Elapsed);
    }

    /// <summary>Kills the youngest process of a launcher's that runs our program.</summary>
    private static void KillOneOf(int launcher)
    {
        List<int> family = [launcher];
        for (int i = 0; i < family.Count; i++)
        {
            string children = $"/proc/{family[i]}/task/{family[i]}/children";
            if (File.Exists(children))
                family.AddRange(File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
        }

        foreach (int id in family.Skip(1).Reverse())
        {
            try
            {
                using Process process = Process.GetProcessById(id);
                if (process.ProcessName is not "dotnet")
                    continue;
                process.Kill();
                return;
            }
            catch (Exception problem) when (problem is ArgumentException or InvalidOperationException)
            {
                // It has ended meanwhile.
            }
        }
    }

    private static string? Launcher(string library) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "mpirun." + library))
            .FirstOrDefault(File.Exists);
}

/// <summary>A test with both libraries; skipped, with the reason, where one is not installed.</summary>
internal sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute() => Skip = MpiRun.Libraries.Select(MpiRun.Missing).FirstOrDefault(reason => reason is not null);
}

/// <summary>The same, only where everything runs.</summary>
internal sealed class ExhaustiveMpiFactAttribute : FactAttribute
{
    public ExhaustiveMpiFactAttribute() => Skip = ExhaustiveFactAttribute.Reason
        ?? MpiRun.Libraries.Select(MpiRun.Missing).FirstOrDefault(reason => reason is not null);
}

/// <summary>A theory over libraries and ends.</summary>
internal sealed class ExhaustiveMpiTheoryAttribute : TheoryAttribute
{
    public ExhaustiveMpiTheoryAttribute() => Skip = ExhaustiveFactAttribute.Reason
        ?? MpiRun.Libraries.Select(MpiRun.Missing).FirstOrDefault(reason => reason is not null);
}
