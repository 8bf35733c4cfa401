using ModelGen.Benchmarks.Peers;
using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Benchmarks.Tests;

/// <summary>The Python side: it reads our weights, trains as we do, and answers. Skipped where there is no PyTorch.</summary>
public class PyTorchPeerTests(PyTorchPeerTests.Process process) : IClassFixture<PyTorchPeerTests.Process>
{
    [PyTorchTheory]
    [InlineData("tiny")]
    [InlineData("I1")]
    [InlineData("T1")]
    [InlineData("I4")]
    [InlineData("I8")]
    [InlineData("T4")]
    [InlineData("I7")]
    [InlineData("I7kv")]
    [InlineData("I5-gru16")]
    [InlineData("I5-lstm8")]
    public void It_computes_what_we_compute(string id)
    {
        Workload workload = WorkloadTable.Named([id])[0];
        using Exchange exchange = new();
        workload.Write(exchange);

        Contestant pyTorch = Assert.Single(process.Peer.Enter(workload, exchange));

        Assert.Null(Agreement.Problem(workload.CreateOurs(1).Evidence(), pyTorch.Evidence(), workload.Tolerance, workload.Evidence));
        pyTorch.Prepare();
        Assert.NotEmpty(pyTorch.Variant);
        Assert.True(pyTorch.Time(2) > 0);
    }

    [PyTorchTheory]
    [InlineData("tiny")]
    public void Its_errors_arrive(string id)
    {
        Workload workload = WorkloadTable.Named([id])[0];
        using Exchange exchange = new();

        string message = Assert.Throws<InvalidOperationException>(() => process.Peer.Enter(workload, exchange)[0].Evidence()).Message;
        Assert.Contains("weights.safetensors", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_python_that_is_not_there_makes_the_peer_missing()
    {
        using PyTorchPeer peer = new("/no/such/python", [1], TimeSpan.FromMilliseconds(1));
        using Exchange exchange = new();

        Assert.Null(peer.Description.Version);
        Assert.Equal(PythonInterpreter.Install, peer.Description.Install);
        Assert.Empty(peer.Enter(WorkloadTable.All[0], exchange));
    }

    [Fact]
    public void A_library_that_is_not_there_makes_the_peer_missing()
    {
        using OnnxRuntimePeer peer = new("/no/such/library.so", [1], TimeSpan.FromMilliseconds(1));
        using Exchange exchange = new();

        Assert.Null(peer.Description.Version);
        Assert.StartsWith("npm install", peer.Description.Install, StringComparison.Ordinal);
        Assert.Empty(peer.Enter(WorkloadTable.All[0], exchange));
    }

    /// <summary>One for all tests, since loading PyTorch takes seconds: it serves one workload after the other.</summary>
    public sealed class Process : IDisposable
    {
        private readonly Lazy<PyTorchPeer> _peer = new(() =>
            new PyTorchPeer(PyTorchTheoryAttribute.Interpreter, [1], TimeSpan.FromMilliseconds(1)));

        internal PyTorchPeer Peer => _peer.Value;

        public void Dispose()
        {
            if (_peer.IsValueCreated) _peer.Value.Dispose();
        }
    }
}
