using System.Text.Json;
using System.Text.Json.Nodes;
using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Benchmarks.Peers;

/// <summary>PyTorch on a workload.</summary>
/// <param name="process">The Python that has the wanted number of threads.</param>
/// <param name="task">What to do.</param>
/// <param name="trial">How long each variant is tried before the fastest is chosen.</param>
internal sealed class PyTorch(PythonProcess process, PyTorchTask task, TimeSpan trial) : Contestant("PyTorch", process.Threads)
{
    public override float[] Evidence()
    {
        JsonObject request = new()
        {
            ["module"] = task.Module,
            ["names"] = JsonSerializer.SerializeToNode(task.Names),
            ["shape"] = JsonSerializer.SerializeToNode(task.Shape),
            ["weights"] = task.Exchange.Weights,
            ["inputs"] = task.Exchange.Inputs,
            ["targets"] = task.Exchange.Targets,
            ["training"] = JsonSerializer.SerializeToNode(task.Training, JsonSerializerOptions.Web),
        };
        return process.Ask("load", new JsonObject { ["task"] = request })["evidence"]!.Deserialize<float[]>()!;
    }

    public override void Prepare() =>
        Variant = process.Ask("choose", new JsonObject { ["seconds"] = trial.TotalSeconds })["variant"]!.GetValue<string>();

    public override double Time(int repetitions) =>
        process.Ask("time", new JsonObject { ["repetitions"] = repetitions })["seconds"]!.GetValue<double>();
}
