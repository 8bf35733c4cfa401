using ModelGen.Benchmarks.Architectures;
using ModelGen.Benchmarks.Peers;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>One <c>Step</c> of a stream of ids.</summary>
internal sealed record Stepping(string Id, string Title, Architecture Architecture, Func<IModel> Create)
    : Workload(Id, Title, 1, Architecture)
{
    /// <summary>The steps of a stream.</summary>
    public required int Context { get; init; }

    public override double Flop => Architecture.ForwardFlop;

    public override double Tolerance { get; init; } = 1e-4;

    public override string Evidence => "outputs";

    public override IModel CreateModel() => Create();

    public override Ours CreateOurs(int threads) => new OursStepping((IStepModel<int>)Create(), Tokens, threads);

    public override PyTorchTask PyTorchTask(Exchange exchange) =>
        new(Architecture.PyTorch, exchange, [.. Create().Parameters.Select(parameter => parameter.Name)], [1, Context]);

    public override void Write(Exchange exchange)
    {
        Create().Save(exchange.Weights);
        Exchange.Write<float>(exchange.Inputs, [.. Tokens.Select(token => (float)token)]);
    }

    private int[] Tokens => RandomData.Labels(Context, Ids, seed: 1);
}
