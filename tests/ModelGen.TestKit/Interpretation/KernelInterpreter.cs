using System.Runtime.Intrinsics;
using ModelGen.Compiler.Kernels;

namespace ModelGen.TestKit.Interpretation;

/// <summary>What a kernel is called with besides buffers.</summary>
/// <param name="Scalars">The floats computed by the host, by name.</param>
/// <param name="Seed">The first word of the key of random numbers.</param>
/// <param name="Step">The second word.</param>
/// <param name="Samples">The samples of the call.</param>
/// <param name="Piece">Threads share the samples in pieces of so many.</param>
public sealed record KernelCallValues(
    IReadOnlyDictionary<string, float> Scalars, uint Seed, uint Step, int Samples, int Piece = Division.Granule)
{
    /// <summary>The same in a step of a loop.</summary>
    public KernelCallValues At(int time) =>
        this with { Scalars = new Dictionary<string, float>(Scalars) { [ModelGen.Compiler.Ops.TimeOp.Parameter] = time } };
}

/// <summary>
/// Runs a kernel as the generated code does, to the last bit, on memory that is checked: every access against the buffer it belongs to, and
/// every lane for whether somebody has written what it comes from.
/// </summary>
/// <remarks>A kernel is made into a tree of objects once; running it compiles nothing.</remarks>
public sealed class KernelInterpreter
{
    private readonly KernelTree _tree;

    /// <param name="kernel">A kernel that the verifier accepts.</param>
    public KernelInterpreter(Kernel kernel)
    {
        Kernel = kernel;
        _tree = new KernelTree(kernel);
    }

    public Kernel Kernel { get; }

    /// <summary>Runs all of it.</summary>
    public void Run(IReadOnlyList<CheckedSpan> buffers, KernelCallValues values) => Run(buffers, values, part: 0, parts: 1);

    /// <summary>Runs the part of one thread.</summary>
    /// <param name="buffers">The buffers, in the order of the kernel's parameters.</param>
    /// <param name="values">What else it is called with.</param>
    /// <param name="part">Which thread.</param>
    /// <param name="parts">How many there are.</param>
    public void Run(IReadOnlyList<CheckedSpan> buffers, KernelCallValues values, int part, int parts)
    {
        Frame frame = new()
        {
            Buffers = [.. buffers],
            Scalars = [.. Kernel.Scalars.Select(name => values.Scalars[name])],
            Seed = values.Seed,
            Step = values.Step,
            Samples = values.Samples,
            Variables = new long[_tree.Variables],
            Locals = new Vector512<float>[_tree.Locals],
            Missing = new int[_tree.Locals],
            Lanes = _tree.Lanes,
        };
        switch (Kernel.Division)
        {
            case Division.Samples:
                (long first, long last) = Share.Of(values.Samples, values.Piece, part, parts);
                foreach (LoopNode loop in _tree.Body.Cast<LoopNode>()) loop.Run(frame, first * loop.Count, last * loop.Count);
                break;
            case Division.Iterations loop:
                (first, last) = Share.Of(loop.Extent, loop.Step, part, parts);
                ((LoopNode)_tree.Body[0]).RunIterations(frame, first, last);
                if (last == loop.Extent) StatementNode.Run(_tree.Body[1..], frame);
                break;
            default:
                if (part == 0) StatementNode.Run(_tree.Body, frame);
                break;
        }
    }
}

/// <summary>The iterations of one thread, as the runtime's <c>Part</c> divides them.</summary>
internal static class Share
{
    public static (long First, long Last) Of(long extent, long step, int part, int parts) =>
        (Start(extent, step, part, parts), part == parts - 1 ? extent : Start(extent, step, part + 1, parts));

    private static long Start(long extent, long step, int part, int parts) => extent / step * part / parts * step;
}
