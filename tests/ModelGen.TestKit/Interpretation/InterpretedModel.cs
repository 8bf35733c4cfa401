using System.Runtime.InteropServices;
using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Programs.Stepping;
using ModelGen.Compiler.Schedule;
using ModelGen.Runtime;

namespace ModelGen.TestKit.Interpretation;

/// <summary>
/// A model whose kernels are interpreted, on checked memory. Its members do what the generated ones do, to the last bit, and nothing is
/// compiled:
/// neither C# nor machine code.
/// </summary>
public sealed class InterpretedModel : IModelUnderTest
{
    /// <summary>From this many samples on, generated code predicts a block of sixteen at once.</summary>
    private const int Many = 12;

    private readonly ModelPrograms _programs;
    private readonly InterpretedProgram _predict, _evaluate, _trainStep, _forwardBackward, _accumulate, _update;
    private readonly InterpretedProgram? _predictBlocks, _predictTogether, _stepping, _beginning, _constrain;
    private readonly InterpretedSample? _stepOfSample;
    private readonly AlignedBuffer _values, _gradients;
    private readonly CheckedMemory _valueMemory, _gradientMemory, _newGradientMemory, _newBufferMemory;
    private readonly Dictionary<string, CheckedMemory> _states;
    private readonly Random _order;
    private readonly uint _seed;
    private readonly Dictionary<string, double> _hostStates;
    private ProgramMemory? _waiting;
    private uint _step;
    private int _accumulated;

    /// <param name="programs">What it runs.</param>
    /// <param name="bits">The target that its kernels are made for: 512, 256 or 128.</param>
    /// <param name="seed">Decides the starting weights, the masks of dropout, and the order of threads.</param>
    public InterpretedModel(ModelPrograms programs, int bits = 512, int seed = 0)
    {
        _programs = programs;
        IReadOnlyDictionary<ProgramKind, InterpretedProgram> all = programs.Interpreted(bits);
        (_predict, _evaluate, _trainStep) = (all[ProgramTable.Predict], all[ProgramTable.Evaluate], all[ProgramTable.TrainStep]);
        (_forwardBackward, _accumulate, _update) = (
            all[ProgramTable.ForwardBackward],
            all[ProgramTable.Accumulate],
            all[ProgramTable.Update]);
        _predictBlocks = all.GetValueOrDefault(ProgramTable.PredictBlocks);
        _predictTogether = all.GetValueOrDefault(ProgramTable.PredictTogether);
        _stepping = all.GetValueOrDefault(ProgramTable.Step);
        _stepOfSample = programs.StepOfSample(bits);
        _beginning = all.GetValueOrDefault(ProgramTable.Begin);
        _constrain = all.GetValueOrDefault(ProgramTable.Constrain);
        ParameterLayout layout = programs.Layout;
        (_values, _gradients) = (new(layout.Size), new(layout.Size));
        (_valueMemory, _gradientMemory) = (CheckedMemory.Of(_values), CheckedMemory.Of(_gradients));
        (_newGradientMemory, _newBufferMemory) = (CheckedMemory.Zeros(layout.TrainableSize), CheckedMemory.Zeros(layout.BufferSize));
        BoundOptimizer optimizer = programs.Built.Optimizer!;
        _states = optimizer.States.ToDictionary(name => name, _ => CheckedMemory.Zeros(layout.TrainableSize));
        _hostStates = optimizer.HostStates.ToDictionary(state => state.Name, state => state.Initial);
        _seed = unchecked((uint)seed);
        _order = new Random(seed);
        LearningRate = optimizer.Attribute.LearningRate;
        Parameters = new ParameterSet([.. layout.Slots.Select(Describe)], _values, _gradients);
        Parameters.Initialize(seed);
    }

    /// <inheritdoc/>
    public ParameterSet Parameters { get; }

    /// <inheritdoc/>
    public float LearningRate { get; set; }

    /// <inheritdoc/>
    public int Threads { get; set; } = 1;

    /// <inheritdoc/>
    public float[]? State { get; set; }

    /// <summary>How many training steps make an update.</summary>
    public int Accumulate => Built.Optimizer!.Accumulate;

    private BuiltModel Built => _programs.Built;

