namespace ModelGen.Benchmarks.Peers;

/// <summary>What the Python process is asked to do; <c>peer.py</c> reads these names.</summary>
/// <param name="Module">A Python expression for the module.</param>
/// <param name="Exchange">The files with weights and data.</param>
/// <param name="Names">Our names of the parameters, in the order of the module's.</param>
/// <param name="Shape">The shape of one batch.</param>
internal sealed record PyTorchTask(string Module, Exchange Exchange, IReadOnlyList<string> Names, IReadOnlyList<int> Shape)
{
    /// <summary>How to train, or null to predict.</summary>
    public PyTorchTraining? Training { get; init; }
}

/// <summary>How to train.</summary>
/// <param name="Steps">Steps whose losses are asked for.</param>
/// <param name="Batches">How many batches the data has.</param>
/// <param name="TargetType">What the file of targets holds: <c>int32</c> or <c>float32</c>.</param>
/// <param name="Loss">A Python expression of <c>y</c> and <c>t</c>.</param>
/// <param name="Optimizer">The class in <c>torch.optim</c>.</param>
/// <param name="OptimizerArguments">Its arguments behind the parameters.</param>
internal sealed record PyTorchTraining(int Steps, int Batches, string TargetType, string Loss, string Optimizer, string OptimizerArguments);
