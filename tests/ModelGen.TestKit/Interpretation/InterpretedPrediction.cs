using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Schedule;
using ModelGen.Runtime;

namespace ModelGen.TestKit.Interpretation;

/// <summary>A model that only predicts, whose kernels are interpreted on checked memory, in which weights may be narrow.</summary>
public sealed class InterpretedPrediction
{
    /// <summary>From this many samples on, generated code predicts a block of sixteen at once.</summary>
    private const int Many = 12;

    private static readonly KernelCallValues NoValues = new(new Dictionary<string, float>(), 0, 0, 0);

    private readonly ModelPrograms _programs;
    private readonly IReadOnlyDictionary<ProgramKind, InterpretedProgram> _all;
    private readonly Dictionary<Element, CheckedMemory> _parameters = [];

    /// <param name="programs">The programs of a declaration that has weights.</param>
    /// <param name="weights">The weights by name, which the types that the model keeps them in hold exactly.</param>
    /// <param name="bits">The target that its kernels are made for: 512, 256 or 128.</param>
    public InterpretedPrediction(ModelPrograms programs, Func<string, float[]> weights, int bits = 512)
    {
        _programs = programs;
        _all = programs.Interpreted(bits);
        foreach (Element element in Enum.GetValues<Element>())
        {
            AlignedBuffer memory = new(programs.Layout.Size * (sizeof(float) / element.Bytes()));
            ParameterSet own = new(
                [.. programs.Layout.Slots.Where(slot => slot.Parameter.Element == element).Select(Describe)],
                memory,
                new AlignedBuffer(memory.Length));
            foreach (Parameter parameter in own)
                parameter.Value.CopyFrom(InMemory(programs.Layout[parameter.Name].Parameter, weights(parameter.Name)));
            _parameters.Add(element, CheckedMemory.Of(memory));
        }
    }

    /// <summary>Predicts as the generated member does.</summary>
    /// <param name="inputs">An array for each input.</param>
    /// <param name="samples">How many samples they hold.</param>
    /// <returns>An array for each output.</returns>
    public float[][] Predict(float[][] inputs, int samples)
    {
        float[][] outputs = Outputs(samples);
        for (int start = 0, count; start < samples; start += count)
        {
            count = Math.Min(_programs.Block, samples - start);
            InterpretedProgram program = _all[ProgramTable.Predict];
            if (count >= Many && _all.TryGetValue(ProgramTable.PredictBlocks, out InterpretedProgram? blocks))
            {
                if (count % 16 < Many) count -= count % 16;
                program = blocks;
            }

            float[][] some = Outputs(count);
            Run(
                program,
                [.. inputs.Select(all => all[(all.Length / samples * start)..(all.Length / samples * (start + count))])],
                some,
                count);
            for (int i = 0; i < outputs.Length; i++) some[i].CopyTo(outputs[i], some[i].Length / count * start);
        }

        return outputs;
    }

    private void Run(InterpretedProgram program, float[][] inputs, float[][] outputs, int samples)
    {
        Dictionary<string, float[]> targets = _programs
            .Built.Outputs.Zip(outputs)
            .ToDictionary(pair => "output " + pair.First.Name, pair => pair.Second);
        ProgramMemory memory = new()
        {
            Samples = samples,
            Capacity = _programs.Block,
            Parameters = _parameters[Element.F32],
            NarrowParameters = _parameters,
            Gradients = CheckedMemory.Nothing,
            NewBuffers = CheckedMemory.Nothing,
            Arena = ProgramMemory.ArenaOf(program.Plan, _programs.Block),
            External = _programs
                .Built.Inputs.Zip(inputs)
                .ToDictionary(pair => pair.First.Name, pair => CheckedMemory.Of(pair.Second)),
        };
        Ports ports = new(name => memory.External[name].Floats.ToArray(), name => targets.GetValueOrDefault(name));
        program.Run(memory, ports, NoValues with { Samples = samples });
    }

    /// <summary>The shape of a parameter in memory, its axes in the order of files.</summary>
    private static int[] Shape(ParameterInfo parameter) =>
        [.. parameter.StandardShape.Select((size, axis) => axis == parameter.PairedAxis ? (size + 1) / 2 : size)];

    /// <summary>The elements of a parameter in memory: pairs of whole numbers where it has such.</summary>
    private static float[] InMemory(ParameterInfo parameter, float[] numbers)
    {
        if (parameter.PairedAxis < 0) return numbers;
        int[] shape = [.. parameter.StandardShape];
        float[] pairs = new float[Shape(parameter).Aggregate(1, (a, b) => a * b)];
        int inner = shape.Skip(parameter.PairedAxis + 1).Aggregate(1, (a, b) => a * b);
        (int count, int half) = (shape[parameter.PairedAxis], (shape[parameter.PairedAxis] + 1) / 2);
        for (int i = 0; i < numbers.Length; i++)
        {
            // The first half is in the lower bits of the pairs; what is behind it, in the upper bits, ends with the last pair.
            (int outer, int at, int within) = (i / inner / count, i / inner % count, i % inner);
            int pair = (((outer * half) + (at < half ? at : at - count + half)) * inner) + within;
            int bits = BitConverter.SingleToInt32Bits(pairs[pair]);
            pairs[pair] = BitConverter.Int32BitsToSingle(
                at < half ? bits | ((int)numbers[i] & 0xFFFF) : bits | ((int)numbers[i] << 16));
        }

        return pairs;
    }

    private static ParameterDescriptor Describe(ParameterSlot slot) => new(
        slot.Parameter.Name,
        Shape(slot.Parameter),
        slot.Start,
        slot.StandardStrides(),
        new Initialization(InitializationKind.Zeros, 0, 0, 0),
        slot.StandardPanelAxis);

    private float[][] Outputs(int samples) =>
        [.. _programs.Built.Outputs.Select(output => new float[samples * output.Value.Shape.SampleElements])];
}
