using System.Text.Json;
using System.Text.Json.Nodes;
using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Benchmarks.Peers;

/// <summary>PyTorch, in a Python process of its own for each number of threads.</summary>
internal sealed class PyTorchPeer : Peer
{
    private readonly List<PythonProcess> _processes = [];
    private readonly TimeSpan _trial;

    /// <summary>Starts the processes, if there is a PyTorch.</summary>
    /// <param name="interpreter">The Python to use, or null to look for one.</param>
    /// <param name="threads">The numbers of threads to try.</param>
    /// <param name="trial">How long each way of doing the work is tried before the fastest is chosen.</param>
    public PyTorchPeer(string? interpreter, IReadOnlyList<int> threads, TimeSpan trial)
    {
        _trial = trial;
        if (PythonInterpreter.Find(interpreter) is { } found)
        {
            foreach (int count in threads) _processes.Add(new PythonProcess(found, count));
        }

        Description =
            _processes.Count == 0
                ? new PeerDescription(
                    Name,
                    null,
                    [interpreter is null ? "no Python with torch and numpy was found" : $"'{interpreter}' cannot import torch and numpy"],
                    PythonInterpreter.Install,
                    "")
                : Describe(_processes[0].Hello);
    }

    public override string Name => "PyTorch";

    public override PeerDescription Description { get; }

    public override IReadOnlyList<Contestant> Enter(Workload workload, Exchange exchange) =>
        [.. _processes.Select(process => new PyTorch(process, workload.PyTorchTask(exchange), _trial))];

    public override void Dispose()
    {
        foreach (PythonProcess process in _processes) process.Dispose();
    }

    private static PeerDescription Describe(JsonObject hello)
    {
        string[] libraries = hello["blas"].Deserialize<string[]>()!;
        string configuration = hello["configuration"]!.GetValue<string>();
        bool fast =
            libraries.Any(path => path.Contains("openblas", StringComparison.Ordinal) || path.Contains("mkl", StringComparison.Ordinal))
            || configuration.Contains("BLAS_INFO=mkl", StringComparison.Ordinal)
            || configuration.Contains("BLAS_INFO=open", StringComparison.Ordinal);
        string blas = libraries.Length == 0 ? "its own libraries" : string.Join(", ", libraries.Select(Path.GetFileName));
        string note = fast ? $"it has loaded {blas}" : $"it has loaded {blas}: THE SLOW REFERENCE BLAS, so its times say little";
        return new PeerDescription(
            "PyTorch",
            hello["version"]!.GetValue<string>(),
            [note],
            fast ? null : "apt-get install libopenblas0-pthread",
            $"{configuration}\nLibraries:\n{string.Join('\n', libraries)}");
    }
}
