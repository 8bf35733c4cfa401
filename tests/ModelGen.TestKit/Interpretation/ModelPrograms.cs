using System.Collections.Concurrent;
using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Kernels.Bounds;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.TestKit.Interpretation;

/// <summary>The programs of a model, planned once for all targets, with their kernels, made once for each.</summary>
/// <remarks>Interpreted models share them, in several threads, too.</remarks>
public sealed class ModelPrograms
{
    private readonly PlannedModel _planned;
    private readonly ConcurrentDictionary<int, Lazy<IReadOnlyDictionary<ProgramKind, InterpretedProgram>>> _interpreted = [];
    private readonly ConcurrentDictionary<int, Lazy<InterpretedSample?>> _samples = [];

    /// <param name="spec">The declaration, which has no errors.</param>
    /// <remarks>Threads share even the smallest sample.</remarks>
    public ModelPrograms(ModelSpec spec) => _planned = new PlannedModel(ProgramSource.Build(spec, Mode.Inference), fewestShared: 0);

    /// <summary>The model in inference mode.</summary>
    public BuiltModel Built => _planned.Model;

    internal ParameterLayout Layout => _planned.Layout;

    /// <summary>Those of the table that the model has, in its order.</summary>
    internal IReadOnlyList<ModelProgram> All => _planned.Programs;

    /// <summary>The names of its programs that are emitted, in the same order.</summary>
    public IEnumerable<string> Names => All.Where(program => !program.Kind.IsForOneSample).Select(program => program.Name);

    /// <summary>The programs with the kernels of a target, ready to be run.</summary>
    /// <param name="bits">The target: 512, 256 or 128.</param>
    internal IReadOnlyDictionary<ProgramKind, InterpretedProgram> Interpreted(int bits) =>
        _interpreted.GetOrAdd(bits, width => new(() => Interpret(width))).Value;

    /// <summary>The step of a stream as the kernel of one sample; null if there is none.</summary>
    /// <param name="bits">The target: 512, 256 or 128.</param>
    internal InterpretedSample? StepOfSample(int bits) => _planned.Find(ProgramTable.Step) is not { } step
        ? null
        : _samples.GetOrAdd(
            bits,
            width => new(() => InterpretedSample.Of(step, Built, Target.All.Single(target => target.Bits == width), capacity: 16))).Value;

    private Dictionary<ProgramKind, InterpretedProgram> Interpret(int bits)
    {
        KernelCache kernels = new(Target.All.Single(target => target.Bits == bits));
        return All.ToDictionary(program => program.Kind, program => new InterpretedProgram(program, kernels));
    }

    /// <summary>The different kernels of all programs, with the lengths of their buffers.</summary>
    /// <param name="bits">The target that they are made for: 512, 256 or 128.</param>
    /// <param name="isEmitted">Whether only those are meant that are emitted: threads do not share small samples then.</param>
    public IEnumerable<(Kernel Kernel, IReadOnlyList<BufferLength> Lengths)> Kernels(int bits, bool isEmitted = false) =>
        Interpreted(bits)
            .Where(program => !isEmitted || !program.Key.IsForOneSample)
            .SelectMany(program => program.Value.Kernels)
            .DistinctBy(kernel => kernel.Kernel, ReferenceEqualityComparer.Instance);

    /// <summary>Samples that prediction computes at a time.</summary>
    internal int Block => _planned.Block;
}