    /// <inheritdoc/>
    public float[][] Predict(float[][] inputs)
    {
        int samples = SamplesOf(inputs);
        float[][] outputs = Outputs(samples), started = Started(inputs, samples);
        float[] end = End(samples);
        if (samples == 1 && Threads > 1 && _predictTogether is not null)
        {
            ProgramMemory memory = NewMemory(_predictTogether, 1, 16, started, null, _gradientMemory);
            Run(_predictTogether, memory, outputs, null, end, threads: Threads);
            Advance(end);
            return outputs;
        }

        for (int part = 0; part < Threads; part++)
        {
            (long first, long last) = Share.Of(samples, 16, part, Threads);
            for (int start = (int)first, count; start < last; start += count)
            {
                count = Math.Min(_programs.Block, (int)last - start);
                InterpretedProgram program = _predict;
                if (_predictBlocks is not null && count >= Many)
                {
                    if (count % 16 < Many) count -= count % 16;
                    program = _predictBlocks;
                }

                float[][] some = Outputs(count);
                float[] someEnd = End(count);
                Run(
                    program,
                    NewMemory(program, count, _programs.Block, Slice(started, samples, start, count), null, _gradientMemory),
                    some,
                    null,
                    someEnd);
                someEnd.CopyTo(end, start * Built.StateWidth);
                for (int i = 0; i < outputs.Length; i++)
                    some[i].CopyTo(outputs[i], some[i].Length / count * start);
            }
        }

        Advance(end);
        return outputs;
    }

    /// <inheritdoc/>
    public float Evaluate(float[][] inputs, Targets targets)
    {
        int samples = SamplesOf(inputs);
        float[][] started = Started(inputs, samples), losses = EachLoss(samples);
        float[] end = End(samples);
        for (int part = 0; part < Threads; part++)
        {
            (long first, long last) = Share.Of(samples, 16, part, Threads);
            for (int start = (int)first, count; start < last; start += count)
            {
                count = Math.Min(_programs.Block, (int)last - start);
                float[][] some = EachLoss(count);
                float[] someEnd = End(count);
                ProgramMemory memory = NewMemory(
                    _evaluate,
                    count,
                    _programs.Block,
                    Slice(started, samples, start, count),
                    targets.Slice(start, count, samples),
                    _gradientMemory);
                Run(_evaluate, memory, [], some, someEnd);
                for (int i = 0; i < losses.Length; i++) some[i].CopyTo(losses[i], start);
                someEnd.CopyTo(end, start * Built.StateWidth);
            }
        }

        Advance(end);

        return (float)Total(losses, targets);
    }

    /// <inheritdoc/>
    public float TrainStep(float[][] inputs, Targets targets)
    {
        int samples = SamplesOf(inputs);
        float[][] losses = EachLoss(samples);
        float[] end = End(samples);
        int accumulate = Accumulate;
        CheckedMemory gradients = accumulate == 1 ? _gradientMemory : _newGradientMemory;
        ProgramMemory memory = NewMemory(_trainStep, samples, Capacity(samples), Started(inputs, samples), targets, gradients);
        Run(_trainStep, memory, [], losses, end, threads: Threads, weights: Divisors(targets, samples));
        AssertWritten(gradients, "gradients");
        float loss = Arguments.FiniteLoss(Total(losses, targets), 1, LearningRate, Parameters, Built.Spec.Class.Name);
        TakeBuffers();
        if (accumulate == 1)
        {
            Update();
        }
        else
        {
            if (_accumulated == 0) _gradients.Span.Clear();
            AddGradients();
            if (++_accumulated == accumulate) Update();
        }

        _step++;
        Advance(end);
        return loss;
    }

    /// <summary>The moving average of the weights, parameter by parameter, or null if there is none.</summary>
    public float[][]? Average() => !_states.TryGetValue(BoundOptimizer.Average, out CheckedMemory? average)
        ? null
        : [.. _programs.Layout.Slots.Where(slot => slot.Parameter.IsTrainable).Select(slot =>
            {
                AlignedBuffer buffer = new(_programs.Layout.TrainableSize);
                average.Floats.CopyTo(buffer.Span);
                ParameterDescriptor place = Describe(slot);
                return new TensorView(buffer, place.Shape, place.Offset, place.Strides, place.PanelAxis).ToArray();
            })];

    /// <inheritdoc/>
    public IStreamUnderTest? NewStream() => _stepping is null ? null : new Stream(this, _stepping, _beginning);

