using ModelGen.Benchmarks.Architectures;
using ModelGen.Benchmarks.Peers;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>One <c>TrainStep</c>, going through the batches of a small data set again and again.</summary>
/// <typeparam name="TTarget"><see cref="int"/> for labels, <see cref="float"/> for values.</typeparam>
internal sealed record Training<TTarget>(string Id, string Title, int Samples, Architecture Architecture, Func<ITrainable<TTarget>> Create)
    : Workload(Id, Title, Samples, Architecture)
    where TTarget : unmanaged
{
    /// <summary>Steps after which the losses must agree.</summary>
    public const int Steps = 20;

    /// <summary>
    /// How many batches there are: enough that the losses are compared before a batch returns. A network that knows its batches by
    /// heart magnifies rounding errors.
    /// </summary>
    public int Batches { get; init; } = Steps;

    /// <summary>
    /// A Python expression of the module's output <c>y</c> and the targets <c>t</c>; <c>F</c> is <c>torch.nn.functional</c>.
    /// </summary>
    public required string Loss { get; init; }

    /// <summary>The class in <c>torch.optim</c>.</summary>
    public string Optimizer { get; init; } = "Adam";

    /// <summary>Its arguments behind the parameters, as Python writes them.</summary>
    public string OptimizerArguments { get; init; } = "lr=1e-3";

    public override double Flop => Samples * Architecture.TrainingFlop;

    public override double Tolerance { get; init; } = 1e-4;

    public override string Evidence => "losses";

    public override IModel CreateModel() => Create();

    public override Ours CreateOurs(int threads)
    {
        ITrainable<TTarget> model = Create();
        return new OursTraining<TTarget>(CreateThreaded, Inputs(model), Targets(model), Batches, threads);

        ITrainable<TTarget> CreateThreaded()
        {
            ITrainable<TTarget> threaded = Create();
            threaded.Threads = threads;
            return threaded;
        }
    }

    public override PyTorchTask PyTorchTask(Exchange exchange)
    {
        IModel model = Create();
        return new PyTorchTask(Architecture.PyTorch, exchange, [.. model.Parameters.Select(parameter => parameter.Name)], BatchShape(model))
        {
            Training = new PyTorchTraining(Steps, Batches, TargetType, Loss, Optimizer, OptimizerArguments),
        };
    }

    public override void Write(Exchange exchange)
    {
        ITrainable<TTarget> model = Create();
        model.Save(exchange.Weights);
        Exchange.Write<float>(exchange.Inputs, Inputs(model));
        Exchange.Write<TTarget>(exchange.Targets, Targets(model));
    }

    private static string TargetType => typeof(TTarget) == typeof(int) ? "int32" : "float32";

    private float[] Inputs(IModel model) => RandomInputs(Batches * Samples * model.InputSize);

    private TTarget[] Targets(ITrainable<TTarget> model)
    {
        int count = Batches * Samples * model.TargetSize;
        int classes = model.ClassCount > 0 ? model.ClassCount : model.OutputSize;
        Array targets =
            typeof(TTarget) == typeof(int) ? RandomData.Labels(count, classes, seed: 2) : RandomData.Floats(count, seed: 2);
        return (TTarget[])targets;
    }
}
