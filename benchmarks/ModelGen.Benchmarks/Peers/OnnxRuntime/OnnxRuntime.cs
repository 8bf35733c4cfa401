using System.Diagnostics;
using System.Text;
using ModelGen.Benchmarks.Measuring;
using ModelGen.Benchmarks.Workloads;
using ModelGen.Onnx.Format;
using ModelGen.Runtime;

namespace ModelGen.Benchmarks.Peers;

/// <summary>
/// ONNX Runtime on a workload: values made beforehand on memory of ours, so that a call of <c>Run</c> is all that is timed.
/// </summary>
internal sealed unsafe class OnnxRuntime : Contestant
{
    private const string PlainRun = "Run", BoundRun = "RunWithBinding";

    private readonly OrtApi _api;
    private readonly TimeSpan _trial;
    private readonly AlignedBuffer _input, _output;
    private readonly byte[] _inputName, _outputName;
    private readonly nint _session, _inputValue, _outputValue, _binding;

    /// <summary>Makes the session.</summary>
    public OnnxRuntime(OrtApi api, Inference workload, int threads, TimeSpan trial)
        : base("ONNX Runtime", threads)
    {
        _api = api;
        _trial = trial;
        IModel model = workload.CreateModel();
        IReadOnlyList<int> shape = workload.BatchShape(model), outputShape = [workload.Samples, model.OutputSize];
        OnnxModel file = workload.Architecture.ToOnnx(model, shape, outputShape);
        _session = api.CreateSession(file.ToBytes(), threads);
        _inputName = Terminated(file.Graph.Inputs[0].Name);
        _outputName = Terminated(file.Graph.Outputs[0].Name);
        _input = Filled(workload.Inputs(model));
        _output = new AlignedBuffer(workload.Samples * model.OutputSize);

        // The buffers' memory is pinned for as long as they live.
        _inputValue = api.CreateTensor(Address(_input), _input.Length, shape);
        _outputValue = api.CreateTensor(Address(_output), _output.Length, outputShape);
        fixed (
            byte* inputs = _inputName,
                outputs = _outputName)
            _binding = api.CreateBinding(_session, inputs, _inputValue, outputs, _outputValue);
        Variant = PlainRun;
    }

    public override float[] Evidence()
    {
        Run(1);
        return new ReadOnlySpan<float>(Address(_output), _output.Length).ToArray();
    }

    public override void Prepare()
    {
        Dictionary<string, double> times = [];
        foreach (string variant in (string[])[PlainRun, BoundRun])
        {
            Variant = variant;
            WarmUp.UntilCompiled(() => Time(1));
            times[variant] = new Rounds(3, _trial).Measure([this])[0].Median;
        }

        Variant = times.MinBy(pair => pair.Value).Key;
    }

    public override double Time(int repetitions)
    {
        using Pinning pinning = Pinning.ToCores(Threads);
        Run(Math.Max(1, repetitions / 10));
        long start = Stopwatch.GetTimestamp();
        Run(repetitions);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public override void Dispose()
    {
        _api.ReleaseBinding(_binding);
        _api.ReleaseValue(_inputValue);
        _api.ReleaseValue(_outputValue);
        _api.ReleaseSession(_session);
    }

    private void Run(int repetitions)
    {
        nint input = _inputValue, output = _outputValue;
        fixed (byte* inputName = _inputName, outputName = _outputName)
        {
            byte* inputs = inputName, outputs = outputName;
            for (int i = 0; i < repetitions; i++)
            {
                nint status = Variant == BoundRun
                    ? _api.RunWithBinding(_session, 0, _binding)
                    : _api.Run(_session, 0, &inputs, &input, 1, &outputs, 1, &output);
                if (status != 0) _api.Check(status);
            }
        }
    }

    private static AlignedBuffer Filled(float[] values)
    {
        AlignedBuffer buffer = new(values.Length);
        values.CopyTo(new Span<float>(Address(buffer), values.Length));
        return buffer;
    }

    private static float* Address(AlignedBuffer buffer)
    {
        fixed (float* address = &buffer.Reference) return address;
    }

    private static byte[] Terminated(string name) => Encoding.UTF8.GetBytes(name + "\0");
}