    /// <inheritdoc/>
    public float[][] Forward(float[][] inputs)
    {
        int samples = SamplesOf(inputs);
        float[][] outputs = Outputs(samples);
        float[] end = End(samples);
        _waiting = NewMemory(_forwardBackward, samples, Capacity(samples), Started(inputs, samples), null, _newGradientMemory);
        Run(_forwardBackward, _waiting, outputs, null, end, Phase.Forward, Threads);
        TakeBuffers();
        _step++;
        Advance(end);
        return outputs;
    }

    /// <inheritdoc/>
    public float[][] Backward(float[] outputGradient)
    {
        float[][] gradients = [.. Built.NumericInputs.Select(input => new float[_waiting!.Samples * input.Value.Shape.SampleElements])];
        Backward(outputGradient, gradients);
        return gradients;
    }

    /// <inheritdoc/>
    public void BackwardToParameters(float[] outputGradient) => Backward(outputGradient, []);

    /// <inheritdoc/>
    public void ZeroGradients()
    {
        _gradients.Span.Clear();
        _accumulated = 0;
    }

    /// <inheritdoc/>
    public void Update()
    {
        _accumulated = 0;
        BoundOptimizer optimizer = Built.Optimizer!;
        Dictionary<string, float> scalars = HostArithmetic
            .Next(optimizer, _hostStates, LearningRate)
            .ToDictionary(scalar => scalar.Key, scalar => (float)scalar.Value);
        _update.Run(Flat(_update, _states), NoPorts, new(scalars, 0, 0, 1), threads: Threads, order: _order);
        _constrain?.Run(Flat(_constrain, _states), NoPorts, new(scalars, 0, 0, 1), threads: Threads, order: _order);
        AssertWritten(_valueMemory, "parameters");
    }

    private static Ports NoPorts => new(name => throw new InvalidOperationException(name), _ => null);

    private static int Capacity(int samples) => (samples + 15) / 16 * 16;

    private void Backward(float[] outputGradient, float[][] inputGradients)
    {
        ProgramMemory memory = _waiting ?? throw new InvalidOperationException("No Forward precedes.");
        _waiting = null;
        Dictionary<string, float[]> targets = Built
            .NumericInputs.Zip(inputGradients)
            .ToDictionary(pair => "inputgradient " + pair.First.Name, pair => pair.Second);
        Ports ports = new(
            name => name == LeafOp.OutputGradient ? outputGradient : ZeroGradient(name, memory.Samples),
            name => targets.GetValueOrDefault(name));
        _forwardBackward.Run(memory, ports, Values(memory.Samples, _step - 1), Phase.Backward, Threads, _order);
        AssertWritten(_newGradientMemory, "new gradients");
        AddGradients();
    }

    /// <summary>That of an output which is not the main one.</summary>
    private float[] ZeroGradient(string name, int samples) =>
        new float[samples * Built.Outputs.First(output => LeafOp.GradientOf(output.Name) == name).Value.Shape.SampleElements];

    private void AddGradients()
    {
        Dictionary<string, CheckedMemory> found = new() { [FlatVectors.NewGradients] = _newGradientMemory };
        _accumulate.Run(Flat(_accumulate, found), NoPorts, new(new Dictionary<string, float>(), 0, 0, 1), threads: Threads, order: _order);
    }

    private void Run(
        InterpretedProgram program,
        ProgramMemory memory,
        float[][] outputs,
        float[][]? losses,
        float[] end,
        Phase? phase = null,
        int threads = 1,
        IReadOnlyDictionary<string, double>? weights = null)
    {
        Dictionary<string, float[]> targets = Built
            .Outputs.Zip(outputs)
            .ToDictionary(pair => "output " + pair.First.Name, pair => pair.Second);
        for (int i = 0; i < losses?.Length; i++)
            targets[Built.Losses[i].Name] = losses[i];
        targets["finalstate " + GraphOutput.EndOfBatch] = end;
        Ports ports = new(name => memory.External[name].Floats.ToArray(), name => targets.GetValueOrDefault(name));
        program.Run(memory, ports, Values(memory.Samples, _step, weights), phase, threads, _order);
    }

    /// <summary>A float for each sample, for each loss.</summary>
    private float[][] EachLoss(int samples) => [.. Built.Losses.Select(_ => new float[samples])];

