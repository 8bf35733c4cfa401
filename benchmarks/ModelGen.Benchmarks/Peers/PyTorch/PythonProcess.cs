using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelGen.Benchmarks.Peers;

/// <summary>A Python that runs <c>peer.py</c> with a fixed number of threads, and answers one request at a time.</summary>
internal sealed class PythonProcess : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts the interpreter.</summary>
    /// <param name="interpreter">One that has PyTorch.</param>
    /// <param name="threads">The number of threads and of cores, for all libraries.</param>
    public PythonProcess(string interpreter, int threads)
    {
        string count = threads.ToString(CultureInfo.InvariantCulture);
        string script = Path.Combine(AppContext.BaseDirectory, "Peers", "PyTorch", "peer.py");
        ProcessStartInfo start = new(interpreter, [script, count]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string variable in (string[])["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"])
            start.Environment[variable] = count;
        _process = Process.Start(start)!;
        Threads = threads;
        Hello = Ask("hello", []);
    }

    /// <summary>The number of threads of this process.</summary>
    public int Threads { get; }

    /// <summary>What the process says about itself: version, configuration, libraries.</summary>
    public JsonObject Hello { get; }

    /// <summary>Sends a request and waits for the answer.</summary>
    /// <param name="request">A method of <c>Session</c> in the script.</param>
    /// <param name="arguments">Its arguments by name.</param>
    /// <exception cref="InvalidOperationException">The script reports an error, or has ended.</exception>
    public JsonObject Ask(string request, JsonObject arguments)
    {
        arguments["do"] = request;
        _process.StandardInput.WriteLine(arguments.ToJsonString(JsonSerializerOptions.Web));
        _process.StandardInput.Flush();
        string line =
            _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"Python ended while it worked on '{request}'; what it printed stands above.");
        JsonObject answer = JsonNode.Parse(line)!.AsObject();
        return answer["error"] is { } error ? throw new InvalidOperationException($"Python failed in '{request}':\n{error}") : answer;
    }

    /// <summary>Closes its input, upon which it ends.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already, and what was still to be sent is lost.
        }

        _process.WaitForExit();
        _process.Dispose();
    }
}
