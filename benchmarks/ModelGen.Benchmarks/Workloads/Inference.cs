using ModelGen.Benchmarks.Architectures;
using ModelGen.Benchmarks.Peers;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>One <c>Predict</c>.</summary>
internal record Inference(string Id, string Title, int Samples, Architecture Architecture, Func<IModel> Create)
    : Workload(Id, Title, Samples, Architecture)
{
    public override double Flop => Samples * Architecture.ForwardFlop;

    public override double Tolerance { get; init; } = 1e-5;

    public override string Evidence => "outputs";

    public override IModel CreateModel() => Create();

    public override Ours CreateOurs(int threads)
    {
        IModel model = Create();
        model.Threads = threads;
        return new OursPredicting(model, Inputs(model), Samples, threads);
    }

    public override PyTorchTask PyTorchTask(Exchange exchange)
    {
        IModel model = Create();
        return new PyTorchTask(
            Architecture.PyTorch,
            exchange,
            [.. model.Parameters.Select(parameter => parameter.Name)],
            BatchShape(model));
    }

    public override void Write(Exchange exchange)
    {
        IModel model = Create();
        model.Save(exchange.Weights);
        Exchange.Write<float>(exchange.Inputs, Inputs(model));
    }

    /// <summary>The samples.</summary>
    public float[] Inputs(IModel model) => RandomInputs(Samples * model.InputSize);
}