    /// <summary>The weighted sum of the means of the losses.</summary>
    private double Total(float[][] losses, Targets targets) => Built.Losses
        .Select((loss, i) =>
        {
            (double sum, double divisor) = (Losses.Sum(losses[i]), targets.Weight(Built, loss, losses[i].Length));
            return loss.Weight == 1 ? sum / divisor : loss.Weight * sum / divisor;
        })
        .Aggregate((total, next) => total + next);

    /// <summary>What the gradients of each loss are divided by, where it is not the number of samples.</summary>
    private Dictionary<string, double> Divisors(Targets targets, int samples) => Built.Losses
        .Where(loss => loss.MeanFactor != LeafOp.InverseSamples)
        .ToDictionary(loss => loss.MeanFactor, loss => targets.Weight(Built, loss, samples) * Accumulate / loss.Weight);

    private KernelCallValues Values(int samples, uint step, IReadOnlyDictionary<string, double>? weights = null)
    {
        Dictionary<string, float> scalars = new() { [LeafOp.InverseSamples] = 1f / samples, [LeafOp.InverseBatch] = 1f / samples };
        foreach ((string name, double weight) in weights ?? new Dictionary<string, double>()) scalars[name] = (float)(1 / weight);
        return new KernelCallValues(scalars, _seed, unchecked(RandomStreams.Layers + step), samples);
    }

    private ProgramMemory NewMemory(
        InterpretedProgram program,
        int samples,
        int capacity,
        float[][] inputs,
        Targets? targets,
        CheckedMemory gradients)
    {
        Dictionary<string, CheckedMemory> external = Built
            .Inputs.Zip(inputs)
            .ToDictionary(pair => pair.First.Name, pair => CheckedMemory.Of(pair.Second));
        if (Built.StateWidth > 0)
            external[LeafOp.StartOfBatch] = CheckedMemory.Of(inputs[^1]);
        foreach (BoundLoss loss in targets is null ? [] : Built.Losses)
            external[loss.TargetName] = CheckedMemory.Of(targets!.Of(Built, loss));
        if (targets is not null && Built.Losses.Any(loss => loss.SampleWeights))
            external[LeafOp.SampleWeights] = CheckedMemory.Of(targets.SampleWeights ?? [.. Losses.Ones(samples)]);
        return new ProgramMemory
        {
            Samples = samples,
            Capacity = capacity,
            Parameters = _valueMemory,
            Gradients = gradients,
            NewBuffers = _newBufferMemory,
            Arena = ProgramMemory.ArenaOf(program.Plan, capacity),
            External = external,
        };
    }

    /// <summary>The memory of a program on flat vectors.</summary>
    private ProgramMemory Flat(InterpretedProgram program, Dictionary<string, CheckedMemory> states) => new()
    {
        Samples = 1,
        Capacity = 16,
        Parameters = _valueMemory,
        Gradients = _gradientMemory,
        NewBuffers = _newBufferMemory,
        Arena = ProgramMemory.ArenaOf(program.Plan, 16),
        States = states,
    };

    private void TakeBuffers()
    {
        AssertWritten(_newBufferMemory, "buffers");
        _newBufferMemory.Floats.CopyTo(_values.Span[_programs.Layout.TrainableSize..]);
    }

    private static void AssertWritten(CheckedMemory memory, string what)
    {
        if (memory.FirstMissing(0, memory.Length) is >= 0 and int at)
            throw new KernelFault($"{what}: float {at} comes from memory that nobody has written.");
    }

    /// <summary>The inputs, and behind them the state that the samples start from, if a layer keeps one.</summary>
    private float[][] Started(float[][] inputs, int samples) =>
        Built.StateWidth > 0 ? [.. inputs, State ?? new float[samples * Built.StateWidth]] : inputs;

    private float[] End(int samples) => new float[samples * Built.StateWidth];

    private void Advance(float[] end)
    {
        if (State is not null) State = end;
    }

    private int SamplesOf(float[][] inputs) => inputs[0].Length / Built.Inputs[0].Value.Shape.SampleElements;

    private float[][] Outputs(int samples) => [.. Built.Outputs.Select(output => new float[samples * output.Value.Shape.SampleElements])];

    private static float[][] Slice(float[][] arrays, int samples, int start, int count) =>
        [.. arrays.Select(all => all[(all.Length / samples * start)..(all.Length / samples * (start + count))])];

