using ModelGen.Benchmarks.Architectures;
using ModelGen.Benchmarks.Peers;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>
/// One <c>Step</c> of an endless stream of numbers. Peers compute one step from the state zero, which spares them to pass the state on; so
/// numbers are compared on a first step.
/// </summary>
internal sealed record StreamingStep(string Id, string Title, Architecture Architecture, Func<IModel> Create)
    : Inference(Id, Title, 1, Architecture, Create)
{
    public override Ours CreateOurs(int threads)
    {
        IModel model = Create();
        return new OursStreaming((IStepModel<float>)model, Inputs(model), threads);
    }
}
