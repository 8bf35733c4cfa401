using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.TestKit.Interpretation;

/// <summary>A program as the single kernel that it becomes for one sample, run on checked memory.</summary>
internal sealed class InterpretedSample
{
    private readonly ModelProgram _program;
    private readonly PortTexts _texts;
    private readonly SampleKernel _sample;
    private readonly KernelInterpreter _kernel;

    private InterpretedSample(ModelProgram program, BuiltModel model, Target target, int capacity)
    {
        (_program, _texts) = (program, new PortTexts(SurfaceModel.Of(model)));
        _sample = new SampleKernel(program, target, _texts, capacity, leaf => leaf, []);
        _kernel = new KernelInterpreter(_sample.Kernel);
    }

    /// <summary>The program as one kernel; null if it has loops of its own or draws random numbers.</summary>
    public static InterpretedSample? Of(ModelProgram program, BuiltModel model, Target target, int capacity) =>
        program.Plan.Groups.Any(group => group.Loop is not null) || program.Plan.Graph.Nodes.Any(node => node.Op is RandomOp)
            ? null
            : new InterpretedSample(program, model, target, capacity);

    /// <summary>Runs it.</summary>
    /// <param name="memory">Where.</param>
    /// <param name="read">What the caller passes, by the leaf's name.</param>
    /// <returns>The results, in order.</returns>
    public float[][] Run(ProgramMemory memory, Func<string, float[]> read)
    {
        ProgramPlan plan = _program.Plan;
        foreach (Node leaf in plan.Staged)
        {
            float[] source = read(((LeafOp)leaf.Op).LeafName);
            PortCopies.In(memory.Of(leaf, plan), leaf, plan.StorageOf(leaf).Layout, i => source[i], 0, 1);
        }

        (GraphOutput Output, CheckedMemory Memory)[] results =
        [
            .. plan.Graph.Outputs.Where(output => _texts.Of(output) is not null)
                .Select(output => (output, CheckedMemory.Unwritten(output.Node.Shape.SampleElements))),
        ];
        Dictionary<string, CheckedMemory> spans = results.ToDictionary(
            result => PortTexts.Span(_texts.Of(result.Output)!), result => result.Memory);
        _kernel.Run(
            [
                .. _sample.Kernel.Buffers.Select(_sample.AddressOf).Select(address =>
                    address.Region == Region.External && spans.TryGetValue(address.Name, out CheckedMemory? span)
                        ? new CheckedSpan(span, 0, span.Length)
                        : memory.All(address, plan)),
            ],
            new KernelCallValues(new Dictionary<string, float>(), 0, 0, 1));
        foreach ((GraphOutput output, CheckedMemory target) in results)
        {
            if (_sample.Copied.Contains(output))
            {
                Layout layout = plan.StorageOf(output.Node).Layout;
                PortCopies.Out(memory.Of(output.Node, plan), output.Node, layout, target.Floats, 0, 1, output.Name);
            }
            else if (target.FirstMissing(0, target.Length) is >= 0 and var missing)
            {
                throw new KernelFault($"'{output.Name}': element {missing} has not been written.");
            }
        }

        return [.. results.Select(result => result.Memory.Floats.ToArray())];
    }
}
