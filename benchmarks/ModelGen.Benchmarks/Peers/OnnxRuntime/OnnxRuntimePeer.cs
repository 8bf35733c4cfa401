using System.Runtime.InteropServices;
using ModelGen.Benchmarks.Reporting;
using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Benchmarks.Peers;

/// <summary>ONNX Runtime, the library inside the npm package <c>onnxruntime-node</c>, in this process.</summary>
internal sealed class OnnxRuntimePeer : Peer
{
    private const string Install = "npm install --ignore-scripts --prefix artifacts/peers onnxruntime-node";

    private readonly IReadOnlyList<int> _threads;
    private readonly TimeSpan _trial;
    private readonly OrtApi? _api;

    /// <summary>Loads the library, if there is one.</summary>
    /// <param name="library">Its path, or null to look for the package in artifacts/peers.</param>
    /// <param name="threads">The numbers of threads to try.</param>
    /// <param name="trial">How long each way of calling it is tried before the fastest is chosen.</param>
    public OnnxRuntimePeer(string? library, IReadOnlyList<int> threads, TimeSpan trial)
    {
        (_threads, _trial) = (threads, trial);
        library ??= Find();
        if (library is null)
        {
            Description = new PeerDescription(Name, null, ["its library was not found in artifacts/peers"], Install, "");
            return;
        }

        try
        {
            _api = new OrtApi(library);
            Description = new PeerDescription(
                Name,
                _api.RuntimeVersion,
                ["called through its C API, all optimisations of the graph"],
                null,
                library);
        }
        catch (Exception problem)
            when (problem is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or NotSupportedException)
        {
            // The loader explains at length on further lines how to look for what is missing.
            Description = new PeerDescription(
                Name,
                null,
                [$"its library cannot be used: {problem.Message.Split('\n')[0].Trim()}"],
                Install,
                problem.Message);
        }
    }

    public override string Name => "ONNX Runtime";

    public override PeerDescription Description { get; }

    public override IReadOnlyList<Contestant> Enter(Workload workload, Exchange exchange) =>
        _api is not null && workload is Inference inference
            ? [.. _threads.Select(count => new OnnxRuntime(_api, inference, count, _trial))]
            : [];

    public override void Dispose()
    {
        // The library stays loaded until the process ends: its threads may still be at work.
    }

    /// <summary>The package has a library for each system and processor: <c>bin/napi-v6/linux/x64/libonnxruntime.so.1</c>.</summary>
    private static string? Find()
    {
        string package = Path.Combine(Repository.Root, "artifacts", "peers", "node_modules", "onnxruntime-node", "bin");
        string system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        string processor = RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x64";
        string folder = Path.Combine(system, processor) + Path.DirectorySeparatorChar;
        return !Directory.Exists(package) ? null : Directory.EnumerateFiles(package, "*onnxruntime.*", SearchOption.AllDirectories)
            .Where(path => path.Contains(folder, StringComparison.Ordinal) && !path.EndsWith(".lib", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }
}