    private static ParameterDescriptor Describe(ParameterSlot slot)
    {
        ParameterInfo info = slot.Parameter;
        Initialization start = new(
            Enum.Parse<InitializationKind>(info.Init.Kind),
            (float)info.Init.Scale,
            info.Init.FanIn,
            info.Init.FanOut)
        {
            ZeroRow = info.Init.ZeroRow < 0 ? null : info.Init.ZeroRow,
        };
        return new ParameterDescriptor(
            info.Name,
            [.. info.StandardShape],
            slot.Offset,
            slot.StandardStrides(),
            start,
            slot.StandardPanelAxis)
        {
            Trainable = info.IsTrainable,
            IsCount = info.IsCount,
        };
    }

    /// <summary>A stream, with its memory.</summary>
    private sealed class Stream(InterpretedModel model, InterpretedProgram program, InterpretedProgram? before) : IStreamUnderTest
    {
        private readonly CheckedMemory _given = CheckedMemory.Unwritten(before?.Plan.GivenSize ?? 0);
        private readonly Kept _memory = new(program.Plan), _memoryOfSample = new(program.Plan);
        private int _position;

        public void Begin(float[][] inputs)
        {
            Reset();
            if (before is not null) model.Run(before, MemoryOf(before, _memory, InputsOf(inputs, isGiven: true)), [], null, []);
        }

        public float[][] Step(float[][] inputs)
        {
            Dictionary<string, CheckedMemory> external = InputsOf(inputs, isGiven: false);
            external["stream position"] = CheckedMemory.Of([_position]);
            IEnumerable<GraphOutput> results = program.Plan.Graph.Outputs.Where(o => o.Role == OutputRole.Output);
            float[][] outputs = [.. results.Select(o => new float[o.Node.Shape.SampleElements])];
            model.Run(program, MemoryOf(program, _memory, external), outputs, null, []);
            _memory.Swap();
            AsOneSample(external, outputs);
            _position++;
            return outputs;
        }

        /// <summary>The kernel that a step is written as has a stream of its own, and must give the same bits.</summary>
        private void AsOneSample(Dictionary<string, CheckedMemory> external, float[][] outputs)
        {
            if (model._stepOfSample is not { } sample) return;
            float[][] found = sample.Run(
                MemoryOf(program, _memoryOfSample, external), name => external[name].Floats.ToArray());
            _memoryOfSample.Swap();
            for (int i = 0; i < outputs.Length; i++)
            {
                if (MemoryMarshal.AsBytes(found[i].AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(outputs[i].AsSpan()))) continue;
                throw new KernelFault($"Step {_position} has other bits as the kernel of one sample.");
            }
        }

        public void Reset()
        {
            _position = 0;
            _memory.Clear();
            _memoryOfSample.Clear();
        }

        private Dictionary<string, CheckedMemory> InputsOf(float[][] inputs, bool isGiven)
        {
            IReadOnlyList<string> given = StepGraph.Of(model.Built).Steps!.Given;
            return model.Built.Inputs.Where(input => given.Contains(input.Name) == isGiven)
                .Zip(inputs)
                .ToDictionary(pair => pair.First.Name, pair => CheckedMemory.Of(pair.Second));
        }

        private ProgramMemory MemoryOf(InterpretedProgram run, Kept own, Dictionary<string, CheckedMemory> external) => new()
        {
            Samples = 1,
            Capacity = 16,
            Parameters = model._valueMemory,
            Gradients = model._gradientMemory,
            NewBuffers = model._newBufferMemory,
            Arena = ProgramMemory.ArenaOf(run.Plan, 16),
            History = CheckedMemory.Of(own.History),
            Carried = CheckedMemory.Of(own.Carried),
            NextCarried = CheckedMemory.Of(own.Next),
            Given = _given,
            External = external,
        };

        /// <summary>What a stream has seen and takes along.</summary>
        private sealed class Kept(ProgramPlan plan)
        {
            public AlignedBuffer History { get; } = new(plan.HistorySize);

            public AlignedBuffer Carried { get; private set; } = new(plan.CarriedSize);

            public AlignedBuffer Next { get; private set; } = new(plan.CarriedSize);

            public void Swap() => (Carried, Next) = (Next, Carried);

            public void Clear()
            {
                foreach (AlignedBuffer buffer in new[] { History, Carried, Next }) buffer.Span.Clear();
            }
        }
    }
}
